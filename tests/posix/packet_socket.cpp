#include <lineout/posix/packet_socket.hpp>

#include <vector>

#include <lineout/sinks/udp_frame.hpp>

#include "posix/sockets.hpp"
#include "posix/support.hpp"

using lineout::outcome;
using lineout::size_t;
using lineout::posix::packet_socket;
using support::send;

namespace {

const std::string mac{"\x02\x00\x00\x00\x00\x0a", 6};

// An Ethernet frame of a type for experiments (IEEE 802a).
std::string frame(const std::string& payload) {
  return std::string{"\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x0a\x88\xb5", 14} + payload;
}
bool is_ours(const std::string& frame) { return frame.size() > 14 && frame.substr(12, 2) == "\x88\xb5"; }

using records = std::vector<std::string>;

// Hands the records on together, and gives their outcomes: s or l for each.
template <typename Sink> std::string send_all(Sink& to, const records& all) {
  records storage;
  std::vector<lineout::packet> packets;
  for (const std::string& one : all)
    storage.push_back(std::string(Sink::headroom, '#') + one + std::string(Sink::tailroom, '#'));
  for (size_t index = 0; index < all.size(); ++index) {
    packets.emplace_back(storage[index].data(), storage[index].size(), size_t{Sink::headroom});
    packets.back().append(all[index].size());
  }
  std::vector<outcome> outcomes(all.size(), outcome::queued);
  support::keeps_errno([&] { return to.send_all(packets.data(), outcomes.data(), all.size()), 0; });
  std::string result;
  for (const outcome one : outcomes) result += one == outcome::sent ? 's' : one == outcome::lost ? 'l' : '?';
  return result;
}

const lineout::stack untagged{lineout::udp{514, 5140}, lineout::ipv4{"10.77.0.1", "10.77.0.2"},
                              lineout::ethernet{"02:00:00:00:00:0b", "02:00:00:00:00:0a"}};
const lineout::stack tagged{lineout::udp{514, 5140}, lineout::ipv4{"10.77.0.1", "10.77.0.2"}, lineout::vlan{42, 5},
                            lineout::ethernet{"02:00:00:00:00:0b", "02:00:00:00:00:0a"}};
bool is_udp(const std::string& frame) { return frame.size() >= 42 && frame.substr(6, 6) == mac; }

// The frames that the records are, one at a time.
template <typename... Layers> records one_by_one(const records& all, lineout::stack<Layers...> layers) {
  records result;
  lineout::udp_frame alone{[&result](const char* bytes, size_t size) { result.emplace_back(bytes, size); }, layers};
  for (const std::string& one : all) send(alone, one);
  return result;
}
records next(support::virtual_interface& interface, size_t count) {
  records result;
  while (result.size() < count) {
    result.push_back(interface.next(is_udp));
    if (!is_udp(result.back())) break;
  }
  return result;
}
// count records of this size, which differ.
records records_of(size_t size, size_t count) {
  records result;
  for (size_t index = 0; index < count; ++index) result.emplace_back(size, static_cast<char>('a' + index % 26));
  return result;
}
records operator+(records first, const records& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

TEST_CASE("packet_socket sends whole frames as they are, and knows the interface's address") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_mac(mac);
  interface.set_up(true);
  packet_socket socket{"lineout0"};
  CHECK(socket);
  CHECK(socket.error().empty());
  CHECK(socket.mac() == lineout::mac_address{"02:00:00:00:00:0a"});
  CHECK(send(socket, frame("hello")) == outcome::sent);
  CHECK(interface.next(is_ours) == frame("hello"));
  CHECK(send(socket, frame(std::string(1500, 'x'))) == outcome::sent);
  CHECK(interface.next(is_ours) == frame(std::string(1500, 'x')));
  CHECK(socket.last_error() == 0);
}

TEST_CASE("packet_socket loses what is no frame, and sends the next") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_up(true);
  packet_socket socket{"lineout0"};
  CHECK(send(socket, frame(std::string(1501, 'x'))) == outcome::lost);
  CHECK(socket.last_error() == EMSGSIZE);
  CHECK(support::keeps_errno([&] { return send(socket, "short"); }) == outcome::lost);
  CHECK(send(socket, frame("next")) == outcome::sent);
  CHECK(interface.next(is_ours) == frame("next"));
}

