#include <lineout/layers/udp.hpp>

#include <doctest/doctest.h>

#include "support/layer.hpp"

namespace {

using support::is;
using support::prepended;

struct fixed_pseudo_header {
  lineout::uint32_t sum;
  constexpr lineout::uint32_t pseudo_header_sum(lineout::uint8_t protocol, lineout::size_t size) const {
    return protocol == 17 && size == 10 ? sum : 0xdead;
  }
};

// 0x1234 + 0x0202 + 10 + 0x6869 ('h', 'i') = 0x7ca9
static_assert(is(prepended(lineout::udp{0x1234, 514}, 0, fixed_pseudo_header{0}),
                 {0x12, 0x34, 0x02, 0x02, 0, 10, 0x83, 0x56, 'h', 'i'}));
static_assert(is(prepended(lineout::udp{0x1234, 514}, 0, fixed_pseudo_header{0x8356}),
                 {0x12, 0x34, 0x02, 0x02, 0, 10, 0xff, 0xff, 'h', 'i'}));
static_assert(is(prepended(lineout::udp{0x1234, 514}, 0, fixed_pseudo_header{0x18354}),
                 {0x12, 0x34, 0x02, 0x02, 0, 10, 0x00, 0x01, 'h', 'i'}));
// 10 bytes with the header, and 90 that follow; what is summed is the pseudo-header, with all of them.
struct sum_of_size {
  constexpr lineout::uint32_t pseudo_header_sum(lineout::uint8_t protocol, lineout::size_t size) const {
    return protocol == 17 ? 0xfffe + static_cast<lineout::uint32_t>(size) : 0;
  }
};
static_assert(is(prepended(lineout::udp{0x1234, 514}, 0, sum_of_size{}, lineout::followers{45, 90}),
                 {0x12, 0x34, 0x02, 0x02, 0, 100, 0, 99, 'h', 'i'}),
              "a NIC that segments completes the checksum");
static_assert(lineout::udp{}.from_port == 514 && lineout::udp{}.to_port == 514);

}  // namespace

TEST_CASE("a checksum that comes to 0 is sent as 0xffff at run time too") {
  volatile lineout::uint16_t port = 0x1234;
  CHECK(is(prepended(lineout::udp{port, 514}, 0, fixed_pseudo_header{0x8356}),
           {0x12, 0x34, 0x02, 0x02, 0, 10, 0xff, 0xff, 'h', 'i'}));
}
