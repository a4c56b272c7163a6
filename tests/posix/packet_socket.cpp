#include <lineout/posix/packet_socket.hpp>

#include "support.hpp"

using lineout::outcome;
using lineout::posix::packet_socket;
using support::send;

namespace {

const std::string mac{"\x02\x00\x00\x00\x00\x0a", 6};

// An Ethernet frame of a type for experiments (IEEE 802a).
std::string frame(const std::string& payload) {
  return std::string{"\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x0a\x88\xb5", 14} + payload;
}
bool is_ours(const std::string& frame) { return frame.size() > 14 && frame.substr(12, 2) == "\x88\xb5"; }

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
}
