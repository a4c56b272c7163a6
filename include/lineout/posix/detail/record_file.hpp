// record_file: records appended to a file, a pipe or a terminal, each whole or not at all.
#pragma once

#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include <lineout/message.hpp>
#include <lineout/posix/detail/descriptor.hpp>
#include <lineout/posix/detail/gathered.hpp>

namespace lineout::detail {

// What file and pcap_file have in common. One write() to the end of the file per record, or per several that are given
// together, and nobody writes between these: at most PIPE_BUF bytes of them to a pipe, and one alone to what is neither
// a pipe nor a regular file. What a full disk leaves of a record is taken back, unless somebody else may have written
// behind it: then, as on a pipe, the file is torn, and the next record is preceded by the separator; without a
// separator nothing more is written. No record that was sent is ever taken back; one that another thread sent in the
// very moment of the tear stands behind the part, without a separator.
class record_file {
 public:
  constexpr record_file() = default;

  // flags: O_TRUNC or 0.
  record_file(text path, int flags, mode_t mode) {
    const errno_keeper keeper;
    char name[PATH_MAX];
    if (path.empty()) {
      error_ = "the path is missing";
    } else if (!copy_terminated(name, path)) {
      error_ = "the path is too long or has a NUL in it";
    } else if (!open(name, flags, mode)) {
      last_error_.store(errno);
      error_ = error_words(errno);
    }
  }

  explicit operator bool() const { return static_cast<bool>(file_); }
  text error() const { return error_.empty() && !file_ ? text{"there is no file"} : error_; }
  int last_error() const { return last_error_.load(); }

  outcome write(const char* data, size_t size, char separator) {
    const iovec record{const_cast<char*>(data), size};
    outcome result = outcome::lost;
    write(&record, &result, 1, separator);
    return result;
  }

  // As many records, which lie one behind the other, as are written together. Gives how many these were, from the first on: 1 at least.
  size_t write(const iovec* records, outcome* outcomes, size_t count, char separator) {
    const errno_keeper keeper;
    outcomes[0] = outcome::lost;
    if (!file_) return 1;
    const unsigned before = static_cast<unsigned>(writers_.add(one_entry + 1));
    // Somebody is taking back the end of the file: what is written now would go with it.
    size_t known = 1;
    if (rolling_back_.load() == 0) known = write_alone(records, outcomes, together(records, count), separator, before);
    writers_.add(-1);
    return known;
  }

 private:
  static constexpr int one_entry = 1 << 12;
  enum kind { regular, terminal, named_pipe, broken_pipe_signals, socket };

  bool open(const char* name, int flags, mode_t mode) {
    constexpr int always = O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    struct stat status {};
    const text path{name};
    const int standard = path == text{"/dev/stdout"} ? 1 : path == text{"/dev/stderr"} ? 2 : -1;
    if (standard >= 0 && ::fstat(standard, &status) == 0 && (S_ISREG(status.st_mode) || S_ISSOCK(status.st_mode))) {
      // Its position is shared with the rest of the program, or each would write over what the other has written.
      file_ = descriptor{::fcntl(standard, F_DUPFD_CLOEXEC, 3)};
      const int was = S_ISREG(status.st_mode) ? ::fcntl(standard, F_GETFL) : -1;
      if (was >= 0) ::fcntl(standard, F_SETFL, was | O_APPEND);
    } else if (standard < 0 && ::stat(name, &status) == 0 && S_ISFIFO(status.st_mode)) {
      // Being a reader too, it can be opened before there is one, and is never told by a signal that the last has gone.
      file_ = descriptor{::open(name, O_RDWR | O_CLOEXEC | O_NONBLOCK)};
      kind_ = named_pipe;
      return static_cast<bool>(file_);
    } else {
      file_ = descriptor{::open(name, O_WRONLY | always | flags, mode)};
    }
    if (!file_ || ::fstat(file_.number(), &status) != 0) return false;
    kind_ = S_ISREG(status.st_mode)    ? regular
            : S_ISFIFO(status.st_mode) ? broken_pipe_signals
            : S_ISSOCK(status.st_mode) ? socket
                                       : terminal;
    return true;
  }

