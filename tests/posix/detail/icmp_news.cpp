#include <lineout/posix/detail/icmp_news.hpp>

#include "posix/support.hpp"

using lineout::detail::icmp_news;
using lineout::detail::keep_icmp_news;
using lineout::detail::take_icmp_news;

TEST_CASE("each datagram that was refused is reported once, and one that was too long to be sent is no report") {
  const support::handle socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  {
    const support::handle closed{::socket(AF_INET, SOCK_DGRAM, 0)};
    socklen_t size = sizeof address;
    REQUIRE(bind(closed.number, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    getsockname(closed.number, reinterpret_cast<sockaddr*>(&address), &size);
  }
  REQUIRE(connect(socket.number, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  keep_icmp_news(socket.number, AF_INET);
  CHECK(take_icmp_news(socket.number).count == 0);
  int sent = 0;
  for (int count = 0; count < 20; ++count) sent += ::send(socket.number, "x", 1, MSG_DONTWAIT) == 1 ? 1 : 0;
  const std::string long_one(65508, 'x');
  ::send(socket.number, long_one.data(), long_one.size(), MSG_DONTWAIT);
  icmp_news news = take_icmp_news(socket.number);
#if defined(__linux__)
  CHECK(news.count == static_cast<size_t>(sent));
  CHECK(news.error == ECONNREFUSED);
#endif
  CHECK(take_icmp_news(socket.number).count == 0);
}
