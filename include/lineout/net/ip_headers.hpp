// ip_headers: what the IP headers of captured bytes say, as far as the bytes go (RFC 791, RFC 8200).
#pragma once

#include <lineout/detail/bytes.hpp>
#include <lineout/text.hpp>

namespace lineout {

namespace detail {

constexpr uint32_t load_big16(const char* from) { return (load_byte(from) << 8) | load_byte(from + 1); }
constexpr uint32_t load_big32(const char* from) { return (load_big16(from) << 16) | load_big16(from + 2); }

}  // namespace detail

// Numbers of the protocols that are told apart here.
enum class ip_protocol : uint8_t {
  hop_by_hop = 0,
  icmp = 1,
  tcp = 6,
  udp = 17,
  routing = 43,
  fragment = 44,
  authentication = 51,
  icmpv6 = 58,
  destination = 60,
  mobility = 135,
};

// Views of the packet that was read. Nothing outside of it is ever looked at, whatever its length fields say.
struct ip_headers {
  // 4 or 6; 0: these are not the bytes of an IP packet, or fewer than its fixed header has, and nothing else is known.
  uint8_t version = 0;
  // Whether every header up to the payload is there.
  bool whole = false;
  bool dont_fragment = false;
  bool more_fragments = false;
  // What the payload is. Of an IPv6 fragment it is ip_protocol::fragment, and of a packet that is not whole, the header
  // that is not.
  uint8_t protocol = 0;
  // 4 or 16 bytes.
  text source{};
  text destination{};
  // Bytes, with options and extension headers; what the packet says of itself.
  uint32_t header_size = 0;
  // Bytes of the packet with its headers, as it says; 0 from an interface that fills it in by itself.
  uint32_t total_size = 0;
  uint32_t identification = 0;
  // Bytes from the beginning of the datagram to that of this fragment.
  uint32_t fragment_offset = 0;
  // What there is behind the headers, without padding behind the packet.
  text payload{};

  static constexpr ip_headers read(text packet) {
    const uint32_t version = packet.empty() ? 0 : detail::load_byte(packet.data()) >> 4;
    if (version == 4 && packet.size() >= 20) return read_ipv4(packet);
    if (version == 6 && packet.size() >= 40) return read_ipv6(packet);
    return {};
  }

  constexpr bool is(ip_protocol which) const { return protocol == static_cast<uint8_t>(which); }

 private:
  static constexpr ip_headers read_ipv4(text packet) {
    const char* const at = packet.data();
    ip_headers result;
    result.version = 4;
    result.header_size = (detail::load_byte(at) & 15) * 4;
    result.total_size = detail::load_big16(at + 2);
    result.identification = detail::load_big16(at + 4);
    const uint32_t fragment = detail::load_big16(at + 6);
    result.dont_fragment = (fragment & 0x4000) != 0;
    result.more_fragments = (fragment & 0x2000) != 0;
    result.fragment_offset = (fragment & 0x1fff) * 8;
    result.protocol = static_cast<uint8_t>(detail::load_byte(at + 9));
    result.source = {at + 12, 4};
    result.destination = {at + 16, 4};
    packet = result.without_padding(packet);
    result.whole = result.header_size >= 20 && result.header_size <= packet.size();
    if (result.whole) result.payload = packet.skip(result.header_size);
    return result;
  }

  static constexpr ip_headers read_ipv6(text packet) {
    const char* const at = packet.data();
    ip_headers result;
    result.version = 6;
    result.header_size = 40;
    const uint32_t payload_size = detail::load_big16(at + 4);
    result.total_size = 40 + payload_size;
    result.protocol = static_cast<uint8_t>(detail::load_byte(at + 6));
    result.source = {at + 8, 16};
    result.destination = {at + 24, 16};
    if (payload_size > 0) packet = result.without_padding(packet);
    result.payload = packet.skip(40);
    result.whole = result.skip_extensions();
    if (!result.whole) result.payload = {};
    return result;
  }

  constexpr text without_padding(text packet) const { return total_size > 0 ? packet.first(total_size) : packet; }

  // Each extension header takes at least eight bytes of the payload. False: one is not there in full.
  constexpr bool skip_extensions() {
    for (;;) {
      const char* const at = payload.data();
      const bool is_authentication = is(ip_protocol::authentication);
      if (is(ip_protocol::fragment)) {
        if (payload.size() < 8) return false;
        const uint32_t fragment = detail::load_big16(at + 2);
        more_fragments = (fragment & 1) != 0;
        fragment_offset = fragment & 0xfff8;
        identification = detail::load_big32(at + 4);
        header_size += 8;
        payload = payload.skip(8);
        return true;
      }
      if (!is_authentication && !is(ip_protocol::hop_by_hop) && !is(ip_protocol::routing) &&
          !is(ip_protocol::destination) && !is(ip_protocol::mobility))
        return true;
      if (payload.size() < 8) return false;
      const uint32_t length = detail::load_byte(at + 1);
      const uint32_t size = is_authentication ? (length + 2) * 4 : (length + 1) * 8;
      if (payload.size() < size) return false;
      protocol = static_cast<uint8_t>(detail::load_byte(at));
      header_size += size;
      payload = payload.skip(size);
    }
  }
};

}  // namespace lineout
