#include <lineout/posix/udp_socket.hpp>

#include <signal.h>

#include <algorithm>

#include <lineout/channels/queued.hpp>
#include <lineout/logger.hpp>

#include "posix/sockets.hpp"
#include "posix/support.hpp"

using lineout::batch_order;
using lineout::outcome;
using lineout::posix::udp_socket;
using support::send;
using support::send_all;

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
  std::string address() const { return "127.0.0.1:" + std::to_string(port); }
  // All that has arrived.
  std::vector<std::string> every() const {
    std::vector<std::string> result;
    while (support::has_more(socket.number)) result.push_back(next());
    return result;
  }
};

// Is given a run as it is, where it has not had to be cut yet.
struct receiver_of_runs : receiver {
  explicit receiver_of_runs() : receiver{AF_INET} {
    const int yes = 1;
    takes_runs = setsockopt(socket.number, IPPROTO_UDP, 104 /* UDP_GRO */, &yes, sizeof yes) == 0;
  }
  bool takes_runs = false;
};

using records = std::vector<std::string>;

// As many records, of these lengths in turn, each another text.
records some_records(size_t count, std::initializer_list<size_t> lengths) {
  records result;
  for (size_t index = 0; index < count; ++index) {
    std::string& one = result.emplace_back(std::to_string(index) + " ");
    one.resize(lengths.begin()[index % lengths.size()], static_cast<char>('a' + index % 26));
  }
  return result;
}

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

TEST_CASE("udp_socket sends many at once, in order, each a datagram, whatever their sizes") {
  const receiver there{AF_INET};
  udp_socket socket{there.address()};
  for (const records& some : {some_records(1, {5}), some_records(64, {92}), some_records(64, {92, 60}),
                              some_records(64, {60, 61, 62, 63}), some_records(63, {1, 0, 0, 1400, 1400, 3, 3}),
                              some_records(64, {0}), some_records(50, {1400}), records{"one", "two", "three", "six"}}) {
    CHECK(send_all(socket, some) == support::all(some.size(), outcome::sent));
    CHECK(there.every() == some);
  }
  CHECK(socket.last_error() == 0);
}

TEST_CASE("udp_socket sends many at once over IPv6") {
  const receiver there{AF_INET6};
  if (there.port == 0) return support::skip("this machine has no IPv6 loopback");
  udp_socket socket{"[::1]:" + std::to_string(there.port)};
  const records some = some_records(64, {92, 92, 92, 60, 1200});
  CHECK(send_all(socket, some) == support::all(64, outcome::sent));
  CHECK(there.every() == some);
}

TEST_CASE("udp_socket sends neighbours of one size as one message, and at most 65507 bytes of them") {
  const receiver_of_runs there;
  if (!there.takes_runs) return support::skip("this system has no runs of datagrams");
  udp_socket socket{there.address()};
  CHECK(send_all(socket, some_records(64, {92})) == support::all(64, outcome::sent));
  CHECK(there.next().size() == 64 * 92);
  CHECK(send_all(socket, records{"same", "size", "six", "three"}) == support::all(4, outcome::sent));
  CHECK(there.every() == records{"samesizesix", "three"});
  CHECK(send_all(socket, some_records(64, {1400})) == support::all(64, outcome::sent));
  CHECK(there.next().size() == 46 * 1400);
  CHECK(there.next().size() == 18 * 1400);
  CHECK_FALSE(support::has_more(there.socket.number));
}

