// The shim between a kernel in C and lineout. Nothing here has to be constructed before the kernel starts.
#include <lineout/lineout.hpp>

extern "C" bool nic_send(const char* frame, lineout::size_t size);

namespace {

using driver = lineout::callback<decltype(&nic_send)>;

constinit lineout::locked<lineout::udp_frame<driver>, lineout::locks::interrupts<>> card{
    driver{nic_send}, lineout::frame_addresses{.from_mac = "52:54:00:12:34:56", .from = "10.0.2.15", .to = "10.0.2.2"}};
constinit lineout::logger log{lineout::shared{card}, {"machine", "kernel"}};
constinit lineout::console tty{log};

}  // namespace

extern "C" void tty_send_to_port(unsigned short port) {
  card.with([port](auto& frames) { frames.layers().template get<lineout::udp>().to_port = port; });
}
extern "C" int tty_putchar(int character) {
  tty.put(static_cast<char>(character));
  return character;
}
extern "C" void tty_puts(const char* words) { tty.write(words); }
extern "C" void tty_panic(const char* why) {
  tty.panic();
  log.emerg("panic: {}", why);
}
