// udp_options: what a udp_socket is asked for beside its destination.
#pragma once

#include <net/if.h>

#include <lineout/concepts.hpp>
#include <lineout/posix/detail/endpoint.hpp>
#include <lineout/sinks/batch_order.hpp>

namespace lineout::posix {

// What becomes of a record that is too long for a datagram, or for the way there (EMSGSIZE): it is lost; or its end is
// cut off and "..." marks that; or it is split into records with the same header, each with a part of the text.
enum class too_long : uint8_t { lose, cut, split };

struct udp_options {
  batch_order order = batch_order::in_order;
  // At most so many blanks, 128 or fewer, are put behind a datagram that is shorter than its neighbours.
  size_t most_blanks = 0;
  // How many microseconds a call may wait where the system's buffers are full.
  uint32_t patience = 0;
  too_long when_too_long = too_long::lose;
  // Whether the largest datagram is what the whole way takes in one piece: then a longer one is too long.
  bool never_fragment = false;
  // Sends by this interface, or within this VRF, alone (SO_BINDTODEVICE, Linux).
  text interface {};
  // Sends from this address, and port if one is given: "10.0.0.1", "10.0.0.1:5514", "[::1]".
  text source{};
  // Allows a destination like 255.255.255.255.
  bool broadcast = false;
  // For a destination that is a group: how many routers may pass it on, and the interface it leaves by.
  uint8_t multicast_hops = 1;
  text multicast_interface{};
};

}  // namespace lineout::posix

namespace lineout::detail {

// The options of a socket, kept without anybody's text. They are set again for each socket that takes a lost one's place.
class socket_settings {
 public:
  constexpr socket_settings() = default;

  // What was wrong, in words.
  text read(const posix::udp_options& from) {
    broadcast_ = from.broadcast;
    never_fragment_ = from.never_fragment;
    hops_ = from.multicast_hops;
    if (!copy_terminated(interface_, from.interface) || !copy_terminated(group_interface_, from.multicast_interface))
      return "an interface's name has 1 to 15 characters";
    return from.source.empty() ? text{} : read_source(from.source);
  }

  // False, with errno: the system refuses.
  bool apply(int number, int family) const {
    const auto set = [number](int level, int name, int value) {
      return ::setsockopt(number, level, name, &value, sizeof value) == 0;
    };
    const bool ipv6 = family == AF_INET6;
    if (broadcast_ && !set(SOL_SOCKET, SO_BROADCAST, 1)) return false;
    if (interface_[0] != '\0' && !bind_to_interface(number)) return false;
    if (!(ipv6 ? set(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hops_) : set(IPPROTO_IP, IP_MULTICAST_TTL, hops_)))
      return false;
    if (group_interface_[0] != '\0' && !choose_group_interface(number, ipv6)) return false;
#if defined(IP_PMTUDISC_DO) && defined(IPV6_PMTUDISC_DO)
    if (never_fragment_ && !(ipv6 ? set(IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO)
                                  : set(IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO)))
      return false;
#endif
    if (source_.size == 0) return true;
    if (source_.family() != family) return errno = EAFNOSUPPORT, false;
    return ::bind(number, &source_.address.base, source_.size) == 0;
  }

  // Whether it may have to be applied again when an interface or an address has come back.
  bool bind_something() const { return source_.size > 0 || interface_[0] != '\0' || group_interface_[0] != '\0'; }

 private:
  text read_source(text given) {
    host_and_port parts = split_host_and_port(given);
    if (!parts.error.empty()) return parts.error;
    source_ = numeric_endpoint(parts);
    if (!parts.error.empty()) return parts.error;
    if (source_.size == 0) return "the source is an address in numbers";
    // 514 is what is meant at the other end only.
    const bool has_port = given[0] == '[' ? given.find(']') + 1 < given.size() : given.find(':') < given.size();
    if (!has_port || (parts.ipv6 && given[0] != '[')) source_.set_port(0);
    return {};
  }

  bool bind_to_interface([[maybe_unused]] int number) const {
#if defined(SO_BINDTODEVICE)
    return ::setsockopt(number, SOL_SOCKET, SO_BINDTODEVICE, interface_, static_cast<socklen_t>(IFNAMSIZ)) == 0;
#else
    return errno = EINVAL, false;
#endif
  }

  bool choose_group_interface(int number, bool ipv6) const {
    const unsigned index = ::if_nametoindex(group_interface_);
    if (index == 0) return errno = ENODEV, false;
    if (ipv6) return ::setsockopt(number, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof index) == 0;
    ip_mreqn chosen{};
    chosen.imr_ifindex = static_cast<int>(index);
    return ::setsockopt(number, IPPROTO_IP, IP_MULTICAST_IF, &chosen, sizeof chosen) == 0;
  }

  endpoint source_;
  char interface_[IFNAMSIZ] = {};
  char group_interface_[IFNAMSIZ] = {};
  uint8_t hops_ = 1;
  bool broadcast_ = false;
  bool never_fragment_ = false;
};

}  // namespace lineout::detail
