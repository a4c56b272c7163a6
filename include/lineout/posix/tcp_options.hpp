// tcp_options: what a tcp_socket is asked for beside its destination.
#pragma once

#include <netinet/tcp.h>

#include <lineout/posix/detail/endpoint.hpp>

namespace lineout::posix {

struct tcp_options {
  // How many microseconds a call may wait for a connection that is being made, and for a full buffer.
  uint32_t patience = 0;
  // After how many seconds without traffic the receiver is asked whether it is there, how often, and how many questions
  // may stay unanswered. 0: what the system has set.
  uint32_t keepalive_idle = 30;
  uint32_t keepalive_interval = 10;
  uint32_t keepalive_count = 3;
  // For how many milliseconds sent bytes may stay unacknowledged before the connection is given up (Linux). 0: what the
  // system has set, which is a quarter of an hour.
  uint32_t user_timeout = 20000;
  // For how many milliseconds a connection may be in the making before the next address is tried.
  uint32_t connect_timeout = 5000;
  // How many milliseconds pass between two rounds of failed connections: none after the first, then shortest_pause, and
  // twice as many each time. Each pause is shortened by a random part, up to a half, so that many senders do not come
  // back at one time.
  uint32_t shortest_pause = 10;
  uint32_t longest_pause = 1000;
  // Connects from this address in numbers: "10.0.0.1", "[::1]".
  text source{};
};

}  // namespace lineout::posix

namespace lineout::detail {

// False, with errno: the socket cannot have the source. What else the system does not have is left as it is.
inline bool apply_tcp_options(int number, const posix::tcp_options& options, const endpoint& source) {
  const auto set = [number](int level, int name, uint32_t value) {
    const int as_int = static_cast<int>(value);
    if (value > 0) ::setsockopt(number, level, name, &as_int, sizeof as_int);
  };
  set(IPPROTO_TCP, TCP_NODELAY, 1);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
#if defined(TCP_KEEPIDLE)
  set(IPPROTO_TCP, TCP_KEEPIDLE, options.keepalive_idle);
  set(IPPROTO_TCP, TCP_KEEPINTVL, options.keepalive_interval);
  set(IPPROTO_TCP, TCP_KEEPCNT, options.keepalive_count);
#endif
#if defined(TCP_USER_TIMEOUT)
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, options.user_timeout);
#endif
  return source.size == 0 || ::bind(number, &source.address.base, source.size) == 0;
}

}  // namespace lineout::detail
