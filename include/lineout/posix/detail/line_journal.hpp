// line_journal: a file of whole lines that several threads and programs append to, kept whole whatever the disk does.
#pragma once

#include <lineout/posix/detail/appender.hpp>
#include <lineout/posix/detail/log_rotation.hpp>
#include <lineout/posix/detail/one_writer.hpp>
#include <lineout/posix/detail/program_lock.hpp>
#include <lineout/posix/log_settings.hpp>

namespace lineout::detail {

// One at a time may write: of this process's threads by door_, of the programs by a lock on the file. Whoever has both
// knows that nobody is in the middle of a line.
class line_journal {
 public:
  constexpr line_journal() = default;
  line_journal(text path, const posix::log_settings& settings) : settings_{settings} {
    const errno_keeper keeper;
    if (settings_.keep == 0) settings_.keep = 1;
    if (path.empty()) fault_.store(log_fault::no_path);
    else if (!path_.set(path)) fault_.store(log_fault::bad_path);
    else maintain(true, 0);
  }
  // The moved-from one has no path, and loses.
  line_journal(line_journal&&) noexcept = default;

  enum kind { written, lost, rotated, repaired, taken_back, kinds };
  size_t count(kind which) const { return counts_[which].load(); }
  bool suspended() const { return !path_ || flags_.has(is_suspended); }
  text error() const {
    return !path_ && fault_.load() >= 0 ? text{"there is no file"} : log_fault_words(fault_.load());
  }
  int last_error() const { return bytes_.last_error(); }
  end_of_log latest_repair() const { return static_cast<end_of_log>(repair_.load()); }

  void request_reopen() { flags_.set(reopens); }
  void panic() { flags_.set(panics); }
  bool panicking() const { return flags_.has(panics); }

  // The line with its newline.
  outcome write(const char* line, size_t size) {
    const iovec one{const_cast<char*>(line), size};
    outcome result = outcome::lost;
    write(&one, &result, 1);
    return result;
  }

  // As many lines, which lie one behind the other, as go into one file with one write. Gives of how many the outcome is
  // known, from the first on.
  size_t write(const iovec* lines, outcome* outcomes, size_t count) {
    const errno_keeper keeper;
    size_t done = 0;
    if (path_) {
      patient_wait wait{panicking() ? 0 : settings_.patience};
      const write_access alone{door_, wait};
      if (alone && prepare(alone, lines->iov_len, false, now(), wait)) {
        done = append(alone, lines, count);
        unlock();
      }
      if (done == 0 && panicking()) done = write_beside(alone, lines);
    }
    outcomes[0] = outcome::lost;
    set_all(outcomes, done, outcome::sent);
    const size_t known = done > 0 ? done : 1;
    counts_[done > 0 ? written : lost].add(known);
    return known;
  }

  // Whatever can be done without a line, now or (not again) when it is time to.
  void maintain(bool again, int64_t seconds) {
    const errno_keeper keeper;
    if (!path_) return;
    patient_wait wait{panicking() ? 0 : settings_.patience};
    const write_access alone{door_, wait};
    if (!alone || !prepare(alone, 0, again, seconds, wait)) return;
    resume();
    unlock();
  }
  void set_offset(int minutes) { offset_.store(minutes * 60); }
  int64_t now() const {
    timespec time{};
    if (settings_.period != 0) ::clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec;
  }

  // Waits for the disk, while others may write. True: all lines that were sent before are on it.
  bool sync() {
    const errno_keeper keeper;
    if (!path_) return false;
    descriptor same;
    bool left = false;
    {
      patient_wait wait{settings_.patience};
      const write_access alone{door_, wait};
      if (!alone) return false;
      flags_.set(syncs);
      file_status mine;
      if (bytes_.file().is_ours(mine)) same = descriptor{::fcntl(bytes_.file().number(), F_DUPFD_CLOEXEC, 3)};
      left = flags_.clear(left_unsynced);
    }
    int cancel_state = PTHREAD_CANCEL_ENABLE;
    ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
    const bool done = same && ::fsync(same.number()) == 0;
    if (!done) bytes_.fail(errno);
    same = descriptor{};
    ::pthread_setcancelstate(cancel_state, nullptr);
    return done && !left;
  }