TEST_CASE("udp_socket loses what is too big among many, and nothing else") {
  const receiver there{AF_INET};
  const int yes = 1 << 22;
  setsockopt(there.socket.number, SOL_SOCKET, SO_RCVBUFFORCE, &yes, sizeof yes);
  for (const auto& [order, blanks] : {std::pair{batch_order::in_order, 0}, std::pair{batch_order::by_length, 0},
                                      std::pair{batch_order::in_order, 128}}) {
    udp_socket socket{there.address(), order, static_cast<size_t>(blanks)};
    records some = some_records(9, {20});
    some[2] = some[3] = std::string(65508, 'x');
    some[8] = std::string(65507, 'y');
    std::vector<outcome> expected = support::all(9, outcome::sent);
    expected[2] = expected[3] = outcome::lost;
    CHECK(send_all(socket, some) == expected);
    CHECK(socket.last_error() == EMSGSIZE);
    some.erase(some.begin() + 2, some.begin() + 4);
    records arrived = there.every();
    if (order == batch_order::by_length) std::rotate(arrived.begin(), arrived.begin() + 1, arrived.end());
    CHECK((arrived == some));
  }
}

TEST_CASE("udp_socket by length sends the longer first and keeps the order within a length") {
  const receiver there{AF_INET};
  udp_socket socket{there.address(), batch_order::by_length};
  const records some = some_records(64, {60, 92, 0, 92, 61, 60, 300});
  records expected = some;
  std::stable_sort(expected.begin(), expected.end(),
                   [](const std::string& one, const std::string& other) { return one.size() > other.size(); });
  CHECK(send_all(socket, some) == support::all(64, outcome::sent));
  CHECK(there.every() == expected);
}

TEST_CASE("udp_socket pads, only if asked, what is up to 128 bytes shorter than its neighbours, in order") {
  const receiver there{AF_INET};
  const receiver_of_runs runs;
  udp_socket socket{there.address(), batch_order::in_order, 1000};
  const records some = some_records(64, {60, 92, 188, 61, 10});
  CHECK(send_all(socket, some) == support::all(64, outcome::sent));
  const records arrived = there.every();
  REQUIRE(arrived.size() == 64);
  size_t padded = 0;
  for (size_t index = 0; index < 64; ++index) {
    CHECK(arrived[index].substr(0, some[index].size()) == some[index]);
    CHECK(arrived[index].find_first_not_of(' ', some[index].size()) == std::string::npos);
    CHECK(arrived[index].size() <= some[index].size() + 128);
    padded += arrived[index] != some[index] ? 1 : 0;
  }
  CHECK(padded > 30);
  if (!runs.takes_runs) return;
  udp_socket other{runs.address(), batch_order::in_order, 1000};
  CHECK(send_all(other, {"one", "three", "six", std::string(134, 'x'), "", "4"}) == support::all(6, outcome::sent));
  CHECK(runs.every() == records{"one  threesix", std::string(134, 'x'), "", "4"});
  udp_socket few{runs.address(), batch_order::by_length, 1};
  CHECK(send_all(few, {"six", "three", "four", "ten"}) == support::all(4, outcome::sent));
  CHECK(runs.every() == records{"threefour six", "ten"});
}

TEST_CASE("udp_socket: without anybody there many are sent into the void, and all arrive once there is somebody") {
  uint16_t port = 0;
  {
    const receiver closed{AF_INET};
    port = closed.port;
  }
  udp_socket socket{"127.0.0.1:" + std::to_string(port)};
  for (const records& some : {some_records(64, {92}), some_records(64, {60, 61, 62, 62})})
    for (int round = 0; round < 3; ++round) CHECK(send_all(socket, some) == support::all(64, outcome::sent));
  CHECK(socket.last_error() == ECONNREFUSED);
  const receiver there{AF_INET, port};
  REQUIRE(there.port == port);
  const records some = some_records(64, {92, 92, 60, 61});
  CHECK(send_all(socket, some) == support::all(64, outcome::sent));
  CHECK(there.every() == some);
}

TEST_CASE("udp_socket that loses everything loses many") {
  udp_socket none;
  CHECK(send_all(none, {"one", "two"}) == support::all(2, outcome::lost));
}

