// interface_link: the network interface that has a name now, and what a packet socket has to know of it. Linux only.
#pragma once

#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <time.h>

#include <lineout/posix/detail/queue_discipline.hpp>

namespace lineout::detail {

// Several threads and signal handlers may follow one.
class interface_link {
 public:
  constexpr interface_link() = default;

  bool set_name(text name) { return !name.empty() && copy_terminated(name_, name); }
  bool has_name() const { return name_[0] != '\0'; }
  queue_discipline& queue() { return queue_; }
  const queue_discipline& queue() const { return queue_; }
  int index() const { return index_.load(); }

  ifreq request() const {
    ifreq result{};
    for (size_t index = 0; index < sizeof name_; ++index) result.ifr_name[index] = name_[index];
    return result;
  }

  size_t mtu(int socket) const {
    ifreq wanted = request();
    return ::ioctl(socket, SIOCGIFMTU, &wanted) == 0 ? static_cast<size_t>(wanted.ifr_mtu) : 0;
  }

  // Whether frames can leave: the socket is bound to the interface that has the name, which is up and has a carrier.
  // Looks at most once in four milliseconds while all is well: three system calls, none of which waits. False: errno
  // says why, and the next call looks again.
  bool follow(int socket) {
    const int time = milliseconds();
    const int left = difference(good_until_.load(), time);
    if (left > 0 && left <= 4) return true;
    ifreq wanted = request();
    if (::ioctl(socket, SIOCGIFINDEX, &wanted) != 0) return not_good();
    if (wanted.ifr_ifindex != index_.load() && !bind(socket)) return not_good();
    wanted = request();
    if (::ioctl(socket, SIOCGIFFLAGS, &wanted) != 0) return not_good();
    const bool up = (wanted.ifr_flags & IFF_UP) != 0;
    if (!up) {
      queue_.forget();
      return errno = ENETDOWN, not_good();
    }
    queue_.hear(index_.load());
    // The system itself says it late that a carrier is there.
    if ((wanted.ifr_flags & IFF_RUNNING) != 0) no_carrier_since_.store(0);
    else if (no_carrier_since_.load() == 0) no_carrier_since_.store(time | 1);
    else if (difference(time, no_carrier_since_.load()) > 100) return errno = ENOLINK, not_good();
    good_until_.store(time + 4);
    return true;
  }

  // By index, because the kernel knows a bound socket by that alone.
  bool bind(int socket) {
    ifreq wanted = request();
    if (::ioctl(socket, SIOCGIFHWADDR, &wanted) != 0) return false;
    const int kind = wanted.ifr_hwaddr.sa_family;
    if (kind != ARPHRD_ETHER && kind != ARPHRD_LOOPBACK) return errno = EPFNOSUPPORT, false;
    wanted = request();
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    if (::ioctl(socket, SIOCGIFINDEX, &wanted) != 0) return false;
    address.sll_ifindex = wanted.ifr_ifindex;
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return false;
    if (index_.exchange(wanted.ifr_ifindex) != wanted.ifr_ifindex) queue_.forget();
    return true;
  }
  // The next call of follow() looks, and binds.
  void doubt() {
    good_until_.store(milliseconds() - 1);
    index_.store(0);
  }

 private:
  // Goes round after 49 days.
  static int milliseconds() {
    timespec now{};
#if defined(CLOCK_MONOTONIC_COARSE)
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
#else
    ::clock_gettime(CLOCK_MONOTONIC, &now);
#endif
    return static_cast<int>(
        static_cast<uint32_t>(static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1000000));
  }
  static int difference(int later, int earlier) {
    return static_cast<int>(static_cast<uint32_t>(later) - static_cast<uint32_t>(earlier));
  }
  bool not_good() {
    good_until_.store(milliseconds() - 1);
    return false;
  }

  char name_[IFNAMSIZ] = {};
  queue_discipline queue_;
  shared_int index_;
  shared_int good_until_;
  shared_int no_carrier_since_;
};

}  // namespace lineout::detail
