// Where messages go, and what makes them bytes: sinks and framings of the library, chosen by the command line.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "arguments.hpp"

class output {
 public:
  virtual ~output() = default;
  // Whether everything has been sent. last_error() has the number of what was wrong.
  virtual bool send(const lineout::message& what) = 0;
  virtual int last_error() const = 0;
};

// The most bytes of structured data in a message.
inline constexpr size_t structured_data_limit = 16384;

// The room that every one of them needs.
extern const size_t output_headroom;
extern const size_t output_tailroom;

// What goes into each message's header. The texts are those of the command line and of this machine.
struct header {
  lineout::origin origin;
  std::string hostname;  // RFC 5424's, whole; "-" for none
  std::string app_name;
};

// All that were asked for, or what is wrong. error is not set where it is no error that nobody listens.
std::vector<std::unique_ptr<output>> open_outputs(const arguments& all, const header& who, std::string& error);
