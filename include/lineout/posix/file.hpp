// file: a sink that appends each record to a file as one line, as a syslog daemon keeps its logs.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/framings/traditional.hpp>
#include <lineout/posix/detail/record_file.hpp>
#include <lineout/posix/options.hpp>

namespace lineout::posix {

// Appends to a regular file, which is created if it is missing; to a FIFO; to a terminal; or to a standard stream, by
// any name that leads there. Other programs may append to the same file: a line is one write().
// - Disk full, or RLIMIT_FSIZE reached: the line is lost whole. What was written of it is taken back, unless somebody
//   else has written behind it, or it is a pipe, a terminal or a standard stream: then the part ends with a newline.
// - FIFO: lines wait in it (64 KB on Linux) for a reader. What nobody reads before the program ends is not counted.
// - The program closes the descriptor, or gives its number to another file: the file is opened anew by its path, if
//   that has less than 1024 bytes. Otherwise lines are lost, and error() says why.
// - Standard streams: the program's own position is used, so neither overwrites the other. Its flags stay as they are.
// Waiting: at most 1 s for another thread that is in send(), and none after panic(); then the line is written beside
// the other's. patience() microseconds for a reader, which is 0 unless it was set. The disk takes its own time. Threads and signal handlers: yes; signals are
// blocked during the write. fork(), pthread_cancel() and longjmp() leave it usable. Keeps errno, allocates nothing.
// Stack: send() 1 KB, send_all() 8.5 KB (1 KB after panic()), the constructor 5 KB.
class file : public sink_base {
 public:
  using default_framing = lineout::traditional;
  using default_options = posix::options;
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 1;

  // Loses everything.
  constexpr file() = default;
  // mode: the permissions of a file that is created, less the umask.
  explicit file(text path, mode_t mode = 0640) : file_{path, {.mode = mode}} {}

  // False: it could not be opened, and error() says why.
  explicit operator bool() const { return static_cast<bool>(file_); }
  text error() const { return file_.error(); }
  // The error number of the latest write that failed, or 0.
  int last_error() const { return file_.last_error(); }

  // How many microseconds a line may wait for whoever reads a pipe or a terminal. With it lines are written one by one. By
  // anybody, at any time.
  void set_patience(uint32_t microseconds) { file_.set_patience(microseconds); }
  uint32_t patience() const { return file_.patience(); }

  outcome send(packet& bytes) {
    packet line = bytes;
    if (!detail::finish_record(line, detail::lines{})) return outcome::lost;
    return file_.write(line.data(), line.size(), '\n');
  }

  void send_all(packet* packets, outcome* outcomes, size_t count) {
    if (file_.panicking()) {
      for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
      return;
    }
    detail::gather(
        packets, outcomes, count, detail::lines{},
        [this](const iovec* lines, outcome* results, size_t left) { return file_.write(lines, results, left, '\n'); });
  }

  void panic() { file_.panic(); }

 private:
  detail::record_file<1023> file_;
};

static_assert(sink<file>);

}  // namespace lineout::posix
