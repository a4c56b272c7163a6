// ipv6: an IPv6 header without extensions (RFC 8200 section 3).
#pragma once

#include <lineout/detail/checksum.hpp>
#include <lineout/layers/segmentation.hpp>
#include <lineout/values/ipv6_address.hpp>

namespace lineout {

struct ipv6_options {
  // How many routers may pass a packet on.
  uint8_t hop_limit = 64;
  // The differentiated services code point (RFC 2474), 0 to 63.
  uint8_t dscp = 0;
  // 0 to 0xfffff. 0: the packets are not named as belonging together (RFC 6437).
  uint32_t flow_label = 0;
};

// What it is prepended to is at most 65535 bytes; the sink sees to that. udp's checksum, which IPv6 demands, is in every
// datagram. Several contexts may use one at a time.
class ipv6 {
 public:
  static constexpr size_t size = 40;
  static constexpr uint16_t type = 0x86dd;

  constexpr ipv6() = default;
  constexpr ipv6(const ipv6_address& from_address, const ipv6_address& to_address, const ipv6_options& options = {})
      : from{from_address}, to{to_address}, options_{options} {}

  // type is that of what it carries: the protocol's number, as udp::type.
  template <typename Below> constexpr void prepend(packet& bytes, uint16_t carried, const Below&) const {
    write(bytes, carried, bytes.size());
  }
  // The length is that of the whole.
  template <typename Below>
  constexpr void prepend(packet& bytes, uint16_t carried, const Below&, const followers& rest) const {
    write(bytes, carried, bytes.size() + rest.size);
  }

  // RFC 8200 section 8.1: addresses, the size of what follows the IP header, and the protocol.
  constexpr uint32_t pseudo_header_sum(uint8_t protocol, size_t carried_size) const {
    return sum_of(from) + sum_of(to) + static_cast<uint32_t>(carried_size) + protocol;
  }

  // May be changed between packets.
  ipv6_address from{};
  ipv6_address to{};

 private:
  constexpr void write(packet& bytes, uint16_t carried, size_t carried_size) const {
    const uint32_t first =
        (uint32_t{6} << 12) | (uint32_t{options_.dscp & 63U} << 6) | ((options_.flow_label >> 16) & 15);
    char* at = detail::take_headroom(bytes, size);
    at = detail::store_big16(at, first);
    at = detail::store_big16(at, options_.flow_label & 0xffff);
    at = detail::store_big16(at, static_cast<uint32_t>(carried_size));
    at = detail::store_big16(at, ((carried & 0xffU) << 8) | options_.hop_limit);
    at = detail::store_octets(at, from.octets);
    detail::store_octets(at, to.octets);
  }

  static constexpr uint32_t sum_of(const ipv6_address& address) {
    uint32_t sum = 0;
    for (size_t index = 0; index < 8; ++index) sum += address.group(index);
    return sum;
  }

  ipv6_options options_{};
};

static_assert(layer<ipv6>);

}  // namespace lineout
