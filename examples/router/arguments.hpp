// The command line, read and checked.
#pragma once

#include <lineout/lineout.hpp>

#include <stdint.h>

#include <optional>
#include <string>
#include <vector>

namespace router {

// One way out, as it was asked for: --udp HOST:PORT and so on.
struct destination {
  std::string option;
  std::string value;
};

struct arguments {
  bool help = false;
  std::optional<lineout::listing> list;
  uint32_t storm = 0;    // messages in a second; 0: each message once
  uint32_t seconds = 0;  // how long; 0: until it is interrupted
  bool rfc5424 = false;
  std::optional<std::string> hostname;
  std::vector<destination> destinations;
};

// What is wrong with the command line, or an empty text and what it says.
std::string read_arguments(int count, char** words, arguments& result);

// What --help prints.
extern const char* const help_text;

}  // namespace router
