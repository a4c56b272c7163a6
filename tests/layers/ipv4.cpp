#include <lineout/layers/ipv4.hpp>

#include <doctest/doctest.h>

#include "support/layer.hpp"

namespace {

using support::is;
using support::prepended;

constexpr lineout::no_layer wire;

static_assert(is(prepended(lineout::ipv4{"192.168.0.1", "192.168.0.199"}, 17, wire),
                 {0x45, 0, 0, 22, 0, 1, 0x40, 0, 64, 17, 0xb8, 0xbd, 192, 168, 0, 1, 192, 168, 0, 199, 'h', 'i'}));
// 0x4500 + 22 + 1 + 0x4000 + 0x4011 = 0xc528, and 0x3ad7 more makes 0xffff.
static_assert(is(prepended(lineout::ipv4{"58.215.0.0", "0.0.0.0"}, 17, wire),
                 {0x45, 0, 0, 22, 0, 1, 0x40, 0, 64, 17, 0, 0, 58, 215, 0, 0, 0, 0, 0, 0, 'h', 'i'}),
              "a header checksum of 0 stays 0");
static_assert(is(prepended(lineout::ipv4{"192.168.0.1", "192.168.0.199"}, 17, wire, lineout::followers{45, 90}),
                 {0x45, 0, 0, 112, 0, 1, 0x40, 0, 64, 17, 0xb8, 0x63, 192, 168, 0, 1, 192, 168, 0, 199, 'h', 'i'}),
              "the length is that of all");
static_assert(is(prepended(lineout::ipv4{"192.168.0.1",
                                         "192.168.0.199",
                                         {.do_not_fragment = false, .hops = 1, .dscp = 46, .identification = 0xffff}},
                           17, wire),
                 {0x45, 0xb8, 0, 22, 0xff, 0xff, 0, 0, 1, 17, 0x37, 0x07, 192, 168, 0, 1, 192, 168, 0, 199, 'h', 'i'}),
              "as asked");
static_assert(lineout::ipv4{"1.2.3.4", "255.6.7.8"}.pseudo_header_sum(17, 10) ==
              0x0102 + 0x0304 + 0xff06 + 0x0708 + 27);

}  // namespace

TEST_CASE("the identification is another for each packet and goes round after 65536") {
  lineout::ipv4 layer{"10.0.0.1", "10.0.0.2"};
  char storage[32];
  for (unsigned count = 1; count <= 65540; ++count) {
    lineout::packet bytes{storage, sizeof storage, 20};
    layer.prepend(bytes, 17, wire);
    const unsigned identification =
        static_cast<unsigned char>(bytes.data()[4]) * 256U + static_cast<unsigned char>(bytes.data()[5]);
    REQUIRE(identification == (count & 0xffff));
    REQUIRE(lineout::detail::ones_complement_sum(bytes.data(), 20) == 0xffff);
  }
}

TEST_CASE("those that follow are numbered too") {
  lineout::ipv4 layer{"10.0.0.1", "10.0.0.2"};
  char storage[32];
  const auto identification = [&](const lineout::followers& rest) {
    lineout::packet bytes{storage, sizeof storage, 20};
    layer.prepend(bytes, 17, wire, rest);
    return bytes.data()[5];
  };
  CHECK(identification({63, 6300}) == 1);
  CHECK(identification({}) == 65);
  CHECK(identification({1, 100}) == 66);
  CHECK(identification({}) == 68);
}

TEST_CASE("a copy goes on from the same identification by itself") {
  lineout::ipv4 first{"10.0.0.1", "10.0.0.2"};
  char storage[32];
  lineout::packet bytes{storage, sizeof storage, 20};
  first.prepend(bytes, 17, wire);
  CHECK(prepended(first, 17, wire).bytes[5] == 2);
  CHECK(prepended(first, 17, wire).bytes[5] == 2);
}

TEST_CASE("the identification begins where it is told to, and stays there if it is told to") {
  lineout::ipv4 from_seven{"10.0.0.1", "10.0.0.2", {.identification = 7}};
  lineout::ipv4 always_one{"10.0.0.1", "10.0.0.2", {.counts = false}};
  char storage[32];
  for (int count = 0; count < 3; ++count) {
    lineout::packet bytes{storage, sizeof storage, 20};
    from_seven.prepend(bytes, 17, wire);
    CHECK(storage[5] == 7 + count);
    bytes = {storage, sizeof storage, 20};
    always_one.prepend(bytes, 17, wire);
    CHECK(storage[5] == 1);
  }
}
