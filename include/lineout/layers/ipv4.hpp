// ipv4: an Internet header without options (RFC 791).
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/detail/checksum.hpp>
#include <lineout/layers/segmentation.hpp>
#include <lineout/values/ipv4_address.hpp>

namespace lineout {

struct ipv4_options {
  bool do_not_fragment = true;
  // How many routers may pass a packet on.
  uint8_t hops = 64;
  // The differentiated services code point (RFC 2474), 0 to 63.
  uint8_t dscp = 0;
  // The number of the first packet, and whether each has the next one. Without that all have this one.
  uint16_t identification = 1;
  bool counts = true;
};

// What it is prepended to is at most 65515 bytes; the sink sees to that. Several contexts may use one at a time; a copy
// counts on by itself.
class ipv4 {
 public:
  static constexpr size_t size = 20;
  static constexpr uint16_t type = 0x0800;

  constexpr ipv4() : ipv4{{}, {}} {}
  constexpr ipv4(ipv4_address from_address, ipv4_address to_address, const ipv4_options& options = {})
      : from{from_address},
        to{to_address},
        identification_{options.identification},
        hops_{options.hops},
        service_{static_cast<uint8_t>((options.dscp & 63U) << 2)},
        flags_{static_cast<uint8_t>((options.do_not_fragment ? do_not_fragment : 0) | (options.counts ? counts : 0))} {}
  constexpr ipv4(const ipv4& other)
      : from{other.from},
        to{other.to},
        identification_{other.identification_.load()},
        hops_{other.hops_},
        service_{other.service_},
        flags_{other.flags_} {}
  constexpr ipv4& operator=(const ipv4& other) {
    from = other.from;
    to = other.to;
    hops_ = other.hops_;
    service_ = other.service_;
    flags_ = other.flags_;
    return *this;
  }

  // type is that of what it carries: the protocol's number, as udp::type.
  template <typename Below> constexpr void prepend(packet& bytes, uint16_t carried, const Below&) {
    write(bytes, carried, bytes.size() + size, 1);
  }
  // The length is that of the whole, and every segment has a number.
  template <typename Below>
  constexpr void prepend(packet& bytes, uint16_t carried, const Below&, const followers& rest) {
    write(bytes, carried, bytes.size() + size + rest.size, 1 + rest.count);
  }

  // RFC 768: addresses, protocol and the size of what follows the IP header.
  constexpr uint32_t pseudo_header_sum(uint8_t protocol, size_t carried_size) const {
    return addresses_sum() + protocol + static_cast<uint32_t>(carried_size);
  }

  // May be changed between packets, as when a lease is given.
  ipv4_address from{};
  ipv4_address to{};

 private:
  [[gnu::always_inline]] constexpr void write(packet& bytes, uint16_t carried, size_t total, size_t packets) {
    const uint32_t version_4_of_5_words = 0x4500U | service_;
    const uint32_t fragment = (flags_ & uint32_t{do_not_fragment}) << 8;
    char* at = detail::take_headroom(bytes, size);
    const uint32_t length = static_cast<uint32_t>(total);
    const uint32_t identification =
        static_cast<uint32_t>(identification_.add((flags_ & counts) != 0 ? packets : 0) & 0xffff);
    const uint32_t hops_and_protocol = (uint32_t{hops_} << 8) | (carried & 0xff);
    const uint32_t sum = version_4_of_5_words + length + identification + fragment + hops_and_protocol;
    at = detail::store_big16(at, version_4_of_5_words);
    at = detail::store_big16(at, length);
    at = detail::store_big16(at, identification);
    at = detail::store_big16(at, fragment);
    at = detail::store_big16(at, hops_and_protocol);
    at = detail::store_big16(at, detail::checksum(sum + addresses_sum()));
    at = detail::store_octets(at, from.octets);
    detail::store_octets(at, to.octets);
  }

  constexpr uint32_t addresses_sum() const {
    const uint8_t(&a)[4] = from.octets;
    const uint8_t(&b)[4] = to.octets;
    return (static_cast<uint32_t>(a[0] + a[2] + b[0] + b[2]) << 8) + static_cast<uint32_t>(a[1] + a[3] + b[1] + b[3]);
  }

  static constexpr uint8_t do_not_fragment = 0x40;  // as in the header's seventh byte
  static constexpr uint8_t counts = 1;

  detail::atomic identification_;
  uint8_t hops_;
  uint8_t service_;
  uint8_t flags_;
};

static_assert(layer<ipv4>);

}  // namespace lineout
