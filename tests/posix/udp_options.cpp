#include <lineout/posix/udp_options.hpp>

#include <lineout/posix/udp_socket.hpp>

#include "posix/sockets.hpp"

using lineout::outcome;
using lineout::posix::too_long;
using lineout::posix::udp_options;
using lineout::posix::udp_socket;
using support::send;
using support::send_all;

namespace {

bool is_udp(const std::string& frame) {
  return frame.size() >= 42 && frame.substr(12, 2) == "\x08" + std::string(1, '\0') && frame[23] == 17;
}
unsigned octet(const std::string& of, size_t at) { return static_cast<unsigned char>(of[at]); }
std::string mac_of(const std::string& frame) { return frame.substr(0, 6); }
std::string payload_of(const std::string& frame) {
  return frame.substr(42, octet(frame, 38) * 256 + octet(frame, 39) - 8);
}

// A network with an interface that has an address, and a neighbour of which nobody has to ask.
struct one_network {
  support::private_network network;
  support::virtual_interface interface { "lineout0", IFF_TAP };
  bool is_there = network && interface;
  one_network() {
    if (!is_there) support::skip("a network namespace needs root and /dev/net/tun");
    if (!is_there) return;
    interface.set_address("10.77.0.1");
    interface.set_up(true);
    interface.add_neighbour("10.77.0.2");
  }
};

}  // namespace

TEST_CASE("a broadcast is sent only by a udp_socket that was asked for it") {
  one_network here;
  if (!here.is_there) return;
  udp_socket plain{"10.77.0.255:514"};
  CHECK(send(plain, "x") == outcome::lost);
  CHECK(support::string(plain.error()) == "permission denied");
  udp_options options;
  options.broadcast = true;
  udp_socket socket{"10.77.0.255:514", options};
  CHECK(send(socket, "to all") == outcome::sent);
  const std::string frame = here.interface.next(is_udp);
  CHECK(mac_of(frame) == "\xff\xff\xff\xff\xff\xff");
  CHECK(payload_of(frame) == "to all");
}

TEST_CASE("what is for a group leaves by the interface, and with the hops, that were asked for") {
  one_network here;
  if (!here.is_there) return;
  support::virtual_interface other{"lineout1", IFF_TAP};
  other.set_address("10.78.0.1");
  other.set_up(true);
  for (const unsigned hops : {1U, 5U}) {
    udp_options options;
    options.multicast_hops = static_cast<uint8_t>(hops);
    options.multicast_interface = "lineout1";
    udp_socket socket{"239.129.2.3:514", options};
    CHECK(send(socket, "to some") == outcome::sent);
    const std::string frame = other.next(is_udp);
    CHECK(mac_of(frame) == std::string{"\x01\0\x5e\x01\x02\x03", 6});
    CHECK(octet(frame, 22) == hops);
    CHECK(payload_of(frame) == "to some");
  }
  udp_options wrong;
  wrong.multicast_interface = "lineout7";
  udp_socket socket{"239.129.2.3:514", wrong};
  CHECK(support::string(socket.error()) == "no such device");
  CHECK(send(socket, "nowhere") == outcome::lost);
}

TEST_CASE("a udp_socket sends from the address and the port that it was given") {
  one_network here;
  if (!here.is_there) return;
  udp_options options;
  options.source = "10.77.0.1:5514";
  udp_socket socket{"10.77.0.2:514", options};
  CHECK(send(socket, "x") == outcome::sent);
  std::string frame = here.interface.next(is_udp);
  CHECK(octet(frame, 34) * 256 + octet(frame, 35) == 5514);
  options.source = "10.77.0.1";
  udp_socket any_port{"10.77.0.2:514", options};
  CHECK(send(any_port, "x") == outcome::sent);
  frame = here.interface.next(is_udp);
  CHECK(octet(frame, 34) * 256 + octet(frame, 35) != 514);
  options.source = "10.99.0.1";
  udp_socket not_ours{"10.77.0.2:514", options};
  CHECK(support::string(not_ours.error()) == "the address is not available");
  CHECK(send(not_ours, "x") == outcome::lost);
  options.source = "router1";
  CHECK(support::string(udp_socket{"10.77.0.2:514", options}.error()) == "the source is an address in numbers");
}

