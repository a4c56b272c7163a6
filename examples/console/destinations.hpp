// The ways out: each has a logger and a console of its own, so that one that fails does not disturb the others.
#pragma once

#include <memory>
#include <string>

#include "arguments.hpp"

class destination {
 public:
  explicit destination(std::string name) : name_{std::move(name)} {}
  virtual ~destination() = default;

  // As it was asked for: --udp HOST:PORT and so on.
  const std::string& name() const { return name_; }

  virtual void write(lineout::text characters) = 0;
  virtual void flush() = 0;
  virtual lineout::counts counts() = 0;
  // The error number of the latest failure, or 0.
  virtual int last_error() = 0;

 private:
  std::string name_;
};

struct opened {
  std::unique_ptr<destination> way_out;
  std::string error;  // why there is none
  std::string note;   // what does not work yet, and may later
};

// who: its names outlive the destination.
opened open_destination(const way_out& wanted, const arguments& all, lineout::origin who);
