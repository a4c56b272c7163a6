// file: a sink that appends each record to a file as one line, as a syslog daemon keeps its logs.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/framings/traditional.hpp>
#include <lineout/posix/detail/record_file.hpp>
#include <lineout/posix/options.hpp>

namespace lineout::posix {

// Appends to a regular file, which is created when it is not there; to a FIFO, whether or not somebody reads it; to a
// terminal; or to /dev/stdout and /dev/stderr. Other programs may append to the same file: a line is one write(), or
// lies in one with its neighbours where they are sent together. A line for which the disk has no room is lost whole: what had been written of it is taken back. Where that cannot be
// (a pipe, a terminal, somebody else wrote behind it) the part stands on a line of its own. send() and
// send_all() allocate nothing and leave errno alone; they may be called by several threads and in signal handlers. They
// wait for nobody, but a disk takes its time. send_all() takes 8 KB of stack.
class file : public sink_base {
 public:
  using default_framing = lineout::traditional;
  using default_options = posix::options;
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 1;

  // Loses everything.
  constexpr file() = default;
  // mode: the permissions of a file that is created, less the umask.
  explicit file(text path, mode_t mode = 0640) : file_{path, 0, mode} {}

  // False: it could not be opened, and error() says why.
  explicit operator bool() const { return static_cast<bool>(file_); }
  text error() const { return file_.error(); }
  // The error number of the latest write that failed, or 0.
  int last_error() const { return file_.last_error(); }

  outcome send(packet& bytes) {
    packet line = bytes;
    if (!detail::finish_record(line, detail::lines{})) return outcome::lost;
    return file_.write(line.data(), line.size(), '\n');
  }

  void send_all(packet* packets, outcome* outcomes, size_t count) {
    detail::gather(
        packets, outcomes, count, detail::lines{},
        [this](const iovec* lines, outcome* results, size_t left) { return file_.write(lines, results, left, '\n'); });
  }

 private:
  detail::record_file file_;
};

static_assert(sink<file>);

}  // namespace lineout::posix
