#include <lineout/detail/checksum.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <random>

namespace {

using lineout::detail::checksum;
using lineout::detail::ones_complement_sum;
using lineout::detail::sum_of_bytes;
using lineout::detail::sum_of_unaligned_words;
using lineout::detail::sum_of_words;

// RFC 1071 section 3's example.
constexpr char example[] = {0x00,
                            0x01,
                            static_cast<char>(0xf2),
                            0x03,
                            static_cast<char>(0xf4),
                            static_cast<char>(0xf5),
                            static_cast<char>(0xf6),
                            static_cast<char>(0xf7)};
static_assert(ones_complement_sum(example, 8) == 0xddf2);
static_assert(checksum(ones_complement_sum(example, 8)) == 0x220d);
static_assert(checksum(0) == 0xffff);
static_assert(checksum(0xffff) == 0);
static_assert(checksum(0x2ddf0) == 0x220d, "carries are added in");
static_assert(ones_complement_sum(example, 3) == 0xf201, "an odd last byte counts as if a zero followed");
static_assert(ones_complement_sum(example, 4, ones_complement_sum(example + 4, 4)) == 0xddf2);
static_assert(ones_complement_sum(example, 0, 0xffffffff) == 0xffff);

// The definition, in wide arithmetic.
uint32_t plain(const char* data, size_t size) {
  uint64_t sum = 0;
  for (size_t index = 0; index < size; ++index)
    sum += uint64_t{static_cast<unsigned char>(data[index])} << (index % 2 == 0 ? 8 : 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<uint32_t>(sum);
}

}  // namespace

TEST_CASE("the sum is right for every size at every address, whatever the bytes") {
  std::mt19937 random{1};
  alignas(16) char storage[340];
  for (int round = 0; round < 4; ++round) {
    for (char& byte : storage) {
      const unsigned value = round == 0 ? 0xff : round == 1 ? 0 : random() & 0xff;
      byte = static_cast<char>(value);
    }
    for (size_t offset = 0; offset < 16; ++offset) {
      for (size_t size = 0; size <= 320; ++size) {
        const char* const data = storage + offset;
        const uint32_t expected = plain(data, size);
        REQUIRE(sum_of_words(data, size) == expected);
        if constexpr (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) REQUIRE(sum_of_unaligned_words(data, size) == expected);
        REQUIRE(sum_of_bytes(data, size) == expected);
        REQUIRE(ones_complement_sum(data, size) == expected);
      }
    }
  }
}

TEST_CASE("a sum made in pieces is that of the whole") {
  char storage[300];
  std::mt19937 random{2};
  for (char& byte : storage) byte = static_cast<char>(random() & 0xff);
  for (size_t cut = 0; cut < sizeof storage; cut += 2)
    CHECK(ones_complement_sum(storage + cut, sizeof storage - cut, ones_complement_sum(storage, cut)) ==
          plain(storage, sizeof storage));
}
