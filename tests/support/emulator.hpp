// emulator: a machine that QEMU emulates, from power-on to its end.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace support {

// What is left of a machine that has ended.
struct machine_run {
  int status = -1;     // QEMU's exit status; 124 if the machine had not ended by itself after a minute
  std::string said{};  // by QEMU itself
};

// Why this emulator (a program's name) cannot be used here; empty if it can.
inline std::string emulator_missing(const std::string& program) {
  if (!has_program("timeout")) return "no timeout (package coreutils)";
  return has_program(program) ? "" : "no " + program;
}

// Runs the machine of these arguments to its end, for a minute at most.
inline machine_run run_machine(const command& arguments) {
  command what{"timeout", "60"};
  what.insert(what.end(), arguments.begin(), arguments.end());
  const result made = run(what);
  return {made.status, made.output};
}

// The lines of a terminal's log, without what ends them.
inline std::vector<std::string> lines_of(const std::string& log) {
  std::vector<std::string> result;
  for (size_t begin = 0; begin < log.size();) {
    const size_t end = std::min(log.find('\n', begin), log.size());
    result.push_back(log.substr(begin, end - begin));
    if (result.back().ends_with('\r')) result.back().pop_back();
    begin = end + 1;
  }
  return result;
}

}  // namespace support
