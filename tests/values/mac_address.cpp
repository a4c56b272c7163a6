#include <lineout/values/mac_address.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <string>

#include "support/formatted.hpp"

namespace {

using lineout::mac_address;
using lineout::text;

constexpr mac_address from_literal{"00:11:22:aA:bB:fF"};
static_assert(from_literal == mac_address{0x00, 0x11, 0x22, 0xaa, 0xbb, 0xff});
static_assert(mac_address{"00-11-22-AA-BB-FF"} == from_literal);
static_assert(mac_address{} == mac_address{"00:00:00:00:00:00"});
static_assert(mac_address::broadcast() == mac_address{"ff:ff:ff:ff:ff:ff"});
static_assert(sizeof(mac_address) == 6);

constexpr bool fails_at(text input, lineout::size_t position) {
  const auto result = mac_address::parse(input);
  return !result && result.position == position && result.value == mac_address{};
}

static_assert(mac_address::parse("00:11:22:33:44:55").value == mac_address{0, 0x11, 0x22, 0x33, 0x44, 0x55});
static_assert(fails_at("", 0));
static_assert(fails_at("0", 1));
static_assert(fails_at("00:11:22:33:44", 14));
static_assert(fails_at("00:11:22:33:44:5", 16));
static_assert(fails_at("00:11:22:33:44:", 15));
static_assert(fails_at("00:11:22:33:44:55:", 17));
static_assert(fails_at("00:11:22:33:44:55 ", 17));
static_assert(fails_at(" 00:11:22:33:44:55", 0));
static_assert(fails_at("00:11:22:33:44:5g", 16));
static_assert(fails_at("00:11:22-33:44:55", 8));
static_assert(fails_at("00-11-22-33-44:55", 14));
static_assert(fails_at("0:11:22:33:44:55", 1));
static_assert(fails_at("000:11:22:33:44:55", 2));
static_assert(fails_at("001122334455", 2));
static_assert(fails_at("0011.2233.4455", 2));
static_assert(fails_at(text{"00:11:22:33:44:55\0", 18}, 17));

}  // namespace

TEST_CASE("a MAC address known at run time is read, and what is wrong is said in words") {
  char input[] = "00:11:22:33:44:55";
  CHECK(mac_address::parse(input).value == mac_address{0, 0x11, 0x22, 0x33, 0x44, 0x55});
  input[4] = 'x';
  const auto result = mac_address::parse(input);
  CHECK_FALSE(result);
  CHECK(result.position == 4);
  CHECK(result.error == text{"an octet of a MAC address is two hexadecimal digits"});
}

TEST_CASE("a text that is valid but for one character is never taken for an address") {
  for (int position = 0; position < 17; ++position) {
    for (int value = 0; value < 256; ++value) {
      char input[] = "00:11:22:33:44:55";
      const char was = input[position];
      const char c = static_cast<char>(value);
      input[position] = c;
      const bool valid = was == ':' ? c == ':' : lineout::detail::hex_value(c) >= 0;
      CHECK(static_cast<bool>(mac_address::parse(text{input, 17})) == valid);
    }
  }
}

TEST_CASE("a MAC address is written as it is read") {
  const mac_address address{"00:1a:2B:3c:4D:ff"};
  CHECK(formatted("{}", address) == "00:1a:2b:3c:4d:ff");
  CHECK(formatted("[{:X}]", address) == "[00:1A:2B:3C:4D:FF]");
  CHECK(formatted("[{:>19}]", address) == "[  00:1a:2b:3c:4d:ff]");
  CHECK(formatted("[{:19x}]", address) == "[00:1a:2b:3c:4d:ff  ]");
  CHECK(mac_address::parse(formatted("{}", address)).value == address);
}
