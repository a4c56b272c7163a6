// Firmware: a log and a console share the one thing that this board has, a network card that takes Ethernet frames.
// Nothing else is needed: no operating system, IP stack, heap, C library or start-up code for C++.
#include <lineout/lineout.hpp>

// The board's driver: puts one frame on the wire. False: it could not.
extern "C" bool firmware_transmit(const char* frame, lineout::size_t size);

namespace {

// The card is locked, because a log line may come from an interrupt; who does not get it in time loses the line, and it
// is counted.
using driver = lineout::callback<bool (*)(const char*, lineout::size_t)>;
using network_card = lineout::locked<lineout::udp_frame<driver>, lineout::locks::spin>;

constinit network_card card{
    driver{firmware_transmit},
    lineout::frame_addresses{
        .to_mac = "00:11:22:33:44:55", .from_mac = "02:00:00:00:00:01", .from = "192.168.0.7", .to = "192.168.0.23"}};

// Short messages, built in two buffers of their own rather than on a small stack.
struct small : lineout::options {
  static constexpr lineout::facility facility = lineout::facility::local0;
  static constexpr lineout::size_t text_size = 160;
  using storage = lineout::pool<2>;
};
using logger = lineout::logger<lineout::shared<network_card>, small>;

constinit logger log{lineout::shared{card}, {"board7", "firmware"}};
constinit logger console_log{lineout::shared{card}, {"board7", "console"}};
constinit lineout::console console{console_log};

}  // namespace

// For everything that prints characters: each line is a message.
extern "C" int firmware_putchar(int character) {
  console.put(static_cast<char>(character));
  return character;
}

extern "C" void firmware_start(unsigned megahertz, unsigned kilobytes) {
  log.info("started at {} MHz with {} KiB", megahertz, kilobytes);
}

extern "C" void firmware_temperature(unsigned sensor, int degrees) {
  if (degrees > 85) log.warning("sensor {} at {} degrees", sensor, degrees);
}

// The last words before the reset: unfinished console lines first. Nothing waits for a lock whose owner has stopped.
extern "C" void firmware_panic(const char* reason, const void* address) {
  console.panic();
  log.panic();
  log.emerg("panic: {} at {}", reason, address);
}
