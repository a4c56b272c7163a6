// The core as firmware uses it: messages in slots of a pool, sent as raw frames by the NIC's routine.
#include <lineout/lineout.hpp>

bool firmware_transmit(const char* frame, lineout::size_t size);
lineout::uint32_t firmware_seconds();

namespace {

struct board_options : lineout::options {
  static constexpr auto facility = lineout::facility::local0;
  using storage = lineout::pool<2>;
};

constexpr lineout::frame_addresses addresses{.to_mac = lineout::mac_address::broadcast(),
                                             .from_mac = "00:11:22:33:44:55",
                                             .from = "192.168.0.23",
                                             .to = "192.168.0.1"};

using nic = lineout::udp_frame<lineout::callback<bool (*)(const char*, lineout::size_t)>>;

constinit lineout::logger<nic, board_options> log{nic{&firmware_transmit, addresses, lineout::padding::to_60_bytes},
                                                  {"board-7", "motor", 1}};

struct screen_options : lineout::console_options {
  static constexpr lineout::size_t contexts = 2;
  using levels = lineout::levels::angle;
};
constinit lineout::console<decltype(log), screen_options> screen{log};

enum class phase : lineout::uint8_t { idle, turning };

}  // namespace

void firmware_interrupt() { log.err("fault in phase {}", phase::turning); }

void firmware_put(char c, unsigned processor) { screen.put(c, processor); }

void firmware_panic() {
  screen.panic();
  log.emerg("stopped");
}

void firmware_work(int temperature, unsigned long address, const char* name, bool on) {
  log.debug("{} {:5} {:<5} {:+d}", temperature, temperature, temperature, temperature);
  log.info("{:#x} {:08x} {:p} {}", address, address, static_cast<const void*>(name), nullptr);
  log.notice("{} {:.3} {:>12} is {}", name, name, lineout::text{name}, on);
  log.warning("{} {}", lineout::uint64_t{1} << 40, lineout::int64_t{-1});
  log.log(lineout::priority{lineout::facility::kern, lineout::severity::crit}, "{} at {}",
          lineout::ipv4_address{10, 0, 0, 1}, lineout::mac_address::broadcast());
  log.set_threshold(lineout::severity::warning);
  if (log.counts().lost != 0) screen.write("lost\n");
}