TEST_CASE("many records of one size leave as the frames that they are one at a time") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_up(true);
  const auto is_the_same = [&interface](const records& all, const auto& layers) {
    lineout::udp_frame<packet_socket, std::remove_cvref_t<decltype(layers)>> sink{packet_socket{"lineout0"}, layers};
    CHECK(send_all(sink, all) == std::string(all.size(), 's'));
    CHECK(next(interface, all.size()) == one_by_one(all, layers));
    CHECK(sink.next().last_error() == 0);
    return sink.next().segments();
  };
  if (!is_the_same(records_of(92, 64), untagged)) support::skip("this kernel does not segment (Linux 6.2 does)");
  is_the_same(records_of(91, 64), tagged);
  is_the_same(records_of(1472, 64), untagged);
  is_the_same(records_of(1472, 3), tagged);
  is_the_same({"one"}, untagged);
  is_the_same(records_of(1, 2), untagged);
  is_the_same(records_of(92, 5) + records_of(40, 1) + records_of(41, 2) + records_of(0, 2), untagged);
  records all;
  for (size_t index = 0; index < 64; ++index)
    all.emplace_back(100 + index * 7 % 5, static_cast<char>('a' + index % 26));
  is_the_same(all, untagged);
  is_the_same(all, tagged);
}

TEST_CASE("many whole frames leave in order") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_up(true);
  packet_socket socket{"lineout0"};
  records frames;
  for (int index = 0; index < 40; ++index) frames.push_back(frame("frame " + std::to_string(index)));
  records mixed = frames;
  mixed.insert(mixed.begin() + 17, "short");
  mixed.insert(mixed.begin() + 3, frame(std::string(1501, 'x')));
  CHECK(send_all(socket, mixed) == "sssl" + std::string(14, 's') + "l" + std::string(23, 's'));
  for (const std::string& one : frames) CHECK(interface.next(is_ours) == one);
}

TEST_CASE("a record that is too large for the interface is lost, and not the others of its size before it shrank") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_up(true);
  lineout::udp_frame<packet_socket> sink{packet_socket{"lineout0"}, untagged};
  CHECK(send_all(sink, records_of(972, 2)) == "ss");
  interface.set_mtu(1000);
  CHECK(send_all(sink, records_of(972, 3) + records_of(973, 2) + records_of(60, 2)) == "sssllss");
  CHECK(sink.next().last_error() == EMSGSIZE);
  CHECK_FALSE(sink.poll(1));
  CHECK(sink.next().segments());
  next(interface, 2);
  for (const size_t size : {1014U, 1014U, 1014U, 102U, 102U}) CHECK(interface.next(is_udp).size() == size);
  // What every interface takes is not asked for anew; one that is smaller is remembered.
  interface.set_mtu(300);
  lineout::udp_frame<packet_socket, std::remove_cvref_t<decltype(tagged)>> small{packet_socket{"lineout0"}, tagged};
  CHECK(send_all(small, records_of(272, 2) + records_of(273, 2)) == "ssll");
  CHECK(next(interface, 2).back().size() == 46 + 272);
  interface.set_mtu(1500);
  CHECK(send_all(sink, records_of(1472, 2)) == "ss");
  CHECK(next(interface, 2).back().size() == 1514);
}

TEST_CASE("a kernel that refuses to segment is given whole frames from then on") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_up(true);
  lineout::udp_frame<packet_socket> sink{packet_socket{"lineout0"}, untagged};
  CHECK_FALSE(sink.poll(1));
  CHECK(sink.next().segments());
  // It refuses what has its UDP header behind its end.
  std::string storage = std::string(10, '#') + frame(std::string(100, 'x')) + std::string(60, 'y');
  lineout::packet first{storage.data(), 124, 10};
  first.append(114);
  lineout::packet rest{storage.data() + 124, 60, 0};
  rest.append(60);
  lineout::segmented_frame both{first, &rest, 1, 54, 2000};
  outcome result = outcome::queued;
  CHECK(support::keeps_errno([&] { return sink.next().send_segmented(&both, &result, 1); }) == 0);
  CHECK(result == outcome::queued);
  CHECK_FALSE(sink.next().segments());
  const records all = records_of(92, 60) + records_of(91, 4);
  CHECK(send_all(sink, all) == std::string(64, 's'));
  CHECK(next(interface, 64) == one_by_one(all, untagged));
}

