// router: examples/router as a test's emitter, and the document that its messages are from.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "support/process.hpp"
#include "support/receiver.hpp"

namespace support {

// A line of tests/data/router-catalogue.tsv.
struct documented {
  int severity;
  std::string tag;  // router: the document shows none
  bool with_process_id;
  std::string shape;  // the message, with <> for each placeholder
  std::regex text;    // what a message looks like in which all of them are filled
};

const std::vector<documented>& documented_messages();

// A message's placeholders, <A.B.C.D>, <NUM1> and even <ERR at the end of one that is cut, made <>.
std::string shape_of(const std::string& message);

inline result run_router(const command& options) {
  command all{LINEOUT_ROUTER};
  all.insert(all.end(), options.begin(), options.end());
  return run(all);
}

// What stands in a line that a syslog daemon, or --output, writes.
record traditional_line(const std::string& line);
std::vector<std::string> lines_of(const std::string& text);

}  // namespace support
