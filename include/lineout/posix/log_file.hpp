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
// - request_reopen() makes the next call begin with the file that has the path then (what a SIGHUP is for, after the
//   file was renamed). Where that cannot be opened the old one stays, error() says why, and tick() tries again.
// - A torn last line (a program was killed, the machine lost power) is found when the file is opened, and before each
//   line that comes behind another program's. It is moved to PATH.torn; if it cannot be, a newline ends it. repairs()
//   counts these.
// - What a full disk has taken of a line is taken back. Then the file is suspended: lines are lost and counted, until a
//   tick(), a reopening, or a send() or poll() after settings.retry seconds succeeds. A file or directory that was
//   removed is created again or waited for likewise.
// - Rotation renames, PATH to PATH.0 to PATH.1, and leaves compression to whoever wants it. Where it fails the file
// grows.
//   A file that is rotated is followed at once when somebody else has renamed it.
// - Several programs may append to one file, and rotate it, with the same settings; also a process and its children.
// One that
//   appends without flock() may, as long as its lines are single writes.
// - As root no symbolic link at the end of the path is followed and no file with a second name is written to.
// send() and send_all() allocate nothing and leave errno alone. They may be called by several threads, which wait for
// each other, and for other programs, two seconds each at most, and by signal handlers; a line from a handler that has
// interrupted one of them is lost. The file system must keep what it has acknowledged: see sync() for what a loss of
// power leaves.
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
    detail::gather(
        packets, outcomes, count, detail::lines{},
        [this](const iovec* lines, outcome* results, size_t left) { return journal_.write(lines, results, left); });
  }

  // For signal handlers too.
  void request_reopen() { journal_.request_reopen(); }
  // So late it is now, and that far from UTC: tries again what has failed, and rotates a file of an earlier period.
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
  // From now on nothing waits for a lock for more than a moment: then the line is written as it is.
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
