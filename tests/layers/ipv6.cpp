#include <lineout/layers/ipv6.hpp>

#include <doctest/doctest.h>

#include "support/layer.hpp"

namespace {

using support::is;
using support::prepended;

constexpr lineout::no_layer wire;

static_assert(is(prepended(lineout::ipv6{"2001:db8::1", "ff02::fb"}, 17, wire),
                 {0x60, 0,    0,    0,    0, 2, 17, 64,                          //
                  0x20, 0x01, 0x0d, 0xb8, 0, 0, 0,  0,  0, 0, 0, 0, 0, 0, 0, 1,  //
                  0xff, 0x02, 0,    0,    0, 0, 0,  0,  0, 0, 0, 0, 0, 0, 0, 0xfb, 'h', 'i'}));
static_assert(is(prepended(lineout::ipv6{"::", "::1", {.hop_limit = 255, .dscp = 63, .flow_label = 0xfffff}}, 58, wire),
                 {0x6f, 0xcf, 0xff, 0xff, 0, 2, 58, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,   0,
                  0,    0,    0,    0,    0, 0, 0,  0,   0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'h', 'i'}),
              "the class is the code point and two bits of congestion, which are 0");
static_assert(is(prepended(lineout::ipv6{"::", "::1", {.flow_label = 0x12345}}, 17, wire, lineout::followers{45, 900}),
                 {0x60, 0x01, 0x23, 0x45, 3, 0x86, 17, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,   0,
                  0,    0,    0,    0,    0, 0,    0,  0,  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'h', 'i'}),
              "the length is that of all");
static_assert(lineout::ipv6{"1:2:3:4:5:6:7:8", "ffff::fffe"}.pseudo_header_sum(17, 10) == 36 + 0xffff + 0xfffe + 27);

}  // namespace

TEST_CASE("an IPv6 header made at run time has the addresses of the moment") {
  lineout::ipv6 layer{"2001:db8::1", "2001:db8::2"};
  layer.to = lineout::ipv6_address{"::7"};
  CHECK(prepended(layer, 17, wire).bytes[39] == 7);
  CHECK(prepended(layer, 17, wire).size == 42);
}