TEST_CASE("udp_socket sends many without the system calls for many, or for one") {
  if (!support::may_refuse_system_calls()) return support::skip("system calls cannot be refused here");
  const auto sends_with = [](bool (*refuse)()) {
    const receiver_of_runs there;
    return support::in_child([&] {
      if (!refuse()) return false;
      udp_socket socket{there.address()};
      const records some = some_records(40, {92});
      if (send_all(socket, some) != support::all(40, outcome::sent)) return false;
      // Not joined, because nothing could be cut apart.
      return there.every() == some;
    });
  };
  CHECK(sends_with([] { return support::refuse_system_call(SYS_sendmmsg, ENOSYS); }));
  CHECK(sends_with([] { return support::refuse_system_call(SYS_getsockopt, ENOPROTOOPT, 1, IPPROTO_UDP); }));
  CHECK_FALSE(sends_with([] { return support::refuse_system_call(SYS_sendto, EPERM); }));
  CHECK(support::in_child([] {
    const receiver there{AF_INET};
    udp_socket socket{there.address()};
    const records some = some_records(64, {92, 60, 61});
    return support::refuse_system_call(SYS_sendto, EPERM) &&
           send_all(socket, some) == support::all(64, outcome::sent) && there.every() == some;
  }));
}

TEST_CASE("udp_socket sends one by one what the system does not cut apart") {
  const receiver_of_runs there;
  const int number = support::next_descriptor();
  udp_socket socket{there.address()};
  // Without checksums it refuses to.
  const int yes = 1;
  REQUIRE(setsockopt(number, SOL_SOCKET, SO_NO_CHECK, &yes, sizeof yes) == 0);
  const records some = some_records(64, {92, 92, 92, 92, 92, 60, 60, 60});
  for (int round = 0; round < 3; ++round) {
    CHECK(send_all(socket, some) == support::all(64, outcome::sent));
    CHECK(there.every() == some);
  }
  // It has learnt that: nothing is refused first, and then sent alone.
  if (!support::may_refuse_system_calls()) return support::skip("system calls cannot be refused here");
  const records few = some_records(16, {60});
  CHECK(support::in_child([&] {
    return support::refuse_system_call(SYS_sendto, EPERM) && send_all(socket, few) == support::all(16, outcome::sent);
  }));
}

TEST_CASE("udp_socket sends one by one what is too long for the way there to be cut apart, and the rest in runs") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface::set_mtu("lo", 1280);
  support::virtual_interface::set_up("lo", true);
  const receiver_of_runs there;
  udp_socket socket{there.address()};
  records some = some_records(20, {1400});
  for (int round = 0; round < 2; ++round) {
    CHECK(send_all(socket, some) == support::all(20, outcome::sent));
    CHECK(there.every() == some);
  }
  CHECK(socket.last_error() == EMSGSIZE);
  CHECK(send_all(socket, some_records(20, {1252})) == support::all(20, outcome::sent));
  CHECK(there.every().size() == 1);
}

