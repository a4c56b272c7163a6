// configuration: what the boot command line says, in the words that such hypervisors use.
#pragma once

#include "log.hpp"

namespace hypervisor {

struct configuration {
  frame_addresses addresses{.to = ipv4_address::broadcast()};
  card_kind card = card_kind::none;  // none: whichever there is
  size_t second_processor_lines = 0;
  faults injected{};
};

// A value that cannot be read is complained about by serial_log, and its default stays.
configuration read_configuration(text command_line);

}  // namespace hypervisor
