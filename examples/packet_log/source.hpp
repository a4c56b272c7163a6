// Where packets come from: a capture file, a pipe, or an interface.
#pragma once

#include <time.h>

#include <memory>
#include <string>

#include "arguments.hpp"

struct frame {
  lineout::text bytes{};  // valid until the next one is asked for
  uint32_t size_on_the_wire = 0;
  timespec time{};
};

class source {
 public:
  virtual ~source() = default;
  enum class result { frame, nothing_yet, end };
  // Waits for a fifth of a second at most.
  virtual result next(frame& into) = 0;
  // As in a capture file's header.
  virtual unsigned link_type() const = 0;
  // Why it came to its end, if that was not how it should.
  virtual std::string error() const = 0;
  // What the system lost, if it says so.
  virtual std::string losses() { return {}; }
};

// Throws std::runtime_error where nothing can be read.
std::unique_ptr<source> open_source(const arguments& all);
