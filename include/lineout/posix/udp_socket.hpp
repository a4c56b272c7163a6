// udp_socket: a sink that sends each record as one UDP datagram (RFC 5426) through the system's network stack.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/posix/endpoint.hpp>
#include <lineout/posix/options.hpp>

namespace lineout::posix {

// The destination is "host:port", "host" (port 514), "127.0.0.1:5514", "[::1]:514". A name is looked up once, in the
// constructor, which may then wait and allocate; an address in numbers is not looked up.
// send() never waits, allocates or raises a signal, and leaves errno alone: it may be called by several threads and in
// signal handlers. A datagram that the system did not take is lost; the next one is tried as if nothing had happened,
// so that a network which comes back is used again.
class udp_socket {
 public:
  using default_framing = cached<rfc3164>;
  using default_options = posix::coarse_options;
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;

  // Loses everything.
  constexpr udp_socket() = default;

  explicit udp_socket(text destination) {
    const detail::errno_keeper keeper;
    detail::host_and_port parts = detail::split_host_and_port(destination);
    detail::endpoint numeric;
    if (parts.error.empty()) numeric = detail::numeric_endpoint(parts);
    error_ = parts.error;
    if (!error_.empty()) return;
    if (numeric.size > 0) {
      open(numeric);
    } else {
      // The first address that there is a way to, or else the first one: there may be a way later.
      detail::endpoint first;
      const text unresolved = detail::resolve(parts, SOCK_DGRAM, [&](const detail::endpoint& candidate) {
        if (first.size == 0) first = candidate;
        return open(candidate);
      });
      if (!unresolved.empty()) error_ = unresolved;
      else if (first.size == 0) error_ = "the host has no address that is known here";
      else if (!error_.empty()) open(first);
    }
  }

  // False: no datagram can ever be sent. The network need not be up yet.
  explicit operator bool() const { return static_cast<bool>(socket_); }
  // What was wrong at construction, in words; with a true object, something that may pass, such as a network that is
  // down.
  text error() const { return error_.empty() && !socket_ ? text{"there is no destination"} : error_; }
  // The error number of the latest send that the system refused, or 0. ECONNREFUSED: nobody listens there.
  int last_error() const { return last_error_.load(); }

  outcome send(packet& bytes) {
    const detail::errno_keeper keeper;
    if (!socket_) return outcome::lost;
    for (int attempt = 0; attempt < 3; ++attempt) {
      if (detail::send_now(socket_.number(), bytes.data(), bytes.size()) >= 0) return outcome::sent;
      last_error_.store(errno);
      if (detail::means_full(errno)) return outcome::lost;
      if (!is_of_earlier(errno) && !connect()) return outcome::lost;
    }
    return outcome::lost;
  }

 private:
  // What a datagram sent before has met on its way is told to the one that is sent next; telling it clears it.
  static bool is_of_earlier(int error) { return error == ECONNREFUSED || error == EMSGSIZE || error == ENOPROTOOPT; }

  bool open(const detail::endpoint& destination) {
    destination_ = destination;
    error_ = {};
    socket_ = detail::open_socket(destination.family(), SOCK_DGRAM);
    if (!socket_) last_error_.store(errno);
    if (socket_ && connect()) return true;
    error_ = detail::error_words(last_error());
    return false;
  }

  // Disconnecting first makes the system choose the source address anew: the old one may have left with its interface.
  bool connect() {
    sockaddr none{};
    none.sa_family = AF_UNSPEC;
    ::connect(socket_.number(), &none, sizeof none);
    if (::connect(socket_.number(), &destination_.address.base, destination_.size) == 0) return true;
    last_error_.store(errno);
    return false;
  }

  detail::descriptor socket_;
  detail::endpoint destination_;
  text error_;
  detail::shared_int last_error_;
};

static_assert(sink<udp_socket>);

}  // namespace lineout::posix
