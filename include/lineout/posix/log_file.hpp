// log_file: a sink that keeps a log as a syslog daemon does: reopened, rotated, repaired, and whole whatever the disk
// does.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/framings/traditional.hpp>
#include <lineout/posix/detail/line_journal.hpp>
#include <lineout/posix/options.hpp>

namespace lineout::posix {

// Appends each record to a regular file as one line. sent: the line stands there whole and once, whatever happens next
// to this program, in PATH or, after a rotation, in PATH.0 and so on; a line is never in two files.
// - Reopening: request_reopen() makes the next call begin with the file that has the path then (for SIGHUP, after a
//   rename). If that cannot be opened the old file stays, error() says why, and tick() tries again.
// - Torn last line (a program was killed, power failed): found at opening, and before each line that follows another
//   program's. It is moved to PATH.torn; if it cannot be, a newline ends it. repairs() counts these.
// - Disk full, or RLIMIT_FSIZE reached: what was written of the line is taken back. Then the file is suspended: lines
//   are lost and counted, until a tick(), a reopening, or a send() or poll() after settings.retry seconds succeeds. A
//   file or directory that was removed is created again or waited for likewise.
// - Rotation: renames PATH to PATH.0 to PATH.1. Where it fails the file grows. A file that is rotated is followed at
//   once when somebody else has renamed it.
// - Several programs, also a process and its children, may append to one file and rotate it, with the same settings.
//   One that does not lock may append too, if its lines are single writes.
// - Who may only read the file cannot stop it: the lock among programs needs a descriptor that may write. While a
//   reader holds a record lock, lines are appended without it; what is torn is then ended by a newline.
// - The program closes the descriptor, or gives its number to another file: the file is opened anew.
// - As root no symbolic link at the end of the path is followed and no file with a second name is written to.
// Waiting: at most settings.patience (1 s) for other threads and programs together; then the line is lost. None after
// panic(): then the line is written beside the other's, nothing is rotated or repaired. The disk takes its own time.
// Threads and signal handlers: yes; signals are blocked during the write. fork(), pthread_cancel() and longjmp() leave
// it usable, but a longjmp() out of sync() leaves a descriptor open. Keeps errno, allocates nothing. The file system
// must keep what it has acknowledged: see sync() for what a loss of power leaves.
// Stack: send() 1 KB, 2.5 KB when it rotates or repairs; send_all() 8.5 or 10 KB; everything after panic() 1 KB.
class log_file : public sink_base {
 public:
  using default_framing = lineout::traditional;
  using default_options = posix::options;
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 1;

  // Loses everything.
  constexpr log_file() = default;
  explicit log_file(text path, const log_settings& settings = {}) : journal_{path, settings} {}

  // False: lines are lost at present, and error() says why.
  explicit operator bool() const { return !journal_.suspended(); }
  // Also of what is not fatal: the wanted file could not be opened or not be rotated. Empty: nothing is wrong.
  text error() const { return journal_.error(); }
  // The error number of the latest failure, or 0.
  int last_error() const { return journal_.last_error(); }

  outcome send(packet& bytes) {
    packet line = bytes;
    if (!detail::finish_record(line, detail::lines{})) return outcome::lost;
    return journal_.write(line.data(), line.size());
  }

  void send_all(packet* packets, outcome* outcomes, size_t count) {
    if (journal_.panicking()) {
      for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
      return;
    }
    detail::gather(
        packets, outcomes, count, detail::lines{},
        [this](const iovec* lines, outcome* results, size_t left) { return journal_.write(lines, results, left); });
  }

  // For signal handlers too.
  void request_reopen() { journal_.request_reopen(); }
  // The time, and how far it is from UTC: tries again what has failed, and rotates a file of an earlier period.
  void tick(timestamp now) {
    if (now.known()) journal_.set_offset(now.offset_minutes());
    journal_.maintain(true, now.known() ? now.seconds() : journal_.now());
  }
  // Does what was requested, and what is due. True: lines are lost at present.
  bool poll(size_t /*budget*/) {
    journal_.maintain(false, journal_.now());
    return journal_.suspended();
  }
  // Waits until every line that has been sent is on the disk, so that a loss of power does not take it; not for
  // interrupts. False: some may not be. Once called, a file is also synced before it is left for another one.
  bool sync() { return journal_.sync(); }
  void panic() { journal_.panic(); }

  size_t written() const { return journal_.count(detail::line_journal::written); }
  size_t lost() const { return journal_.count(detail::line_journal::lost); }
  size_t rotations() const { return journal_.count(detail::line_journal::rotated); }
  // Parts of lines that were taken back.
  size_t rollbacks() const { return journal_.count(detail::line_journal::taken_back); }
  // Torn last lines that were found, and what was done with the latest one.
  size_t repairs() const { return journal_.count(detail::line_journal::repaired); }
  text repair() const {
    switch (journal_.latest_repair()) {
      case detail::end_of_log::moved:
        return "a torn last line was moved to the file that has .torn behind its name";
      case detail::end_of_log::ended:
        return "a torn last line could not be moved aside, and was ended where it stood";
      default:
        return {};
    }
  }

 private:
  detail::line_journal journal_;
};

static_assert(sink<log_file>);

}  // namespace lineout::posix
