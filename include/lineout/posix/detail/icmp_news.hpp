// icmp_news: what a network has reported of datagrams that had already been sent (IP_RECVERR, Linux).
#pragma once

#include <netinet/in.h>
#if defined(__linux__)
#include <time.h>
// Needs timespec.
#include <linux/errqueue.h>
#endif

#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// How many datagrams were reported lost, and the error number of the latest one.
struct icmp_news {
  size_t count = 0;
  int error = 0;
};

#if defined(__linux__)

// From now on the system keeps each report, also of what it would not have mentioned. Where that is refused, it still
// mentions the latest ECONNREFUSED.
inline void keep_icmp_news(int socket, int family) {
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_IP, IP_RECVERR, &yes, sizeof yes);
  if (family == AF_INET6) ::setsockopt(socket, IPPROTO_IPV6, IPV6_RECVERR, &yes, sizeof yes);
}

// Takes what is there, at most 256 reports: one system call for each, and one more.
inline icmp_news take_icmp_news(int socket) {
  icmp_news result;
  for (int reads = 0; reads < 256; ++reads) {
    struct alignas(cmsghdr) {
      char bytes[CMSG_SPACE(sizeof(sock_extended_err) + sizeof(sockaddr_in6))];
    } control;
    msghdr message{};
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    if (::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) break;
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
      const bool ipv4 = part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR;
      const bool ipv6 = part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR;
      if (!ipv4 && !ipv6) continue;
      sock_extended_err error;
      __builtin_memcpy(&error, CMSG_DATA(part), sizeof error);
      if (error.ee_origin != SO_EE_ORIGIN_ICMP && error.ee_origin != SO_EE_ORIGIN_ICMP6) continue;
      ++result.count;
      result.error = static_cast<int>(error.ee_errno);
    }
  }
  return result;
}

#else

inline void keep_icmp_news(int, int) {}
inline icmp_news take_icmp_news(int) { return {}; }

#endif

}  // namespace lineout::detail
