#include <lineout/posix/detail/interface_link.hpp>

#include "posix/sockets.hpp"

using lineout::detail::interface_link;

TEST_CASE("an interface is followed by its name, and is good only while it is up and carries Ethernet frames") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  const support::handle socket{::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)};
  interface_link link;
  CHECK_FALSE(link.set_name(""));
  CHECK_FALSE(link.set_name("sixteen-letters!"));
  CHECK(link.set_name("lineout0"));
  CHECK_FALSE(link.follow(socket.number));
  CHECK(errno == ENODEV);
  {
    support::virtual_interface interface { "lineout0", IFF_TAP };
    if (!interface) return support::skip("/dev/net/tun is not to be had");
    CHECK_FALSE(link.follow(socket.number));
    CHECK(errno == ENETDOWN);
    interface.set_up(true);
    CHECK(link.follow(socket.number));
    CHECK(link.index() == static_cast<int>(if_nametoindex("lineout0")));
    CHECK(link.mtu(socket.number) == 1500);
  }
  usleep(20000);
  CHECK_FALSE(link.follow(socket.number));
  support::virtual_interface other{"lineout0", IFF_TUN};
  other.set_up(true);
  CHECK_FALSE(link.follow(socket.number));
  CHECK(errno == EPFNOSUPPORT);
}

TEST_CASE("a look costs system calls only once in four milliseconds") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface::set_up("lo", true);
  const support::handle socket{::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)};
  interface_link link;
  link.set_name("lo");
  CHECK(link.follow(socket.number));
  const auto begin = std::chrono::steady_clock::now();
  for (int count = 0; count < 100000; ++count) link.follow(socket.number);
  const auto time = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin);
  MESSAGE("interface_link: a look takes " << time.count() / 100000 << " nanoseconds in the mean");
}