 private:
  enum flag : unsigned {
    reopens = 1,         // the file that has the path now is wanted
    panics = 2,          //
    is_suspended = 4,    // lines are lost until it is tried again
    stale = 8,           // another file is wanted, and could not be opened
    stuck = 16,          // the file could not be renamed
    syncs = 32,          // a file is synced before it is left
    left_unsynced = 64,  // and one was not
    held = 128,          // the file is locked against other programs
  };

  static time_t uptime() {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
  }
  bool fail(int fault) {
    fault_.store(fault);
    if (fault > 0) bytes_.fail(fault);
    return false;
  }
  bool suspend(int fault) {
    unlock();
    retry_at_ = uptime() + static_cast<time_t>(settings_.retry);
    flags_.set(is_suspended);
    return fail(fault);
  }
  void resume() {
    flags_.clear(is_suspended);
    if (!flags_.has(stale | stuck)) fault_.store(0);
  }
  void unlock() {
    if (flags_.clear(held)) unlock_file(bytes_.file().number());
  }

  // The old file stays where that fails.
  [[gnu::noinline]] bool open(int process, const struct stat* after) {
    int fault = 0;
    descriptor next = open_log(path_.name(), settings_.mode, after, fault);
    flags_.set(stale);
    if (!next) return fail(fault);
    file_status mine;
    if (bytes_.file().is_ours(mine)) {
      unlock();
      if (!flags_.has(syncs) || ::fsync(bytes_.file().number()) != 0) flags_.set(left_unsynced);
    }
    flags_.clear(held);
    if (!bytes_.take(static_cast<descriptor&&>(next), file_kind::regular)) return fail(errno);
    flags_.clear(stale);
    end_ = -1;
    process_ = process;
    return true;
  }

  [[gnu::noinline]] bool is_at_path(const file_status& mine) const {
    struct stat there {};
    return ::stat(path_.path(), &there) == 0 && identity_of(there) == mine.identity;
  }
  bool rotates() const { return settings_.size_limit != 0 || settings_.period != 0; }
  [[gnu::noinline]] bool is_due(const file_status& mine, size_t size, int64_t seconds) {
    if (mine.size == 0) return false;
    if (settings_.size_limit != 0 && static_cast<uint64_t>(mine.size) + size > settings_.size_limit) return true;
    const int64_t offset = offset_.load();
    const int64_t local = seconds + offset;
    // Once a second is enough, and the question is not cheap.
    if (settings_.period == 0 || local == asked_at_) return false;
    struct stat whole {};
    asked_at_ = local;
    return ::fstat(bytes_.file().number(), &whole) == 0 &&
           local / settings_.period > (int64_t{whole.st_mtime} + offset) / settings_.period;
  }

  // True: the file is the right one, is locked as far as it can be, ends at end_, and has room for a line of this size.
  bool prepare(const write_access& scope, size_t size, bool again, int64_t seconds, patient_wait& wait) {
    if (flags_.clear(reopens)) flags_.set(stale), again = true;
    if (flags_.has(is_suspended) && !again && !(again = uptime() >= retry_at_)) return false;
    if (again) flags_.clear(stuck);
    // A lock is shared with the process that this one was forked from, unless the file is opened again.
    file_status mine;
    const bool forked = process_ != scope.process();
    if (forked) flags_.clear(held);
    if ((again && flags_.has(stale)) || forked || !bytes_.file().is_ours(mine))
      if (!open(scope.process(), nullptr) && !bytes_.file().is_ours(mine)) return suspend(fault_.load());
    for (int attempt = 0;; ++attempt) {
      const bool last = attempt == 8 || panicking();
      if (!lock(scope, wait)) return suspend(log_fault::locked);
      if (!bytes_.file().is_ours(mine)) return suspend(EBADF);
      const bool at_path = !rotates() || panicking() || is_at_path(mine);
      if (!last && (!mine.has_name || !at_path) && open(scope.process(), nullptr)) continue;
      if (!mine.has_name) return suspend(fault_.load());
      if (mine.size != end_ && !accept_end(scope, mine)) return suspend(errno);
      if (last || !at_path || flags_.has(stuck) || !is_due(mine, size, seconds) || !rotate(scope)) return true;
    }
  }
  bool lock(const write_access& scope, patient_wait& wait) {
    // While the parent has the same open file, its lock is not one against the parent.
    if (process_ != scope.process()) return true;
    const lock_result result = lock_file(bytes_.file().number(), wait);
    if (result == lock_result::held) flags_.set(held);
    return result != lock_result::busy;
  }

