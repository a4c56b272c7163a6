#include <lineout/posix/udp_socket.hpp>

#include <signal.h>

#include "support.hpp"

using lineout::outcome;
using lineout::posix::udp_socket;
using support::send;

namespace {

// A receiver on a port that the system chooses.
struct receiver {
  support::handle socket;
  uint16_t port = 0;

  explicit receiver(int family, uint16_t wanted = 0) : socket{::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in6 ipv6{};
    sockaddr_in ipv4{};
    ipv6.sin6_family = AF_INET6;
    ipv6.sin6_addr = in6addr_loopback;
    ipv6.sin6_port = htons(wanted);
    ipv4.sin_family = AF_INET;
    ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ipv4.sin_port = htons(wanted);
    sockaddr* const address =
        family == AF_INET6 ? reinterpret_cast<sockaddr*>(&ipv6) : reinterpret_cast<sockaddr*>(&ipv4);
    socklen_t size = family == AF_INET6 ? sizeof ipv6 : sizeof ipv4;
    if (bind(socket.number, address, size) != 0) return;
    getsockname(socket.number, address, &size);
    port = ntohs(family == AF_INET6 ? ipv6.sin6_port : ipv4.sin_port);
  }
  std::string next() const { return support::receive(socket.number); }
};

bool is_from(const std::string& packet, const std::string& source) {
  char text[INET_ADDRSTRLEN];
  return packet.size() > 20 && inet_ntop(AF_INET, packet.data() + 12, text, sizeof text) != nullptr && source == text;
}
bool is_udp(const std::string& packet) { return packet.size() > 28 && (packet[0] >> 4) == 4 && packet[9] == 17; }

udp_socket* used_by_handler = nullptr;
outcome handler_outcome = outcome::lost;
void log_in_handler(int) {
  char content[] = {'i', 'n', 't', 'e', 'r', 'r', 'u', 'p', 't', 'e', 'd'};
  lineout::packet bytes{content, sizeof content, 0};
  bytes.append(sizeof content);
  handler_outcome = used_by_handler->send(bytes);
}

}  // namespace

TEST_CASE("udp_socket sends one datagram per record to an IPv4 address and port") {
  const receiver there{AF_INET};
  udp_socket socket{"127.0.0.1:" + std::to_string(there.port)};
  CHECK(socket);
  CHECK(socket.error().empty());
  CHECK(send(socket, "<13>one") == outcome::sent);
  CHECK(send(socket, "<13>two") == outcome::sent);
  CHECK(there.next() == "<13>one");
  CHECK(there.next() == "<13>two");
  CHECK(socket.last_error() == 0);
}

TEST_CASE("udp_socket sends to an IPv6 address in brackets") {
  const receiver there{AF_INET6};
  if (there.port == 0) return support::skip("this machine has no IPv6 loopback");
  udp_socket socket{"[::1]:" + std::to_string(there.port)};
  CHECK(socket);
  CHECK(send(socket, "<13>six") == outcome::sent);
  CHECK(there.next() == "<13>six");
}

TEST_CASE("udp_socket looks up a name") {
  const receiver four{AF_INET};
  const receiver six{AF_INET6, four.port};
  udp_socket socket{"localhost:" + std::to_string(four.port)};
  CHECK(socket);
  CHECK(send(socket, "<13>named") == outcome::sent);
  pollfd waiting[] = {{four.socket.number, POLLIN, 0}, {six.socket.number, POLLIN, 0}};
  REQUIRE(poll(waiting, 2, 2000) == 1);
  CHECK((waiting[0].revents != 0 ? four : six).next() == "<13>named");
}

TEST_CASE("udp_socket says in words what is wrong with a destination, and loses") {
  for (const char* const wrong : {"", ":514", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:syslog",
                                  "[::1", "[::1]514", "[127.0.0.1]", "1:2:3", "127.0.0.256", "::1%no-such-if"}) {
    CAPTURE(wrong);
    udp_socket socket{wrong};
    CHECK_FALSE(socket);
    CHECK_FALSE(socket.error().empty());
    CHECK(send(socket, "x") == outcome::lost);
  }
  CHECK(support::string(udp_socket{"127.0.0.1:65536"}.error()) == "the port is greater than 65535");
  udp_socket none;
  CHECK_FALSE(none);
  CHECK(support::string(none.error()) == "there is no destination");
  CHECK(send(none, "x") == outcome::lost);
}

TEST_CASE("udp_socket says that a host is unknown") {
  const support::private_network network;  // so that nobody outside is asked
  if (!network) return support::skip("a network namespace needs root");
  udp_socket socket{"no-such-host.invalid:514"};
  CHECK_FALSE(socket);
  const std::string error = support::string(socket.error());
  CHECK((error == "unknown host" || error == "the name server does not answer"));
  CHECK(send(socket, "x") == outcome::lost);
}

TEST_CASE("udp_socket: a refusal belongs to an earlier datagram, and the next one arrives") {
  uint16_t port = 0;
  {
    const receiver closed{AF_INET};
    port = closed.port;
  }
  udp_socket socket{"127.0.0.1:" + std::to_string(port)};
  REQUIRE(socket);
  for (int count = 0; count < 10; ++count) CHECK(send(socket, "into the void") == outcome::sent);
  CHECK(socket.last_error() == ECONNREFUSED);
  const receiver there{AF_INET, port};
  REQUIRE(there.port == port);
  CHECK(send(socket, "heard") == outcome::sent);
  CHECK(there.next() == "heard");
  CHECK_FALSE(support::has_more(there.socket.number));
}

