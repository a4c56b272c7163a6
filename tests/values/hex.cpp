#include <lineout/values/hex.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/formatted.hpp"

namespace {

using lineout::hex;

constexpr unsigned char frame[] = {0x00, 0x1a, 0xff, 0x7f};

static_assert([] {
  char buffer[20]{};
  lineout::writer out{buffer, buffer + sizeof buffer, lineout::control_characters::escape};
  lineout::format_to(out, "{}", hex{frame, ' '});
  return lineout::text{buffer, out.size()} == lineout::text{"00 1a ff 7f"};
}());

template <typename T>
concept can_be_hex = requires(const T& value) {
  hex{value.data(), value.size()};
};
static_assert(!can_be_hex<std::array<int, 2>>, "a number of elements is not a number of bytes");
static_assert(!can_be_hex<std::array<bool, 2>>);

}  // namespace

TEST_CASE("bytes of every kind are pairs of digits in lower or upper case") {
  CHECK(formatted("{}", hex{frame}) == "001aff7f");
  CHECK(formatted("{:x}", hex{frame, 2}) == "001a");
  CHECK(formatted("{:X}", hex{frame}) == "001AFF7F");
  CHECK(formatted("{}", hex{std::array<std::byte, 2>{std::byte{0xde}, std::byte{0xad}}}) == "dead");
  CHECK(formatted("{}", hex{std::string_view{"\xffhi"}}) == "ff6869");
  const std::string words{"hi"};
  CHECK(formatted("{}", hex{words, '-'}) == "68-69");
  const std::uint16_t object[] = {0x1212, 0x3434};
  CHECK(formatted("{}", hex{static_cast<const void*>(object), sizeof object}) == "12123434");
  const signed char negative[] = {-1, -128};
  CHECK(formatted("{}", hex{negative}) == "ff80");
}

TEST_CASE("a separator stands between pairs only") {
  CHECK(formatted("{}", hex{frame, ':'}) == "00:1a:ff:7f");
  CHECK(formatted("{}", hex{frame, 1, ':'}) == "00");
  CHECK(formatted("[{}]", hex{frame, 0, ':'}) == "[]");
}

TEST_CASE("a width is honoured") {
  CHECK(formatted("[{:12}]", hex{frame}) == "[001aff7f    ]");
  CHECK(formatted("[{:*>12}]", hex{frame, ':'}) == "[*00:1a:ff:7f]");
  CHECK(formatted("[{:^10X}]", hex{frame}) == "[ 001AFF7F ]");
  CHECK(formatted("[{:2}]", hex{frame}) == "[001aff7f]");
}
