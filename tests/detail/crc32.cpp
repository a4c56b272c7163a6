#include <lineout/detail/crc32.hpp>

#include <doctest/doctest.h>

using lineout::detail::crc32;

TEST_CASE("the checksum is the one that the check value of CRC-32/ISO-HDLC says") {
  static_assert(crc32("123456789", 9) == 0xcbf43926);
  static_assert(crc32("", 0) == 0);
  static_assert(crc32("\xff\xff\xff\xff", 4) == 0xffffffff);
  CHECK(crc32("123456789", 9) == 0xcbf43926);
}

TEST_CASE("pieces one after the other have the checksum of the whole") {
  for (lineout::size_t cut = 0; cut <= 9; ++cut) {
    const char* const whole = "123456789";
    CHECK(crc32(whole + cut, 9 - cut, crc32(whole, cut)) == 0xcbf43926);
  }
}

TEST_CASE("every changed bit is noticed") {
  char bytes[64] = {};
  const lineout::uint32_t before = crc32(bytes, sizeof bytes);
  for (unsigned bit = 0; bit < sizeof bytes * 8; ++bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    CHECK(crc32(bytes, sizeof bytes) != before);
    bytes[bit / 8] = 0;
  }
}
