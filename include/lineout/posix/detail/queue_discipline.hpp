// queue_discipline: whether what queues frames for an interface keeps a frame whole that is to be segmented. Linux only.
#pragma once

#include <linux/rtnetlink.h>

#include <lineout/posix/detail/own_socket.hpp>

namespace lineout::detail {

// A shaper (tbf, cake, netem) makes the segments itself, drops some of them, and says that the frame was sent. Those that
// are known to queue or drop a frame as a whole are named here; of any other it is supposed that it segments. Only the
// root is known: what an mq has below it is supposed to be as the system made it.
class queue_discipline {
 public:
  static bool keeps_frames_whole(text name) {
    constexpr const char* all[] = {"noqueue", "pfifo_fast", "pfifo", "bfifo", "fq_codel", "fq", "mq"};
    for (const text known : all)
      if (name == known) return true;
    return false;
  }

  // From now on changes are heard of. May wait, as ask() does.
  void listen() {
    descriptor opened = open_socket(AF_NETLINK, SOCK_RAW);
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = 1U << (RTNLGRP_TC - 1);
    if (opened && ::bind(opened.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
      events_ = own_socket{static_cast<descriptor&&>(opened)};
  }

  // False: it may segment, or nothing is known.
  bool is_whole() const { return whole_.load() != 0; }
  // For an interface that is another one now, or has been down.
  void forget() {
    whole_.store(0);
    unknown_.store(1);
  }

  // Whether it is to be asked for again.
  bool is_unknown() const { return unknown_.load() != 0; }
  // Asks the kernel, which may keep the caller waiting while interfaces are being configured. Takes 2 KB of stack.
  [[gnu::noinline]] void ask(int interface) {
    unknown_.store(0);
    const descriptor asking = open_socket(AF_NETLINK, SOCK_RAW);
    struct {
      nlmsghdr header;
      ifinfomsg interface;
      rtattr attribute;
      uint32_t mask;
    } request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = RTM_GETLINK;
    request.header.nlmsg_flags = NLM_F_REQUEST;
    request.interface.ifi_index = interface;
    request.attribute.rta_len = sizeof request.attribute + sizeof request.mask;
    request.attribute.rta_type = IFLA_EXT_MASK;
    request.mask = 1 << 3;  // RTEXT_FILTER_SKIP_STATS
    alignas(nlmsghdr) char answer[2048];
    ssize_t size = -1;
    // What is not heard of in time is not trusted either.
    if (asking && events_ && ::send(asking.number(), &request, sizeof request, 0) > 0)
      size = ::recv(asking.number(), answer, sizeof answer, MSG_DONTWAIT);
    whole_.store(keeps_frames_whole(attribute(answer, size, sizeof(ifinfomsg), IFLA_QDISC)) ? 1 : 0);
  }

  // Takes in what has changed since the last time, of this interface. One system call where nothing has.
  void hear(int interface) {
    const int number = events_.number();
    for (int messages = 0; number >= 0 && messages < 8; ++messages) {
      alignas(nlmsghdr) char event[256];
      const ssize_t size = ::recv(number, event, sizeof event, MSG_DONTWAIT);
      if (size < 0 && errno == EAGAIN) return;
      if (size < 0) return forget();  // some were not kept for us
      if (static_cast<size_t>(size) < sizeof(nlmsghdr) + sizeof(tcmsg)) continue;
      nlmsghdr header;
      tcmsg what;
      __builtin_memcpy(&header, event, sizeof header);
      __builtin_memcpy(&what, event + NLMSG_HDRLEN, sizeof what);
      if (what.tcm_ifindex != interface) continue;
      if (header.nlmsg_type == RTM_NEWQDISC && keeps_frames_whole(attribute(event, size, sizeof what, TCA_KIND)))
        unknown_.store(1);
      else if (header.nlmsg_type == RTM_NEWQDISC || header.nlmsg_type == RTM_DELQDISC) forget();
    }
  }

 private:
  // The words of an attribute behind a header of this size; empty where there is none in so many bytes.
  static text attribute(const char* message, ssize_t size, size_t header, unsigned short type) {
    size_t at = NLMSG_HDRLEN + NLMSG_ALIGN(header);
    while (size > 0 && at + sizeof(rtattr) <= static_cast<size_t>(size)) {
      rtattr one;
      __builtin_memcpy(&one, message + at, sizeof one);
      if (one.rta_len < sizeof one || at + one.rta_len > static_cast<size_t>(size)) break;
      const text words{message + at + sizeof one, one.rta_len - sizeof one};
      if (one.rta_type == type) return words.first(words.find('\0'));
      at += RTA_ALIGN(one.rta_len);
    }
    return {};
  }

  own_socket events_;
  shared_int whole_;
  shared_int unknown_{1};
};

}  // namespace lineout::detail
