// The CRC-32 of Ethernet and PNG (ISO-HDLC): whether bytes are still those that were written.
#pragma once

#include <lineout/detail/bytes.hpp>

namespace lineout::detail {

// Four bits at a time, by a table of 64 bytes. Of several pieces: before is the checksum of those in front.
constexpr uint32_t crc32(const char* data, size_t size, uint32_t before = 0) {
  constexpr uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                  0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                  0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
  uint32_t rest = ~before;
  for (size_t index = 0; index < size; ++index) {
    rest ^= load_byte(data + index);
    rest = (rest >> 4) ^ table[rest & 15];
    rest = (rest >> 4) ^ table[rest & 15];
  }
  return ~rest;
}

}  // namespace lineout::detail
