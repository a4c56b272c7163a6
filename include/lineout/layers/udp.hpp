// udp: the User Datagram Protocol's header (RFC 768), with a real checksum.
#pragma once

#include <lineout/detail/checksum.hpp>
#include <lineout/layers/segmentation.hpp>

namespace lineout {

// What it is prepended to is at most 65507 bytes; the sink sees to that.
struct udp {
  uint16_t from_port = 514;
  uint16_t to_port = 514;

  static constexpr size_t size = 8;
  static constexpr uint16_t type = 17;

  template <typename Below> constexpr void prepend(packet& bytes, uint16_t, const Below& below) const {
    static_assert(
        !detail::is_same<Below, no_layer> && requires { below.pseudo_header_sum(uint8_t{}, size_t{}); },
        "lineout: the layer after udp in a stack is ipv4 or another IP, whose addresses udp's checksum covers");
    const uint32_t carried_sum = detail::ones_complement_sum(bytes.data(), bytes.size());
    char* const at = detail::take_headroom(bytes, size);
    const uint32_t length = static_cast<uint32_t>(bytes.size());
    const uint32_t header_sum = uint32_t{from_port} + to_port + length + below.pseudo_header_sum(type, bytes.size());
    const uint32_t sum = detail::checksum(carried_sum + header_sum);
    // 0 on the wire says that there is no checksum.
    write(at, length, sum == 0 ? 0xffff : sum);
  }
  // The length is that of the whole; the NIC completes the checksums.
  template <typename Below>
  constexpr void prepend(packet& bytes, uint16_t, const Below& below, const followers& rest) const {
    char* const at = detail::take_headroom(bytes, size);
    const size_t length = bytes.size() + rest.size;
    write(at, static_cast<uint32_t>(length), detail::fold(below.pseudo_header_sum(type, length)));
  }

 private:
  constexpr void write(char* at, uint32_t length, uint32_t sum) const {
    at = detail::store_big16(at, from_port);
    at = detail::store_big16(at, to_port);
    at = detail::store_big16(at, length);
    detail::store_big16(at, sum);
  }
};

static_assert(layer<udp>);

}  // namespace lineout