TEST_CASE("many records survive an interface that is down, and one that is removed and made anew") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  lineout::udp_frame<packet_socket> sink{packet_socket{"lineout0"}, untagged};
  const records all = records_of(92, 5) + records_of(93, 1) + records_of(94, 20);
  CHECK(send_all(sink, all) == std::string(26, 'l'));
  CHECK(sink.next().last_error() == ENODEV);
  for (int time = 0; time < 2; ++time) {
    // Another one first, so that the number of ours changes.
    const support::virtual_interface other{time == 0 ? "lineout1" : "lineout2", IFF_TAP};
    support::virtual_interface interface { "lineout0", IFF_TAP };
    if (!interface) return support::skip("/dev/net/tun is not to be had");
    CHECK(send_all(sink, all) == std::string(26, 'l'));
    CHECK(sink.next().last_error() == ENETDOWN);
    interface.set_up(true);
    CHECK(send_all(sink, all) == std::string(26, 's'));
    CHECK(next(interface, 26).back().size() == 42 + 94);
  }
  // Removed and made anew between two batches.
  support::virtual_interface interface { "lineout0", IFF_TAP };
  interface.set_up(true);
  CHECK(send_all(sink, all) == std::string(26, 's'));
  CHECK(next(interface, 26).back().size() == 42 + 94);
  CHECK_FALSE(sink.poll(1));
  CHECK(sink.next().segments());
}

TEST_CASE("packet_socket survives an interface that is down, and one that is removed and made anew") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  packet_socket socket{"lineout0"};
  CHECK(socket);
  CHECK(support::string(socket.error()) == "no such interface");
  CHECK(socket.mac() == lineout::mac_address{});
  CHECK(send(socket, frame("too early")) == outcome::lost);
  CHECK(socket.last_error() == ENODEV);
  {
    support::virtual_interface interface { "lineout0", IFF_TAP };
    if (!interface) return support::skip("/dev/net/tun is not to be had");
    CHECK(send(socket, frame("not up yet")) == outcome::lost);
    CHECK(socket.last_error() == ENETDOWN);
    interface.set_up(true);
    CHECK(send(socket, frame("up")) == outcome::sent);
    CHECK(interface.next(is_ours) == frame("up"));
    interface.set_up(false);
    CHECK(support::keeps_errno([&] { return send(socket, frame("down")); }) == outcome::lost);
    interface.set_up(true);
    CHECK(send(socket, frame("up again")) == outcome::sent);
    CHECK(interface.next(is_ours) == frame("up again"));
  }
  CHECK(send(socket, frame("gone")) == outcome::lost);
  CHECK(socket);
  {
    // Another one first, so that the number of ours changes.
    const support::virtual_interface other{"lineout1", IFF_TAP};
    support::virtual_interface interface { "lineout0", IFF_TAP };
    interface.set_mac(mac);
    interface.set_up(true);
    CHECK(send(socket, frame("back")) == outcome::sent);
    CHECK(interface.next(is_ours) == frame("back"));
    CHECK(socket.mac() == lineout::mac_address{"02:00:00:00:00:0a"});
  }
  // Removed and made anew between two frames.
  support::virtual_interface interface { "lineout0", IFF_TAP };
  interface.set_up(true);
  CHECK(send(socket, frame("unnoticed")) == outcome::sent);
  CHECK(interface.next(is_ours) == frame("unnoticed"));
}

TEST_CASE("packet_socket does not wait for a driver whose queue is full, and sends the next") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_up(true);
  packet_socket socket{"lineout0"};
  for (int count = 0; count < 20000; ++count) send(socket, frame("nobody reads"));
  size_t arrived = 0;
  while (support::has_more(interface.number())) arrived += is_ours(support::receive(interface.number())) ? 1 : 0;
  CHECK(arrived > 0);
  CHECK(arrived < 20000);
  CHECK(send(socket, frame("next")) == outcome::sent);
  CHECK(interface.next(is_ours) == frame("next"));
}

