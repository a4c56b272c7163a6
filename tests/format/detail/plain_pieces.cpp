#include <lineout/format/detail/plain_pieces.hpp>

#include <cstdio>
#include <cstring>
#include <random>
#include <string>

#include <doctest/doctest.h>

using namespace lineout::detail;
using lineout::uint64_t;

TEST_CASE("numbers of every size are the digits that printf writes") {
  if constexpr (!has_plain_format) return;
  std::mt19937_64 random{3};
  for (int round = 0; round < 20000; ++round) {
    const auto value = static_cast<long>(random() >> (round % 64));
    char expected[32];
    std::snprintf(expected, sizeof expected, "%ld", value);
    char bytes[64];
    uint64_t unclean = 0;
    const char* const end = write_plain(bytes, value, unclean);
    if (std::string(bytes, static_cast<std::size_t>(end - bytes)) != expected) CHECK(value == 0);
  }
  CHECK(true);
}

TEST_CASE("a text is copied, and the upper bit is set where a character may not leave raw") {
  if constexpr (!has_plain_format) return;
  for (std::size_t size = 0; size < 60; ++size) {
    const std::string words(size, '~');
    char bytes[128];
    uint64_t unclean = 0;
    CHECK(write_plain(bytes, lineout::text{words}, unclean) == bytes + size);
    CHECK(std::memcmp(bytes, words.data(), size) == 0);
    CHECK((unclean & (~uint64_t{0} / 255 * 0x80)) == 0);
  }
}
