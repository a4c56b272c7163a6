// frame_pieces: frames that the kernel is to segment, as it wants them described. Linux only.
#pragma once

#include <sys/uio.h>

#include <lineout/layers/segmentation.hpp>

namespace lineout::detail {

// What precedes each frame (virtio 1.2 section 5.1.6, as PACKET_VNET_HDR has it: in the machine's own byte order).
struct net_header {
  uint8_t flags;
  uint8_t segmentation;
  uint16_t headers;
  uint16_t segment;  // bytes of a record
  uint16_t checksum_from;
  uint16_t checksum_at;  // bytes behind that

  static net_header of(const segmented_frame& frame) {
    constexpr uint8_t needs_checksum = 1;
    constexpr uint8_t segments_udp = 5;
    return {needs_checksum, segments_udp,
            frame.headers,  static_cast<uint16_t>(frame.first.size() - frame.headers),
            frame.udp,      6};
  }
};
static_assert(sizeof(net_header) == 10);

// The pieces of frames. What follows a first record is copied behind each other where there is room: a piece costs the
// system more than a copy of its hundred bytes.
struct frame_pieces {
  iovec pieces[batch_limit];
  size_t used = 0;
  char joined[6144];
  size_t joined_size = 0;

  void add(const char* data, size_t size) { pieces[used++] = {const_cast<char*>(data), size}; }
  void add(const packet* rest, size_t count) {
    size_t size = 0;
    for (size_t index = 0; index < count; ++index) size += rest[index].size();
    if (count < 2 || size > sizeof joined - joined_size) {
      for (size_t index = 0; index < count; ++index) add(rest[index].data(), rest[index].size());
      return;
    }
    char* const begin = joined + joined_size;
    for (size_t index = 0; index < count; ++index) {
      __builtin_memcpy(joined + joined_size, rest[index].data(), rest[index].size());
      joined_size += rest[index].size();
    }
    add(begin, size);
  }
};

}  // namespace lineout::detail