  some_pieces together(const iovec* records, size_t count) const {
    if (kind_ == regular) return pieces_within(records, count);
    const bool pipe = kind_ == named_pipe || kind_ == broken_pipe_signals;
    return pieces_within(records, pipe ? count : 1, PIPE_BUF);
  }

  size_t write_alone(const iovec* records, outcome* outcomes, some_pieces all, char separator, unsigned before) {
    if (torn_.load() != 0) {
      if (separator == '\0' || write_some(&separator, 1) != 1) return 1;
      torn_.store(0);
    }
    const ssize_t written = write_some(static_cast<const char*>(records->iov_base), all.size);
    if (written < 0) {
      // There may be room for one of them.
      for (size_t index = 0; all.count > 1 && index < all.count; ++index) {
        outcomes[index] = outcome::lost;
        write_alone(records + index, outcomes + index, {1, records[index].iov_len}, separator, before);
      }
      return all.count;
    }
    size_t part = static_cast<size_t>(written);
    const size_t whole = part == all.size ? all.count : whole_pieces(records, all.count, part);
    set_all(outcomes, whole, outcome::sent);
    if (whole == all.count || (part == 0 && whole > 0)) return whole;
    outcomes[whole] = outcome::lost;
    if (part > 0 && !roll_back(static_cast<off_t>(part), before)) torn_.store(1);
    return whole + 1;
  }

  ssize_t write_some(const char* data, size_t size) {
    ssize_t written = -1;
    do {
      if (kind_ == socket) written = send_now(file_.number(), data, size);
      else if (kind_ == broken_pipe_signals) written = write_without_signal(data, size);
      else written = ::write(file_.number(), data, size);
    } while (written < 0 && errno == EINTR);
    if (written < 0) last_error_.store(errno);
    // A file that takes only a part has no room for the rest.
    else if (static_cast<size_t>(written) < size) last_error_.store(kind_ == regular ? ENOSPC : EAGAIN);
    return written;
  }

  // The signal that says that the last reader has gone is for this thread alone, so that it can be taken before it
  // acts.
  ssize_t write_without_signal(const char* data, size_t size) {
    sigset_t signals;
    sigset_t before;
    sigset_t waiting;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    sigpending(&waiting);
    const bool waits_already = sigismember(&waiting, SIGPIPE) == 1;
    ::pthread_sigmask(SIG_BLOCK, &signals, &before);
    const ssize_t written = ::write(file_.number(), data, size);
    const int error = errno;
    if (written < 0 && error == EPIPE && !waits_already) {
#if defined(__APPLE__)
      int taken;
      ::sigwait(&signals, &taken);
#else
      const timespec at_once{};
      ::sigtimedwait(&signals, nullptr, &at_once);
#endif
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return written;
  }

  // Only when no other send was under way since this one began, and the file still ends where the part ended.
  bool roll_back(off_t part, unsigned before) {
    if (kind_ != regular || rolling_back_.exchange(1) != 0) return false;
    bool done = false;
    if (before % one_entry == 0 && static_cast<unsigned>(writers_.load()) == before + one_entry + 1) {
      struct stat status {};
      const off_t end = ::lseek(file_.number(), 0, SEEK_CUR);
      if (end >= part && ::fstat(file_.number(), &status) == 0 && status.st_size == end)
        done = ::ftruncate(file_.number(), end - part) == 0;
    }
    rolling_back_.store(0);
    return done;
  }

  descriptor file_;
  kind kind_ = regular;
  text error_;
  shared_int writers_;  // how many are writing, and from one_entry on, how often one has begun
  shared_int rolling_back_;
  shared_int torn_;
  shared_int last_error_;
};

}  // namespace lineout::detail