TEST_CASE("udp_socket: behind a refusal datagrams go one at a time, and all arrive") {
  uint16_t port = 0;
  {
    const receiver closed{AF_INET};
    port = closed.port;
  }
  udp_socket socket{"127.0.0.1:" + std::to_string(port)};
  CHECK(send(socket, "refused") == outcome::sent);
  const receiver_of_runs there;
  udp_socket other{there.address()};
  const int number = support::next_descriptor();
  udp_socket late{"127.0.0.1:" + std::to_string(port)};
  CHECK(send(late, "refused") == outcome::sent);
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(there.socket.number, reinterpret_cast<sockaddr*>(&address), &size);
  REQUIRE(connect(number, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  CHECK(send_all(late, some_records(8, {92})) == support::all(8, outcome::sent));
  CHECK(late.last_error() == ECONNREFUSED);
  CHECK(there.every() == some_records(8, {92}));
  CHECK(late.take_losses() == 1);
}

TEST_CASE("udp_socket: of many that do not fit into a full buffer, exactly those that are sent arrive") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_address("10.77.0.1");
  interface.set_up(true);
  {
    // Datagrams for a neighbour that does not answer are kept for it.
    const support::handle limit{open("/proc/sys/net/ipv4/neigh/lineout0/unres_qlen_bytes", O_WRONLY)};
    REQUIRE(write(limit.number, "16777216", 8) == 8);
  }
  for (const records& some : {some_records(64, {92}), some_records(64, {400, 300, 500})}) {
    const int number = support::next_descriptor();
    udp_socket socket{"10.77.0.2:514"};
    const int small = 20000;
    setsockopt(number, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    records expected;
    size_t lost = 0;
    for (int round = 0; round < 10; ++round) {
      const std::vector<outcome> outcomes = send_all(socket, some);
      REQUIRE(outcomes.size() == 64);
      for (size_t index = 0; index < 64; ++index) {
        if (outcomes[index] == outcome::sent) expected.push_back(some[index]);
        else ++lost;
      }
    }
    CHECK(socket.last_error() == EAGAIN);
    CHECK(lost + expected.size() == 640);
    CHECK(lost > 0);
    CHECK(expected.size() > 0);
    interface.add_neighbour("10.77.0.2");
    records arrived;
    while (arrived.size() < expected.size()) {
      const std::string frame = interface.next([](const std::string& one) {
        return one.size() > 42 && one.substr(12, 2) == std::string{"\x08\0", 2} && one[23] == 17;
      });
      if (frame.size() < 42) break;
      // The size is UDP's, because short frames are filled up.
      const size_t size =
          static_cast<size_t>(static_cast<unsigned char>(frame[38])) * 256 + static_cast<unsigned char>(frame[39]) - 8;
      arrived.push_back(frame.substr(42, size));
    }
    CHECK(arrived == expected);
    interface.set_up(false);
    interface.set_up(true);
  }
}

namespace {

// A port of the loopback interface at which nobody listens.
std::string closed_port() {
  const receiver closed{AF_INET};
  return closed.address();
}

}  // namespace

TEST_CASE("udp_socket counts each refusal that the network reports, once, and sends the present datagram") {
  udp_socket socket{closed_port()};
  for (int count = 0; count < 1000; ++count) CHECK(send(socket, "into the void") == outcome::sent);
  CHECK(support::string(socket.error()) == "nobody listens there");
  CHECK(socket.take_losses() == 999);
  CHECK_FALSE(support::keeps_errno([&] { return socket.poll(1); }));
  CHECK(socket.take_losses() == 1);
  CHECK(socket.take_losses() == 0);
}

TEST_CASE("udp_socket counts the refusals of many, and all but those of a first run that is cut apart later") {
  records longer_and_longer;
  for (size_t size = 1; size <= 64; ++size) longer_and_longer.emplace_back(size, 'x');
  udp_socket mixed{closed_port()};
  for (int round = 0; round < 10; ++round) CHECK(send_all(mixed, longer_and_longer) == support::all(64, outcome::sent));
  mixed.poll(1);
  CHECK(mixed.take_losses() == 640);
  udp_socket equal{closed_port()};
  for (int round = 0; round < 10; ++round)
    CHECK(send_all(equal, some_records(64, {60})) == support::all(64, outcome::sent));
  equal.poll(1);
  const size_t losses = equal.take_losses();
  CHECK(losses <= 640);
  CHECK(losses >= 640 - 63);
}

TEST_CASE("udp_socket says what is wrong now, and nothing when all is well again") {
  const std::string address = closed_port();
  udp_socket socket{address};
  CHECK(socket.error().empty());
  send(socket, "refused");
  send(socket, "refused too");
  CHECK(support::string(socket.error()) == "nobody listens there");
  CHECK(socket.last_error() == ECONNREFUSED);
  const receiver there{AF_INET, static_cast<uint16_t>(std::stoi(address.substr(10)))};
  for (int count = 0; count < 3; ++count) send(socket, "heard");
  CHECK(socket.error().empty());
  CHECK(socket.last_error() == ECONNREFUSED);
}

TEST_CASE("udp_socket: a parent's losses are not told by its child") {
  udp_socket socket{closed_port()};
  for (int count = 0; count < 10; ++count) send(socket, "into the void");
  CHECK(support::in_child([&] {
    if (socket.take_losses() != 0) return false;
    send(socket, "child's");
    return socket.take_losses() == 1;  // the report of the parent's last one
  }));
  CHECK(socket.take_losses() == 9);
}

TEST_CASE("udp_socket whose descriptor was closed opens another, and leaves alone what has the number now") {
  const receiver there{AF_INET};
  const support::temporary_directory directory;
  const receiver foreign{AF_INET};
  for (const bool many : {false, true}) {
    udp_socket socket;
    const std::set<int> numbers = support::opened_by([&] { socket = udp_socket{there.address()}; });
    REQUIRE(numbers.size() == 1);
    const int number = *numbers.begin();
    const auto sends = [&](const std::string& record) {
      if (many) CHECK(send_all(socket, {record}) == support::all(1, outcome::sent));
      else CHECK(support::keeps_errno([&] { return send(socket, record); }) == outcome::sent);
      CHECK(there.next() == record);
    };
    sends("before");
    close(number);
    sends("closed");
    // A file, and a socket that is connected to somebody else.
    for (const bool is_file : {true, false}) {
      int current = -1;
      for (const int one : support::descriptors()) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(one, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && ntohs(peer.sin_port) == there.port)
          current = one;
      }
      REQUIRE(current > 2);
      const int other =
          is_file ? open((directory / "file").c_str(), O_RDWR | O_CREAT, 0600) : ::socket(AF_INET, SOCK_DGRAM, 0);
      if (!is_file) {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        getsockname(foreign.socket.number, reinterpret_cast<sockaddr*>(&address), &size);
        REQUIRE(connect(other, reinterpret_cast<const sockaddr*>(&address), size) == 0);
      }
      REQUIRE(dup2(other, current) == current);
      close(other);
      sends(is_file ? "a file has its number" : "a socket has its number");
      CHECK(support::read_file(directory / "file").empty());
      CHECK_FALSE(support::has_more(foreign.socket.number));
      CHECK(fcntl(current, F_GETFD) >= 0);
      if (is_file) CHECK(write(current, "x", 1) == 1);
      else CHECK(::send(current, "its own", 7, 0) == 7);
      if (is_file) CHECK(truncate((directory / "file").c_str(), 0) == 0);
      else CHECK(foreign.next() == "its own");
      // The object's end does not close it either.
      if (!is_file) {
        const int again = dup(current);
        socket = udp_socket{};
        CHECK(fcntl(current, F_GETFD) >= 0);
        close(again);
      }
      close(current);
    }
  }
}

TEST_CASE("udp_socket never has the number of a standard stream") {
  CHECK(support::in_child([] {
    const receiver there{AF_INET};
    for (int number = 0; number < 3; ++number) close(number);
    udp_socket socket{there.address()};
    for (int number = 0; number < 3; ++number)
      if (fcntl(number, F_GETFD) >= 0) return false;
    for (int number = 3; number < 100; ++number)
      if (number != there.socket.number) close(number);
    if (send(socket, "x") != outcome::sent || there.next() != "x") return false;
    for (int number = 0; number < 3; ++number)
      if (fcntl(number, F_GETFD) >= 0) return false;
    return true;
  }));
}

TEST_CASE("udp_socket's longest call: refused, full, full with patience, unreachable, descriptor closed") {
  {
    udp_socket socket{closed_port()};
    support::longest_call call{"udp_socket, refused"};
    for (int count = 0; count < 1000; ++count) call([&] { return send(socket, "into the void"); });
    for (int count = 0; count < 100; ++count) call([&] { return send_all(socket, some_records(64, {60})); });
  }
  const receiver there{AF_INET};
  {
    support::longest_call call{"udp_socket, descriptor closed each time"};
    udp_socket socket{there.address()};
    for (int count = 0; count < 100; ++count) {
      const std::set<int> before = support::descriptors();
      for (const int number : before) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(number, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && ntohs(peer.sin_port) == there.port)
          close(number);
      }
      CHECK(call([&] { return send(socket, "again"); }) == outcome::sent);
    }
  }
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  {
    udp_socket socket{"127.0.0.1:5514"};
    support::longest_call call{"udp_socket, network unreachable"};
    for (int count = 0; count < 100; ++count) CHECK(call([&] { return send(socket, "nowhere"); }) == outcome::lost);
    CHECK(support::string(socket.error()) == "the network is unreachable");
  }
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_address("10.77.0.1");
  interface.set_up(true);
  {
    const support::handle limit{open("/proc/sys/net/ipv4/neigh/lineout0/unres_qlen_bytes", O_WRONLY)};
    REQUIRE(write(limit.number, "16777216", 8) == 8);
  }
  udp_socket socket{"10.77.0.2:514"};
  {
    support::longest_call call{"udp_socket, buffer full"};
    while (call([&] { return send(socket, std::string(1000, 'x')); }) == outcome::sent) continue;
    CHECK(support::string(socket.error()) == "whoever listens there is busy");
  }
  {
    support::longest_call call{"udp_socket, buffer full, patience 20000"};
    socket.set_patience(20000);
    CHECK(call([&] { return send(socket, std::string(1000, 'x')); }) == outcome::lost);
    CHECK(call([&] { return send_all(socket, some_records(64, {1000})).front(); }) == outcome::lost);
    CHECK(call.microseconds() >= 20000);
    CHECK(call.microseconds() < 120000);
  }
  {
    support::longest_call call{"udp_socket, buffer full, patience 20000, panic"};
    socket.panic();
    CHECK(call([&] { return send(socket, std::string(1000, 'x')); }) == outcome::lost);
    CHECK(call([&] { return send_all(socket, some_records(64, {1000})).front(); }) == outcome::lost);
    CHECK(call.microseconds() < 20000);
  }
}

