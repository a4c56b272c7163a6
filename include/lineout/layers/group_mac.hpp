// group_mac: the MAC address by which everybody in a multicast group is reached.
#pragma once

#include <lineout/values/ipv4_address.hpp>
#include <lineout/values/ipv6_address.hpp>
#include <lineout/values/mac_address.hpp>

namespace lineout {

// 01:00:5e and the last 23 bits (RFC 1112 section 6.4). For 224.0.0.1, 239.1.2.3.
constexpr mac_address group_mac(const ipv4_address& group) {
  return {0x01, 0x00, 0x5e, static_cast<uint8_t>(group.octets[1] & 0x7f), group.octets[2], group.octets[3]};
}

// 33:33 and the last 32 bits (RFC 2464 section 7). For ff02::1.
constexpr mac_address group_mac(const ipv6_address& group) {
  return {0x33, 0x33, group.octets[12], group.octets[13], group.octets[14], group.octets[15]};
}

}  // namespace lineout
