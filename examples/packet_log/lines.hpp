// Where lines go: standard output, a file, or a syslog daemon.
#pragma once

#include <string_view>

#include "arguments.hpp"

class lines {
 public:
  // Throws std::runtime_error where nothing can be written.
  explicit lines(const arguments& all);

  void write(lineout::severity level, std::string_view words);
  // The file that has the name now; where it cannot be opened, the old one stays.
  void reopen();
  uint64_t lost() const { return lost_ + log_.counts().lost; }

 private:
  bool write_line(std::string_view words);

  const arguments& all_;
  lineout::posix::identity identity_;
  lineout::posix::destination syslog_{};
  lineout::logger<lineout::shared<lineout::posix::destination>> log_{lineout::shared{syslog_}, identity_};
  lineout::posix::file file_{};
  uint64_t lost_ = 0;
};

// The bytes as ipmon dumps them, sixteen to a line.
void write_hex(lines& out, std::string_view bytes);