TEST_CASE("a udp_socket that is bound to an interface uses no other one, also when that comes later or comes back") {
  one_network here;
  if (!here.is_there) return;
  udp_options options;
  options.broadcast = true;
  options.interface = "lineout1";
  udp_socket socket{"255.255.255.255:514", options};
  CHECK(socket);
  CHECK(support::string(socket.error()) == "no such device");
  CHECK(send(socket, "too early") == outcome::lost);
  CHECK(send_all(socket, {"too early", "too"}) == support::all(2, outcome::lost));
  for (int time = 0; time < 2; ++time) {
    support::virtual_interface other{"lineout1", IFF_TAP};
    other.set_address("10.78.0.1");
    other.set_up(true);
    CHECK(send(socket, "there") == outcome::sent);
    CHECK(payload_of(other.next(is_udp)) == "there");
    CHECK(socket.error().empty());
  }
  CHECK(send(socket, "gone") == outcome::lost);
  usleep(10000);
  while (support::has_more(here.interface.number())) CHECK_FALSE(is_udp(support::receive(here.interface.number())));
}

TEST_CASE("a record that is too long for the way there is lost, or cut and marked, and no character is torn") {
  one_network here;
  if (!here.is_there) return;
  here.interface.set_mtu(576);
  std::string record = "<13>tag: ";
  while (record.size() < 1000) record += "\xe2\x82\xac";  // a euro sign
  udp_options options;
  options.never_fragment = true;
  udp_socket loses{"10.77.0.2:514", options};
  CHECK(send(loses, record) == outcome::lost);
  CHECK(support::string(loses.error()) == "a record is too long for the way there");
  options.when_too_long = too_long::cut;
  udp_socket cuts{"10.77.0.2:514", options};
  for (const bool many : {false, true}) {
    if (many) CHECK(send_all(cuts, {record, record}) == support::all(2, outcome::sent));
    else CHECK(send(cuts, record) == outcome::sent);
    for (int count = 0; count < (many ? 2 : 1); ++count) {
      const std::string arrived = payload_of(here.interface.next(is_udp));
      CHECK(arrived.size() <= 548);
      CHECK(arrived.size() > 540);
      CHECK(arrived.substr(arrived.size() - 3) == "...");
      const std::string kept = arrived.substr(0, arrived.size() - 3);
      CHECK(kept == record.substr(0, kept.size()));
      CHECK((kept.size() - 9) % 3 == 0);
    }
  }
  options.when_too_long = too_long::split;
  udp_socket splits{"10.77.0.2:514", options};
  CHECK(send(splits, record) == outcome::sent);
  std::string text;
  while (text.size() < record.size() - 9) {
    const std::string arrived = payload_of(here.interface.next(is_udp));
    REQUIRE(arrived.size() <= 548);
    REQUIRE(arrived.substr(0, 9) == "<13>tag: ");
    REQUIRE((arrived.size() - 9) % 3 == 0);
    text += arrived.substr(9);
  }
  CHECK(text == record.substr(9));
  CHECK(send(cuts, "short") == outcome::sent);
  CHECK(payload_of(here.interface.next(is_udp)) == "short");
  CHECK(send(loses, "short") == outcome::sent);
}

TEST_CASE("a record that no datagram takes is cut to the largest one") {
  const support::handle there{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(there.number, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  getsockname(there.number, reinterpret_cast<sockaddr*>(&address), &size);
  udp_options options;
  options.when_too_long = too_long::cut;
  udp_socket socket{"127.0.0.1:" + std::to_string(ntohs(address.sin_port)), options};
  CHECK(send(socket, std::string(70000, 'x')) == outcome::sent);
  CHECK(support::receive(there.number) == std::string(65504, 'x') + "...");
}