TEST_CASE("udp_socket loses a datagram that is too big, and sends the next") {
  const receiver there{AF_INET};
  udp_socket socket{"127.0.0.1:" + std::to_string(there.port)};
  CHECK(send(socket, std::string(65536, 'x')) == outcome::lost);
  CHECK(socket.last_error() == EMSGSIZE);
  CHECK(send(socket, "small") == outcome::sent);
  CHECK(there.next() == "small");
}

TEST_CASE("udp_socket keeps errno, whether it sends or loses") {
  const receiver there{AF_INET};
  udp_socket socket{"127.0.0.1:" + std::to_string(there.port)};
  errno = 12345;
  const outcome sent = send(socket, "x");
  const int after_sent = errno;
  errno = 12345;
  const outcome lost = send(socket, std::string(65536, 'x'));
  const int after_lost = errno;
  CHECK(sent == outcome::sent);
  CHECK(lost == outcome::lost);
  CHECK(after_sent == 12345);
  CHECK(after_lost == 12345);
}

TEST_CASE("udp_socket sends from a signal handler") {
  const receiver there{AF_INET};
  udp_socket socket{"127.0.0.1:" + std::to_string(there.port)};
  used_by_handler = &socket;
  void (*const before)(int) = signal(SIGUSR1, log_in_handler);
  raise(SIGUSR1);
  signal(SIGUSR1, before);
  CHECK(handler_outcome == outcome::sent);
  CHECK(there.next() == "interrupted");
}

TEST_CASE("udp_socket that has been moved from loses, and the other one sends") {
  const receiver there{AF_INET};
  udp_socket first{"127.0.0.1:" + std::to_string(there.port)};
  udp_socket second{static_cast<udp_socket&&>(first)};
  CHECK_FALSE(first);
  CHECK(second);
  CHECK(send(first, "x") == outcome::lost);
  CHECK(send(second, "moved") == outcome::sent);
  CHECK(there.next() == "moved");
  const int lowest_with = dup(0);
  close(lowest_with);
  second = udp_socket{};
  const int lowest_without = dup(0);
  close(lowest_without);
  CHECK(lowest_without < lowest_with);
}

TEST_CASE("udp_socket made before the network is up sends when it is") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  udp_socket socket{"127.0.0.1:5514"};
  CHECK(socket);
  CHECK(support::string(socket.error()) == "the network is unreachable");
  CHECK(send(socket, "too early") == outcome::lost);
  CHECK(socket.last_error() == ENETUNREACH);
  support::virtual_interface::set_up("lo", true);
  const receiver there{AF_INET, 5514};
  CHECK(send(socket, "in time") == outcome::sent);
  CHECK(there.next() == "in time");
}

TEST_CASE("udp_socket survives an interface that goes away, comes back, and gets another address") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  udp_socket socket;
  {
    support::virtual_interface interface { "lineout0", IFF_TUN };
    if (!interface) return support::skip("/dev/net/tun is not to be had");
    interface.set_address("10.77.0.1");
    interface.set_up(true);
    socket = udp_socket{"10.77.0.2:514"};
    CHECK(socket);
    CHECK(socket.error().empty());
    CHECK(send(socket, "before") == outcome::sent);
    const std::string packet = interface.next(is_udp);
    CHECK(is_from(packet, "10.77.0.1"));
    CHECK(packet.substr(28) == "before");
    interface.set_up(false);
    CHECK(support::keeps_errno([&] { return send(socket, "down"); }) == outcome::lost);
    interface.set_up(true);
    CHECK(send(socket, "up again") == outcome::sent);
    CHECK(interface.next(is_udp).substr(28) == "up again");
    interface.set_address("10.77.0.5");
    CHECK(send(socket, "from another address") == outcome::sent);
    const std::string other = interface.next(is_udp);
    CHECK(is_from(other, "10.77.0.5"));
    CHECK(other.substr(28) == "from another address");
  }
  CHECK(send(socket, "nowhere") == outcome::lost);
  CHECK(socket.last_error() == ENETUNREACH);
  support::virtual_interface again{"lineout0", IFF_TUN};
  again.set_address("10.77.0.9");
  again.set_up(true);
  CHECK(send(socket, "back") == outcome::sent);
  const std::string packet = again.next(is_udp);
  CHECK(is_from(packet, "10.77.0.9"));
  CHECK(packet.substr(28) == "back");
}

TEST_CASE("udp_socket does not wait for a full buffer") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_address("10.77.0.1");
  interface.set_up(true);
  {
    // Datagrams for a neighbour that does not answer are kept for it, and fill the socket's buffer.
    const support::handle limit{open("/proc/sys/net/ipv4/neigh/lineout0/unres_qlen_bytes", O_WRONLY)};
    REQUIRE(write(limit.number, "16777216", 8) == 8);
  }
  udp_socket socket{"10.77.0.2:514"};
  int sent = 0;
  while (sent < 100000 && send(socket, std::string(1000, 'x')) == outcome::sent) ++sent;
  CHECK(sent > 0);
  CHECK(sent < 100000);
  CHECK(socket.last_error() == EAGAIN);
  CHECK(socket);
}