TEST_CASE("packet_socket says in words what is wrong, and loses") {
  for (const char* const wrong : {"", "sixteen-letters!"}) {
    CAPTURE(wrong);
    packet_socket socket{wrong};
    CHECK_FALSE(socket);
    CHECK(support::string(socket.error()) == "an interface's name has 1 to 15 characters");
    CHECK(send(socket, frame("x")) == outcome::lost);
  }
  packet_socket none;
  CHECK_FALSE(none);
  CHECK(none.mac() == lineout::mac_address{});
  CHECK(support::string(none.error()) == "there is no interface");
  CHECK(send(none, frame("x")) == outcome::lost);
}

TEST_CASE("packet_socket says which permission is missing") {
  if (getuid() == 0) {
    CHECK(support::in_child([] {
      return setuid(65534) == 0 &&
             support::string(packet_socket{"lo"}.error()) == "raw frames need root or CAP_NET_RAW";
    }));
  } else {
    CHECK(support::string(packet_socket{"lo"}.error()) == "raw frames need root or CAP_NET_RAW");
  }
}

TEST_CASE("packet_socket that has been moved from loses") {
  packet_socket first{"lo"};
  const packet_socket second{static_cast<packet_socket&&>(first)};
  CHECK_FALSE(first);
  CHECK(send(first, frame("x")) == outcome::lost);
  CHECK(send_all(first, {frame("x"), frame("y")}) == "ll");
}

namespace {

bool command(const std::string& words) { return system((words + " >/dev/null 2>&1").c_str()) == 0; }

// How many frames of ours wait at the other end of a cable.
class cable_end {
 public:
  explicit cable_end(const char* name) : socket_{::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)} {
    const int big = 1 << 25;
    setsockopt(socket_.number, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof big);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(0x0003);
    address.sll_ifindex = static_cast<int>(if_nametoindex(name));
    REQUIRE(bind(socket_.number, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  // A frame of several records that has not been cut yet counts as so many.
  size_t count() const {
    size_t result = 0;
    char frame[70000];
    for (ssize_t size; (size = recv(socket_.number, frame, sizeof frame, MSG_TRUNC)) > 0;) {
      const std::string bytes{frame, static_cast<size_t>(size)};
      if (is_ours(bytes)) ++result;
      else if (is_udp(bytes)) result += static_cast<size_t>(size - 42 + 399) / 400;
    }
    return result;
  }

 private:
  support::handle socket_;
};

void settle() { usleep(20000); }

}  // namespace

TEST_CASE("packet_socket follows the name of its interface, not the interface that had it") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  if (!command("ip link add va type veth peer name vb && ip link set va up && ip link set vb up"))
    return support::skip("no ip, or no veth");
  packet_socket socket{"va"};
  const cable_end old{"vb"};
  for (int count = 0; count < 8; ++count) CHECK(send(socket, frame("before")) == outcome::sent);
  CHECK(old.count() == 8);
  // While nothing is sent.
  REQUIRE(
      command("ip link set va name vold && ip link add va type veth peer name vc && ip link set va up && "
              "ip link set vc up"));
  const cable_end now{"vc"};
  settle();
  for (int count = 0; count < 64; ++count) CHECK(send(socket, frame("after")) == outcome::sent);
  CHECK(now.count() == 64);
  CHECK(old.count() == 0);
}

TEST_CASE("packet_socket segments nothing that the interface's MTU does not take now") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  if (!command("ip link add va type veth peer name vb && ip link set va up && ip link set vb up"))
    return support::skip("no ip, or no veth");
  lineout::udp_frame<packet_socket> sink{packet_socket{"va"}, untagged};
  const cable_end there{"vb"};
  CHECK(send_all(sink, records_of(400, 64)) == std::string(64, 's'));
  CHECK(there.count() == 64);
  REQUIRE(command("ip link set va mtu 300"));
  CHECK(send_all(sink, records_of(400, 64)) == std::string(64, 'l'));
  CHECK(there.count() == 0);
  CHECK(sink.next().last_error() == EMSGSIZE);
}

