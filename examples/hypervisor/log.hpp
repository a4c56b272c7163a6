// log: everything that the hypervisor says leaves by these: two loggers with a tag each, that share one network card.
#pragma once

#include <lineout/lineout.hpp>

#include "network_card.hpp"
#include "processor_lock.hpp"
#include "serial.hpp"

namespace hypervisor {

// Half a second, in microseconds: longer than what else runs on the host keeps a processor from its turn.
using network = locked<udp_frame<shared<network_card>>, processor_lock, 500000>;

struct own_options : options {
  static constexpr lineout::facility facility = facility::local0;
};
struct guest_options : options {
  static constexpr lineout::facility facility = facility::local1;
};
struct own_console_options : console_options {
  static constexpr size_t contexts = 2;  // one for each processor
};
struct guest_console_options : console_options {
  static constexpr size_t width = 800;
};

using own_logger = logger<shared<network>, own_options>;
using guest_logger = logger<shared<network>, guest_options>;

extern constinit network_card card;
extern constinit network wire;
extern constinit own_logger own_log;
extern constinit console<own_logger, own_console_options> own_console;
extern constinit guest_logger guest_log;
extern constinit console<guest_logger, guest_console_options> guest_console;
// For what has to be said even without a network.
extern constinit logger<framed<own_line, serial_port>> serial_log;

// The last words: unfinished lines, why, and what has been counted. The machine ends. May be called anywhere, also in
// the middle of a driver. Who has more to say says it between the two halves.
[[noreturn]] void panic(text why);
void begin_panic(text why);
[[noreturn]] void end_panic();

// What has been counted, and that everything has left.
void say_counts();

}  // namespace hypervisor
