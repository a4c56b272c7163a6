#include <lineout/posix/tcp_options.hpp>

#include "posix/support.hpp"

TEST_CASE("what is asked for is set, and what is 0 is left as the system has it") {
  const support::handle socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const support::handle other{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const auto value_of = [](const support::handle& of, int level, int name) {
    int value = 0;
    socklen_t size = sizeof value;
    REQUIRE(getsockopt(of.number, level, name, &value, &size) == 0);
    return value;
  };
  lineout::posix::tcp_options options;
  options.keepalive_idle = 11;
  options.keepalive_interval = 12;
  options.keepalive_count = 0;
  options.user_timeout = 1300;
  const int count_before = value_of(socket, IPPROTO_TCP, TCP_KEEPCNT);
  CHECK(lineout::detail::apply_tcp_options(socket.number, options, {}));
  CHECK(value_of(socket, SOL_SOCKET, SO_KEEPALIVE) == 1);
  CHECK(value_of(socket, IPPROTO_TCP, TCP_NODELAY) == 1);
  CHECK(value_of(socket, IPPROTO_TCP, TCP_KEEPIDLE) == 11);
  CHECK(value_of(socket, IPPROTO_TCP, TCP_KEEPINTVL) == 12);
  CHECK(value_of(socket, IPPROTO_TCP, TCP_KEEPCNT) == count_before);
  CHECK(value_of(socket, IPPROTO_TCP, TCP_USER_TIMEOUT) == 1300);
  lineout::detail::endpoint nowhere;
  nowhere.address.ipv4.sin_family = AF_INET;
  nowhere.address.ipv4.sin_addr.s_addr = htonl(0xc0000201);
  nowhere.size = sizeof nowhere.address.ipv4;
  CHECK_FALSE(lineout::detail::apply_tcp_options(other.number, options, nowhere));
  CHECK(errno == EADDRNOTAVAIL);
}
