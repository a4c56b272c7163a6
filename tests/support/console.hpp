// console: examples/console as a test's emitter, and what goes into it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/process.hpp"

namespace support {

struct console_input {
  std::string bytes;
  std::vector<std::string> texts;  // what is to arrive, one for each message
};

// 17 lines of a hypervisor's boot, three of them alike.
console_input hypervisor_boot();
// Whatever is hard about a console's output.
console_input everything_nasty();

// Sends it from router1, as vmm[4711], with local0.warning.
result run_console(const command& options, std::string_view input);
// The same, in one end of a network.
command console_command(const command& options);

}  // namespace support
