#include <lineout/posix/detail/tcp_connection.hpp>

#include "posix/sockets.hpp"

using lineout::detail::deadline;
using lineout::detail::tcp_connection;

namespace {

struct listener {
  support::handle socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::string address;
  listener() {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    REQUIRE(bind(socket.number, reinterpret_cast<const sockaddr*>(&here), size) == 0);
    REQUIRE(listen(socket.number, 5) == 0);
    getsockname(socket.number, reinterpret_cast<sockaddr*>(&here), &size);
    address = "127.0.0.1:" + std::to_string(ntohs(here.sin_port));
  }
};

}  // namespace

TEST_CASE("a connection is made within the time that is given for it, has its options, and is made again when lost") {
  const listener there;
  lineout::posix::tcp_options options;
  options.keepalive_idle = 7;
  options.user_timeout = 1234;
  tcp_connection connection{options};
  CHECK(connection.find(there.address, {}).empty());
  CHECK(connection.has_destination());
  CHECK_FALSE(connection.is_made());
  deadline time{1000000};
  int losses = 0;
  CHECK(connection.is_usable(time, 1000000, [&] { ++losses; }));
  int value = 0;
  socklen_t size = sizeof value;
  getsockopt(connection.number(), IPPROTO_TCP, TCP_KEEPIDLE, &value, &size);
  CHECK(value == 7);
  getsockopt(connection.number(), IPPROTO_TCP, TCP_USER_TIMEOUT, &value, &size);
  CHECK(value == 1234);
  support::accept(there.socket).close();
  usleep(10000);
  CHECK(connection.is_usable(time, 1000000, [&] { ++losses, connection.drop(); }));
  CHECK(losses == 1);
  CHECK(connection.last_error() == ECONNRESET);
}

TEST_CASE("what is wrong with a destination or a source is said in words") {
  tcp_connection connection{lineout::posix::tcp_options{}};
  CHECK(support::string(connection.find("127.0.0.1:x", {})) == "the port is not a number");
  CHECK(support::string(connection.find("127.0.0.1", "::x")) == "this is not an IPv6 address");
  CHECK(support::string(connection.find("127.0.0.1", "[::1]")) == "the host has no address that is known here");
  CHECK_FALSE(connection.has_destination());
}

TEST_CASE("for a receiver that refuses, all calls together wait no longer than patience, and attempts are paced") {
  listener there;
  there.socket.close();
  lineout::posix::tcp_options options;
  options.shortest_pause = 10;
  tcp_connection connection{options};
  CHECK(connection.find(there.address, {}).empty());
  const auto begin = std::chrono::steady_clock::now();
  for (int count = 0; count < 10; ++count) {
    deadline time{50000};
    CHECK_FALSE(connection.is_usable(time, 50000, [] {}));
  }
  const auto waited = std::chrono::steady_clock::now() - begin;
  CHECK(waited >= std::chrono::milliseconds{45});
  CHECK(waited < std::chrono::milliseconds{200});
  CHECK(connection.fault() == ECONNREFUSED);
}
