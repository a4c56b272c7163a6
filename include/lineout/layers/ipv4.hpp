// ipv4: an Internet header without options (RFC 791): never to be fragmented, 64 hops, and a number per packet.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/atomic.hpp>
#include <lineout/detail/checksum.hpp>
#include <lineout/values/ipv4_address.hpp>

namespace lineout {

// What it is prepended to is at most 65515 bytes; the sink sees to that. Several contexts may use one at a time; a copy
// counts on by itself.
class ipv4 {
 public:
  static constexpr size_t size = 20;
  static constexpr uint16_t type = 0x0800;

  constexpr ipv4() = default;
  constexpr ipv4(ipv4_address from_address, ipv4_address to_address) : from{from_address}, to{to_address} {}
  constexpr ipv4(const ipv4& other) : from{other.from}, to{other.to}, identification_{other.identification_.load()} {}
  constexpr ipv4& operator=(const ipv4& other) {
    from = other.from;
    to = other.to;
    return *this;
  }

  // type is that of what it carries: the protocol's number, as udp::type.
  template <typename Below> constexpr void prepend(packet& bytes, uint16_t carried, const Below&) {
    constexpr uint32_t version_4_of_5_words = 0x4500;
    constexpr uint32_t do_not_fragment = 0x4000;
    constexpr uint32_t hops = 64;
    char* const header = bytes.prepend(size);
    char* at = detail::store_big16(header, version_4_of_5_words);
    at = detail::store_big16(at, static_cast<uint32_t>(bytes.size()));
    at = detail::store_big16(at, static_cast<uint32_t>(identification_.add(1) & 0xffff));
    at = detail::store_big16(at, do_not_fragment);
    at = detail::store_big16(at, (hops << 8) | (carried & 0xff));
    char* const checksum = at;
    at = detail::store_big16(at, 0);
    at = detail::store_octets(at, from.octets);
    detail::store_octets(at, to.octets);
    detail::store_big16(checksum, detail::checksum(header, size));
  }

  // RFC 768: addresses, protocol and the size of what follows the IP header.
  constexpr uint32_t pseudo_header_sum(uint8_t protocol, size_t carried_size) const {
    return sum(from) + sum(to) + protocol + static_cast<uint32_t>(carried_size);
  }

  // May be changed between packets, as when a lease is given.
  ipv4_address from{};
  ipv4_address to{};

 private:
  static constexpr uint32_t sum(const ipv4_address& address) {
    const uint8_t(&octets)[4] = address.octets;
    return static_cast<uint32_t>((octets[0] << 8) + octets[1] + (octets[2] << 8) + octets[3]);
  }

  detail::atomic identification_{1};
};

static_assert(layer<ipv4>);

}  // namespace lineout
