// packet_socket: a sink of whole Ethernet frames on a real interface, past the system's network stack. Linux only.
#pragma once

#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/ioctl.h>

#include <lineout/concepts.hpp>
#include <lineout/posix/descriptor.hpp>
#include <lineout/values/mac_address.hpp>

namespace lineout::posix {

// Sends frames, from destination address to the end of the payload, on the interface of that name. Needs CAP_NET_RAW.
// An interface that is down, or that goes away and comes back under its name, costs the frames of that time only.
// send() never waits or allocates, and leaves errno alone: it may be called by several threads and in signal handlers.
class packet_socket {
 public:
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;

  // Loses everything.
  constexpr packet_socket() = default;

  explicit packet_socket(text interface) {
    const detail::errno_keeper keeper;
    if (interface.empty() || !detail::copy_terminated(name_, interface)) {
      error_ = "an interface's name has 1 to 15 characters";
      return;
    }
    // Protocol 0: nothing is ever received.
    socket_ = detail::open_socket(AF_PACKET, SOCK_RAW);
    if (!socket_) last_error_.store(errno);
    if (socket_ && bind()) return;
    if (!socket_ && last_error() == EPERM) error_ = "raw frames need root or CAP_NET_RAW";
    else if (last_error() == ENODEV) error_ = "no such interface";
    else error_ = detail::error_words(last_error());
  }

  // False: no frame can ever be sent. The interface need not be there yet.
  explicit operator bool() const { return static_cast<bool>(socket_); }
  // What was wrong at construction, in words; with a true object, something that may pass, such as a missing interface.
  text error() const { return error_.empty() && !socket_ ? text{"there is no interface"} : error_; }
  // The error number of the latest send that the system refused, or 0.
  int last_error() const { return last_error_.load(); }

  // The interface's own address at this moment; all zero without an interface, and for one that has none.
  mac_address mac() const {
    const detail::errno_keeper keeper;
    mac_address result{};
    ifreq request = named_request();
    if (socket_ && ::ioctl(socket_.number(), SIOCGIFHWADDR, &request) == 0)
      for (size_t index = 0; index < 6; ++index)
        result.octets[index] = static_cast<uint8_t>(request.ifr_hwaddr.sa_data[index]);
    return result;
  }

  outcome send(packet& bytes) {
    const detail::errno_keeper keeper;
    if (!socket_) return outcome::lost;
    for (int attempt = 0; attempt < 2; ++attempt) {
      if (detail::send_now(socket_.number(), bytes.data(), bytes.size()) >= 0) return outcome::sent;
      last_error_.store(errno);
      if (detail::means_full(errno) || errno == EMSGSIZE || !bind()) return outcome::lost;
    }
    return outcome::lost;
  }

 private:
  ifreq named_request() const {
    ifreq request{};
    for (size_t index = 0; index < sizeof name_; ++index) request.ifr_name[index] = name_[index];
    return request;
  }

  // By name, because an interface that comes back has another index.
  bool bind() {
    ifreq request = named_request();
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    if (::ioctl(socket_.number(), SIOCGIFINDEX, &request) == 0) {
      address.sll_ifindex = request.ifr_ifindex;
      if (::bind(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
    }
    last_error_.store(errno);
    return false;
  }

  detail::descriptor socket_;
  char name_[IFNAMSIZ] = {};
  text error_;
  detail::shared_int last_error_;
};

static_assert(sink<packet_socket>);

}  // namespace lineout::posix
