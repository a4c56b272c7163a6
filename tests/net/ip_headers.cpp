#include <lineout/net/ip_headers.hpp>

#include <doctest/doctest.h>

#include <string>

#include "support/packets.hpp"

namespace {

using lineout::ip_headers;
using lineout::ip_protocol;
using support::ipv4;
using support::ipv6;

static_assert(ip_headers::read({}).version == 0);
static_assert(ip_headers::read("E").version == 0);
static_assert(ip_headers::read("a text that is longer than twenty bytes").version == 0);

}  // namespace

TEST_CASE("an IPv4 header is read field by field, and the payload lies behind it") {
  const std::string packet =
      ipv4({.protocol = 17, .options = "1234", .identification = 0x8001, .fragment = 0x6000 + 3}, "data");
  const ip_headers ip = ip_headers::read(packet);
  CHECK(ip.version == 4);
  CHECK(ip.whole);
  CHECK(ip.dont_fragment);
  CHECK(ip.more_fragments);
  CHECK(ip.is(ip_protocol::udp));
  CHECK(ip.source == lineout::text{"\xd1\x35\x11\x16", 4});
  CHECK(ip.destination == lineout::text{"\xc6\x49\xdc\x11", 4});
  CHECK(ip.header_size == 24);
  CHECK(ip.total_size == 28);
  CHECK(ip.identification == 0x8001);
  CHECK(ip.fragment_offset == 24);
  CHECK(ip.payload == lineout::text{"data"});
  CHECK(ip.payload.data() == packet.data() + 24);
}

TEST_CASE("an IPv6 header is read with its extension headers") {
  const std::string packet = ipv6({.next = 0}, support::extension(43, 2) + support::extension(44) +
                                                   support::fragment_header(6, 80, true, 0xfedcba98) + "data");
  const ip_headers ip = ip_headers::read(packet);
  CHECK(ip.version == 6);
  CHECK(ip.whole);
  CHECK(ip.more_fragments);
  CHECK(ip.is(ip_protocol::fragment));
  CHECK(ip.source.size() == 16);
  CHECK(ip.source[0] == '\x20');
  CHECK(ip.destination[15] == '\x02');
  CHECK(ip.header_size == 72);
  CHECK(ip.total_size == 76);
  CHECK(ip.identification == 0xfedcba98);
  CHECK(ip.fragment_offset == 80);
  CHECK(ip.payload == lineout::text{"data"});
}

TEST_CASE("padding behind a packet is not its payload, and a packet cut short has what there is") {
  const std::string packet = ipv4({}, "data");
  CHECK(ip_headers::read(packet + "padding").payload == lineout::text{"data"});
  CHECK(ip_headers::read(packet.substr(0, 22)).payload == lineout::text{"da"});
  CHECK(ip_headers::read(packet.substr(0, 22)).total_size == 24);
  CHECK(ip_headers::read(ipv6({}, "data") + "padding").payload == lineout::text{"data"});
  // A jumbogram, or one whose length an interface fills in.
  std::string unknown = ipv6({}, "data");
  unknown[5] = 0;
  CHECK(ip_headers::read(unknown).payload == lineout::text{"data"});
}

TEST_CASE("headers that are not there in full are said not to be, and there is no payload") {
  const auto read = [](const std::string& packet) { return ip_headers::read(packet); };
  std::string packet = ipv4({.options = "1234"}, "");
  CHECK(read(packet).whole);
  CHECK_FALSE(read(packet.substr(0, 23)).whole);
  CHECK(read(packet.substr(0, 23)).payload.empty());
  packet[0] = 0x44;
  CHECK_FALSE(read(packet).whole);
  packet = ipv6({.next = 60}, support::extension(6, 2));
  CHECK(read(packet).whole);
  CHECK(read(packet).is(ip_protocol::tcp));
  CHECK_FALSE(read(packet.substr(0, 55)).whole);
  CHECK(read(packet.substr(0, 55)).is(ip_protocol::destination));
  CHECK(read(packet.substr(0, 55)).payload.empty());
  CHECK(read(packet.substr(0, 55)).header_size == 40);
  packet = ipv6({.next = 44}, support::fragment_header(6, 0, false, 1));
  CHECK(read(packet).whole);
  CHECK_FALSE(read(packet.substr(0, 47)).whole);
  packet = ipv6({.next = 51}, support::byte(6) + support::byte(1) + std::string(10, '\0'));
  CHECK(read(packet).whole);
  CHECK_FALSE(read(packet.substr(0, 51)).whole);
}

TEST_CASE("a chain of extension headers comes to its end") {
  std::string chain;
  for (int count = 0; count < 8000; ++count) chain += support::extension(60);
  const std::string packet = ipv6({.next = 60}, chain);
  CHECK_FALSE(ip_headers::read(packet).whole);
  CHECK(ip_headers::read(packet).header_size == 40 + 64000);
}
