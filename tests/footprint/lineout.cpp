// Lines by lineout: RFC 3164 in UDP in IPv4 in Ethernet, built here. SPECS: whether placeholders may say more than {}.
#include <lineout/lineout.hpp>

#include "image.hpp"

namespace {

struct board_options : lineout::options {
  static constexpr auto facility = lineout::facility::local0;
  static constexpr lineout::size_t text_size = 128;
  static constexpr bool format_specs = SPECS;
};

using sink = lineout::udp_frame<lineout::callback<bool (*)(const char*, lineout::size_t)>>;
constexpr lineout::frame_addresses addresses{
    .from_mac = "02:00:00:00:00:01", .from = "192.168.0.7", .to = "192.168.0.23"};

constinit lineout::logger<sink, board_options> log{sink{&network_card, addresses}, {"router1", "pppd", 1234}};

using channel = lineout::framed<lineout::rfc3164, sink>;
[[gnu::section(".measured"), gnu::used]] char packet[channel::headroom + board_options::text_size + channel::tailroom];

}  // namespace

extern "C" {
void reference() { log.warning("Connect: {} <--> {} unit {} rx {} tx {}", name, link_name, unit, received, sent); }
void site_0() { log.warning("disk {} at {}%", name, unit); }
void site_1() { log.warning("port {} at {}%", name, received); }
void site_2() { log.warning("unit {} at {}%", link_name, sent); }
void site_3() { log.warning("link {} at {}%", link_name, received); }
void site_4() { log.warning("pool {} at {}%", name, sent); }
}