TEST_CASE("packet_socket refuses an interface that carries no Ethernet frames, and says so") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TUN };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_up(true);
  packet_socket socket{"lineout0"};
  CHECK(support::string(socket.error()) == "the interface does not carry Ethernet frames");
  CHECK(send(socket, frame("x")) == outcome::lost);
  CHECK(support::string(socket.error()) == "the interface does not carry Ethernet frames");
}

TEST_CASE("packet_socket loses what is sent on an interface that has had no carrier for a while") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  if (!command("ip link add va type veth peer name vb && ip link set va up && ip link set vb up"))
    return support::skip("no ip, or no veth");
  packet_socket socket{"va"};
  CHECK(send(socket, frame("before")) == outcome::sent);
  REQUIRE(command("ip link set vb down"));
  const auto begin = std::chrono::steady_clock::now();
  int sent = 0;
  while (send(socket, frame("nobody hears")) == outcome::sent && ++sent < 3000) usleep(1000);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds{2500});
  CHECK(support::string(socket.error()) == "the network interface has no carrier");
  for (int count = 0; count < 10; ++count) CHECK(send(socket, frame("nobody hears")) == outcome::lost);
  REQUIRE(command("ip link set vb up"));
  const cable_end there{"vb"};
  for (int count = 0; count < 2000 && send(socket, frame("after")) != outcome::sent; ++count) usleep(1000);
  CHECK(there.count() == 1);
  CHECK(socket.error().empty());
}

TEST_CASE(
    "packet_socket: behind a full shaper what is sent is what arrives, whether that was there before or comes later") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  if (!command("ip link add va type veth peer name vb && ip link set va up && ip link set vb up"))
    return support::skip("no ip, or no veth");
  const std::string shaper = "tc qdisc replace dev va root tbf rate 1mbit burst 5000 limit 20000";
  for (const bool before : {true, false}) {
    command("tc qdisc del dev va root");
    const cable_end there{"vb"};
    if (before && !command(shaper)) return support::skip("no tc, or no tbf");
    lineout::udp_frame<packet_socket> sink{packet_socket{"va"}, untagged};
    size_t sent = 0;
    if (!before) {
      CHECK(sink.next().segments());
      CHECK(send_all(sink, records_of(400, 64)) == std::string(64, 's'));
      sent = 64;
      REQUIRE(command(shaper));
      settle();
    }
    for (int round = 0; round < 2; ++round) {
      const std::string outcomes = send_all(sink, records_of(400, 64));
      for (const char one : outcomes) sent += one == 's' ? 1 : 0;
    }
    CHECK(sent < (before ? 128 : 192));
    CHECK_FALSE(sink.next().segments());
    CHECK_FALSE(sink.poll(1));
    CHECK_FALSE(sink.next().segments());
    usleep(600000);  // until the shaper has let go of all
    CHECK(there.count() == sent);
    // Without it, after a poll, as before.
    REQUIRE(command("tc qdisc del dev va root"));
    settle();
    send(sink, std::string(400, 'x'));
    CHECK_FALSE(sink.poll(1));
    CHECK(sink.next().segments());
  }
}

TEST_CASE("packet_socket whose descriptor was closed opens another, and leaves alone what has the number now") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_up(true);
  const support::temporary_directory directory;
  packet_socket socket;
  const std::set<int> numbers = support::opened_by([&] { socket = packet_socket{"lineout0"}; });
  CHECK(send(socket, frame("before")) == outcome::sent);
  CHECK(interface.next(is_ours) == frame("before"));
  for (const int number : numbers) close(number);
  const int file = open((directory / "file").c_str(), O_RDWR | O_CREAT, 0600);
  for (const int number : numbers)
    if (number != file) REQUIRE(dup2(file, number) == number);
  CHECK(send(socket, frame("after")) == outcome::sent);
  CHECK(interface.next(is_ours) == frame("after"));
  CHECK(send_all(socket, {frame("many"), frame("more")}) == "ss");
  CHECK(interface.next(is_ours) == frame("many"));
  CHECK(support::read_file(directory / "file").empty());
  socket = packet_socket{};
  for (const int number : numbers) CHECK(fcntl(number, F_GETFD) >= 0);
  for (const int number : numbers) close(number);
}

