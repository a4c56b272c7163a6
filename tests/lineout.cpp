#include <lineout/lineout.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

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
  framed channel{rfc3164{},
                 udp_frame{comparing_nic{{}, header, "<132>Nov 22 07:23:16 router1 diskd[311]: disk sda at 91%"},
                           frame_addresses{.to_mac = "00:11:22:33:44:55",
                                           .from_mac = "02:00:00:00:00:01",
                                           .from = "192.168.0.1",
                                           .to = "192.168.0.23"}}};
  char bytes[decltype(channel)::headroom + 64]{};
  packet body{bytes, sizeof bytes, decltype(channel)::headroom};
  writer out{body.data(), bytes + sizeof bytes, control_characters::escape};
  format_to(out, "disk {} at {}%", "sda", 91);
  body.append(out.size());
  const origin from{"router1", "diskd", 311};
  const message what{{facility::local0, severity::warning}, timestamp::from_civil({2026, 11, 22, 7, 23, 16}), &from, body};
  return channel.submit(what) == outcome::sent && channel.next().next().equal;
}

}  // namespace

TEST_CASE("a message becomes a whole frame, Ethernet to last byte, in a constant expression") {
  static_assert(whole_frame());
  CHECK(whole_frame());
}
