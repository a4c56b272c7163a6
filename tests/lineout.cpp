#include <lineout/lineout.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

struct router_options : options {
  static constexpr lineout::facility facility = lineout::facility::local0;
  using clock = clocks::fixed;
};

// Compares the frame that it is handed with the expected one.
struct comparing_nic : lineout::sink_base {
  const uint8_t* header;
  text payload;
  bool equal = false;
  constexpr outcome send(packet& frame) {
    equal = frame.size() == 42 + payload.size();
    for (size_t index = 0; equal && index < frame.size(); ++index)
      equal = frame.data()[index] == (index < 42 ? static_cast<char>(header[index]) : payload[index - 42]);
    return outcome::sent;
  }
};

// Ethernet, IPv4 and UDP headers, both checksums included, computed apart from this library.
constexpr uint8_t header[] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00,
                              0x45, 0x00, 0x00, 0x54, 0x00, 0x01, 0x40, 0x00, 0x40, 0x11, 0xb9, 0x2f, 0xc0, 0xa8,
                              0x00, 0x01, 0xc0, 0xa8, 0x00, 0x17, 0x02, 0x02, 0x02, 0x02, 0x00, 0x40, 0x6a, 0x04};

constexpr bool whole_frame() {
  logger<udp_frame<comparing_nic>, router_options> log{
      udp_frame{comparing_nic{{}, header, "<132>Nov 22 07:23:16 router1 diskd[311]: disk sda at 91%"},
                frame_addresses{.to_mac = "00:11:22:33:44:55",
                                .from_mac = "02:00:00:00:00:01",
                                .from = "192.168.0.1",
                                .to = "192.168.0.23"}},
      origin{"router1", "diskd", 311}, clocks::fixed{timestamp::from_civil({2026, 11, 22, 7, 23, 16})}};
  log.warning("disk {} at {}%", "sda", 91);
  return log.channel().next().next().equal && log.counts().sent == 1;
}

}  // namespace

TEST_CASE("a call becomes a whole frame, Ethernet to last byte, in a constant expression") {
  static_assert(whole_frame());
  CHECK(whole_frame());
}
