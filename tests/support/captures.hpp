// captures: capture files made by a test.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/packets.hpp"

namespace support {

// Little-endian, as tcpdump writes it here; the packets are a second apart from 2026-11-22 07:23:45.004050 UTC on.
inline std::string capture(uint32_t link_type, const std::vector<std::string>& packets, size_t snap_length = 65535) {
  const auto word = [](uint32_t value) {
    return byte(value & 0xff) + byte((value >> 8) & 0xff) + byte((value >> 16) & 0xff) + byte(value >> 24);
  };
  std::string result = word(0xa1b2c3d4) + word(0x00040002) + word(0) + word(0) +
                       word(static_cast<uint32_t>(snap_length)) + word(link_type);
  uint32_t seconds = 1795332225;
  for (const std::string& packet : packets) {
    const std::string kept = packet.substr(0, snap_length);
    result += word(seconds++) + word(4050) + word(static_cast<uint32_t>(kept.size())) +
              word(static_cast<uint32_t>(packet.size())) + kept;
  }
  return result;
}

// With the header of pf's log (net/if_pflog.h).
inline std::string pflog(const std::string& interface, unsigned rule, unsigned action, unsigned reason,
                         unsigned direction, const std::string& packet) {
  const auto padded = [](std::string words) {
    words.resize(16, '\0');
    return words;
  };
  return byte(61) + byte(2) + byte(action) + byte(reason) + padded(interface) + padded("") + big32(rule) +
         big32(0xffffffff) + std::string(16, '\0') + byte(direction) + std::string(3, '\0') + packet;
}

}  // namespace support
