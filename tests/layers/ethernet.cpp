#include <lineout/layers/ethernet.hpp>

#include <doctest/doctest.h>

#include "support/layer.hpp"

namespace {

using support::is;
using support::prepended;

constexpr lineout::no_layer wire;

static_assert(is(prepended(lineout::ethernet{"00:11:22:33:44:55", "02:00:00:00:00:01"}, 0x0800, wire),
                 {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0, 0, 0, 0, 1, 8, 0, 'h', 'i'}));
static_assert(is(prepended(lineout::ethernet{}, 0x0806, wire),
                 {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 8, 6, 'h', 'i'}),
              "without an address to everybody");

}  // namespace

TEST_CASE("an Ethernet header made at run time names what it carries") {
  lineout::ethernet layer;
  layer.to = lineout::mac_address::parse("00:11:22:33:44:55").value;
  volatile lineout::uint16_t carried = 0x86dd;
  CHECK(is(prepended(layer, carried, wire),
           {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0, 0, 0, 0, 0, 0, 0x86, 0xdd, 'h', 'i'}));
}