TEST_CASE("udp_socket needs less than 1 KB of stack in panic, and 4 KB at most") {
  if (!support::measures_stacks) return;
  const receiver there{AF_INET};
  udp_socket sent{there.address()};
  udp_socket refused{closed_port()};
  for (const auto& [socket, name] : {std::pair{&sent, "udp_socket"}, std::pair{&refused, "udp_socket, refused"}}) {
    const support::stacks used = support::stacks_of(*socket, name);
    CHECK(used.send < 1024);
    CHECK(used.send_all < 4096);
    CHECK(used.panic < 1024);
  }
}

TEST_CASE("a logger whose queue is drained into a udp_socket: each message arrives once and whole, in order") {
  const receiver there{AF_INET};
  const int big = 1 << 22;
  setsockopt(there.socket.number, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof big);
  using channel = lineout::framed<lineout::rfc3164, udp_socket>;
  lineout::message_ring<256, 256> ring;
  auto log = support::untimed(lineout::queued{channel{udp_socket{there.address()}}, ring}, {"router1", "pppd", 1234});
  for (int round = 0; round < 5; ++round) {
    records expected;
    for (int number = 0; number < 200; ++number) {
      log.warning("Connect: ppp{} <--> ether{} rx {}", number, number % 7, number * 1000);
      expected.push_back("<12>pppd[1234]: Connect: ppp" + std::to_string(number) + " <--> ether" +
                         std::to_string(number % 7) + " rx " + std::to_string(number * 1000));
    }
    CHECK_FALSE(log.poll(1000));
    CHECK(there.every() == expected);
  }
  CHECK(ring.counts().sent == 1000);
  CHECK(ring.counts().lost + ring.counts().queued + ring.counts().notices == 0);
  if (!support::may_refuse_system_calls()) return support::skip("system calls cannot be refused here");
  // No datagram has left by itself.
  CHECK(support::in_child([&] {
    if (!support::refuse_system_call(SYS_sendto, EPERM)) return false;
    records expected;
    for (int number = 0; number < 128; ++number) {
      log.info("{} {}", number, number % 3 == 0 ? "long" : "short");
      expected.push_back("<14>pppd[1234]: " + std::to_string(number) + (number % 3 == 0 ? " long" : " short"));
    }
    log.poll(1000);
    return there.every() == expected;
  }));
}
