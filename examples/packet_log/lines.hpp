// Where lines go: standard output, a file, or a syslog daemon.
#pragma once

#include <functional>
#include <string_view>

#include "arguments.hpp"

class lines {
 public:
  // Throws std::runtime_error where nothing can be written.
  explicit lines(const arguments& all);

  void write(lineout::severity level, std::string_view words) { write_(level, words); }
  // The file that has the name now; where it cannot be opened, the old one stays.
  void reopen();
  uint64_t lost() const { return lost_; }

 private:
  template <typename Sink> void use(Sink sink, lineout::facility facility);
  void write_to_file(std::string_view words);

  std::function<void(lineout::severity, std::string_view)> write_;
  lineout::posix::identity identity_;
  std::string path_;
  lineout::posix::file file_{};
  uint64_t lost_ = 0;
};

// The bytes as ipmon dumps them, sixteen to a line.
void write_hex(lines& out, std::string_view bytes);