TEST_CASE("packet_socket's longest call: missing interface, driver full, full with patience") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  {
    packet_socket missing{"lineout0"};
    support::longest_call call{"packet_socket, interface missing"};
    for (int count = 0; count < 100; ++count) CHECK(call([&] { return send(missing, frame("x")); }) == outcome::lost);
  }
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_up(true);
  packet_socket socket{"lineout0"};
  {
    support::longest_call call{"packet_socket, nobody reads"};
    for (int count = 0; count < 5000; ++count) call([&] { return send(socket, frame("nobody reads")); });
    for (int count = 0; count < 20; ++count) call([&] { return send_all(socket, records(64, frame("nobody reads"))); });
  }
  {
    support::longest_call call{"packet_socket, nobody reads, patience 20000"};
    socket.set_patience(20000);
    for (int count = 0; count < 5; ++count) call([&] { return send(socket, frame("nobody reads")); });
    call([&] { return send_all(socket, records(64, frame("nobody reads"))); });
    CHECK(call.microseconds() < 120000);
  }
  {
    support::longest_call call{"packet_socket, nobody reads, patience 20000, panic"};
    socket.panic();
    for (int count = 0; count < 5; ++count) call([&] { return send(socket, frame("nobody reads")); });
    call([&] { return send_all(socket, records(64, frame("nobody reads"))); });
    CHECK(call.microseconds() < 20000);
  }
  {
    support::longest_call call{"packet_socket, poll"};
    packet_socket polled{"lineout0"};
    for (int count = 0; count < 1000; ++count) call([&] { return polled.poll(1); });
  }
}

TEST_CASE("packet_socket, and udp_frame on it, need less than 1 KB of stack in panic") {
  if (!support::measures_stacks) return;
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  if (!command("ip link add va type veth peer name vb && ip link set va up && ip link set vb up"))
    return support::skip("no ip, or no veth");
  packet_socket socket{"va"};
  const support::stacks alone = support::stacks_of(socket, "packet_socket");
  CHECK(alone.send < 1024);
  CHECK(alone.send_all < 12 * 1024);
  CHECK(alone.panic < 1024);
  for (const auto order : {lineout::batch_order::in_order, lineout::batch_order::by_length}) {
    lineout::udp_frame<packet_socket> sink{packet_socket{"va"}, untagged, lineout::padding::none, order};
    const support::stacks used = support::stacks_of(sink, "udp_frame on packet_socket");
    CHECK(used.send < 1024);
    CHECK(used.send_all < 13 * 1024);
    CHECK(used.panic < 1024);
  }
}

TEST_CASE("frames over IPv6, one at a time and many at once, are what the kernel's own stack takes for right") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  if (!command("ip link add va type veth peer name vb && ip link set va up && ip link set vb up && "
               "ip -6 address add fd77::2/64 dev vb nodad"))
    return support::skip("no ip, no veth, or no IPv6");
  const support::handle there{::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  const int big = 1 << 22;
  setsockopt(there.number, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof big);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(5140);
  REQUIRE(bind(there.number, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  const lineout::ipv6_address from{"fd77::99"};
  for (const bool to_group : {false, true}) {
    const lineout::ipv6_address to = to_group ? lineout::ipv6_address{"ff02::1"} : lineout::ipv6_address{"fd77::2"};
    const lineout::mac_address far = to_group ? lineout::group_mac(to) : lineout::mac_address::broadcast();
    lineout::udp_frame sink{packet_socket{"va"},
                            lineout::stack{lineout::udp{514, 5140}, lineout::ipv6{from, to, {.flow_label = 0x12345}},
                                           lineout::ethernet{far, "02:00:00:00:00:0a"}}};
    CHECK(send(sink, "alone") == outcome::sent);
    CHECK(support::receive(there.number) == "alone");
    const records all = records_of(100, 40) + records_of(101, 1) + records_of(7, 23);
    CHECK(send_all(sink, all) == std::string(64, 's'));
    records arrived;
    while (arrived.size() < all.size()) {
      arrived.push_back(support::receive(there.number));
      if (arrived.back() == "(nothing arrived)") break;
    }
    CHECK(arrived == all);
    CHECK(sink.next().segments());
  }
}
