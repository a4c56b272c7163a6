#include "log.hpp"

namespace hypervisor {

constinit size_t panicking_processor = 0;
constinit faults injected{};

constinit network_card card{};
constinit network wire{shared{card}, frame_addresses{.to = ipv4_address::broadcast()}, padding::to_60_bytes};
constinit own_logger own_log{shared{wire}, {"machine", "hypervisor"}};
constinit console<own_logger, own_console_options> own_console{own_log};
constinit guest_logger guest_log{shared{wire}, {"machine", "guest"}};
constinit console<guest_logger, guest_console_options> guest_console{guest_log};
constinit logger<framed<own_line, serial_port>> serial_log{framed<own_line, serial_port>{serial_port{}},
                                                           {"machine", "hypervisor"}};

outcome network_card::send(packet& bytes) {
  if (injected.chatty) own_log.debug("the driver of the {} sends {} bytes", name(), bytes.size());
  return driver_.send(bytes);
}

namespace {

// Goes on until a page is touched that is not there.
[[gnu::noinline]] size_t use_up_the_stack(size_t depth) {
  volatile char room[256];
  room[depth & 255] = static_cast<char>(depth);
  if (depth == 0) return 0;
  return use_up_the_stack(depth - 1) + static_cast<size_t>(room[depth & 255]);
}

}  // namespace

void in_the_middle_of_a_frame() {
  if (injected.kind == fault::none || --injected.countdown != 0) return;
  const fault kind = injected.kind;
  injected.kind = fault::none;
  if (kind == fault::driver) panic("the driver is in the middle of a frame, and has the lock");
  if (kind == fault::exception) asm volatile("ud2");
  if (kind == fault::stack) use_up_the_stack(100000);
}

void say_counts() {
  const counts own = own_log.counts();
  const counts guest = guest_log.counts();
  own_log.info("own lines: {} accepted, {} sent, {} lost; the guest's: {} accepted, {} sent, {} lost", own.accepted,
               own.sent, own.lost, guest.accepted, guest.sent, guest.lost);
  serial_log.info("own lines: {} accepted, {} sent, {} lost; the guest's: {} accepted, {} sent, {} lost", own.accepted,
                  own.sent, own.lost, guest.accepted, guest.sent, guest.lost);
  guest_log.poll(10000);
  own_log.poll(10000);
}

void begin_panic(text why) {
  const size_t own = this_processor() + 1;
  size_t first = 0;
  const bool is_first =
      __atomic_compare_exchange_n(&panicking_processor, &first, own, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  if (!is_first && first != own) halt();
  if (!is_first) {  // the last words themselves have failed
    serial_log.emerg("panic in a panic: {}", why);
    stop_machine(ending::panic);
  }
  serial_log.emerg("panic: {}", why);
  own_console.panic();
  guest_console.panic();
  own_log.emerg("panic: {}", why);
}

void end_panic() {
  say_counts();
  stop_machine(ending::panic);
}

void panic(text why) {
  begin_panic(why);
  end_panic();
}

}  // namespace hypervisor
