// The shim between a kernel in C and lineout. Nothing here has to be constructed before the kernel starts.
#include <lineout/lineout.hpp>

extern "C" bool nic_send(void* card, const char* frame, lineout::size_t size);

struct tty_options : lineout::kernel_console_options {
  static constexpr lineout::size_t contexts = 2;  // the second one is for the last words
  static constexpr lineout::severity panic_severity = lineout::severity::emerg;
  using lock = lineout::locks::interrupts<>;
};
static constinit lineout::kernel_console_memory<tty_options> lines;
static constinit lineout::kernel_console<tty_options> tty{{"machine", "kernel"}, lines};

extern "C" void tty_send_to_port(unsigned short port) {
  tty.nic_up(nic_send, nullptr,
             {.from_mac = "52:54:00:12:34:56", .from = "10.0.2.15", .to = "10.0.2.2", .to_port = port});
}
extern "C" int tty_putchar(int character) { return tty.put(static_cast<char>(character)), character; }
extern "C" void tty_puts(const char* words) { tty.write(words); }
extern "C" void tty_panic(const char* why) {
  tty.flush();  // as severe as it was
  tty.panic();
  tty.write("panic: ", 1), tty.write(why, 1), tty.put('\n', 1);
}