  // Somebody else has written, or it is the first look.
  [[gnu::noinline]] bool accept_end(const write_access& scope, file_status& mine) {
    if (!flags_.has(held) || panicking()) {
      if (!ends_whole(bytes_.file().number(), mine.size)) bytes_.set_torn();
      end_ = mine.size;
      return true;
    }
    const end_of_log end = repair_end(bytes_.file().number(), path_, mine.size, mine.mode & 0777);
    const int error = errno;
    if (end == end_of_log::ended || end == end_of_log::unknown) scope.take_signal_of(EFBIG);
    errno = error;
    if (end == end_of_log::unknown || !look_at(bytes_.file().number(), mine)) return false;
    end_ = mine.size;
    if (end == end_of_log::whole) return true;
    repair_.store(static_cast<int>(end));
    counts_[repaired].add(1);
    return true;
  }
  // True: another file is there, and is to be looked at.
  [[gnu::noinline]] bool rotate(const write_access& scope) {
    if (!rename_in_turn(path_, settings_.keep)) {
      flags_.set(stuck);
      return fail(errno);
    }
    counts_[rotated].add(1);
    struct stat before {};
    return open(scope.process(), ::fstat(bytes_.file().number(), &before) == 0 ? &before : nullptr);
  }

  some_pieces together(const iovec* lines, size_t count) const {
    if (settings_.size_limit == 0) return bytes_.together(lines, count);
    const uint64_t end = static_cast<uint64_t>(end_);
    return bytes_.together(lines, count, settings_.size_limit > end ? settings_.size_limit - end : 0);
  }

  // How many of the lines are there now.
  size_t append(const write_access& scope, const iovec* lines, size_t count) {
    if (bytes_.torn()) {
      if (!bytes_.end_torn(scope, '\n')) return suspend(bytes_.last_error()), 0;
      ++end_;
    }
    const some_pieces all = together(lines, count);
    bool was_taken_back = false;
    const size_t whole = bytes_.append(scope, lines, all, flags_.has(held) ? end_ : -1, was_taken_back);
    for (size_t index = 0; index < whole; ++index) end_ += static_cast<off_t>(lines[index].iov_len);
    if (whole == all.count) return resume(), whole;
    if (was_taken_back) counts_[taken_back].add(1);
    const int error = bytes_.last_error();
    if (error == EIO || error == ESTALE) flags_.set(stale);
    suspend(error);
    return whole;
  }
  // Last words do not wait for whoever has the file.
  size_t write_beside(const write_access& scope, const iovec* lines) {
    file_status mine;
    if (!bytes_.file().is_ours(mine)) return 0;
    bool was_taken_back = false;
    return bytes_.append(scope, lines, {1, lines->iov_len}, -1, was_taken_back);
  }

  posix::log_settings settings_;
  log_path path_;
  appender bytes_;
  one_writer door_;
  off_t end_ = -1;  // where the last look left it
  time_t retry_at_ = 0;
  int64_t asked_at_ = -1;  // local seconds of the latest look at the time of the last line
  int process_ = 0;        // that has opened the file
  shared_int offset_;
  shared_value<unsigned> flags_;
  shared_int fault_;
  shared_int repair_;
  shared_value<size_t> counts_[kinds];
};

}  // namespace lineout::detail
