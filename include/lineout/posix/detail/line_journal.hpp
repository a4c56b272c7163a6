// line_journal: a file of whole lines that several threads and programs append to, kept whole whatever the disk does.
#pragma once

#include <sched.h>
#include <sys/file.h>
#include <time.h>

#include <lineout/detail/counter.hpp>
#include <lineout/message.hpp>
#include <lineout/posix/detail/gathered.hpp>
#include <lineout/posix/detail/log_upkeep.hpp>

namespace lineout::detail {

// One at a time may write: of this process's threads by a word in here, of the programs by flock(). Whoever holds it
// knows that nobody is in the middle of a line.
class line_journal {
 public:
  constexpr line_journal() = default;
  line_journal(text path, const posix::log_settings& settings) : settings_{settings} {
    const errno_keeper keeper;
    if (settings_.keep == 0) settings_.keep = 1;
    if (path.empty()) fault_.store(log_fault::no_path);
    else if (!copy_terminated(path_, path)) fault_.store(log_fault::bad_path);
    else maintain(true, 0);
    if (path_[0] == '\0') suspended_.store(1);
  }
  line_journal(line_journal&& other) noexcept
      : settings_{other.settings_},
        file_{static_cast<descriptor&&>(other.file_)},
        end_{other.end_},
        retry_at_{other.retry_at_},
        offset_{other.offset_},
        pid_{other.pid_},
        stale_{other.stale_},
        stuck_{other.stuck_},
        syncs_{other.syncs_},
        reopen_{other.reopen_},
        panic_{other.panic_},
        suspended_{other.suspended_},
        fault_{other.fault_},
        last_error_{other.last_error_},
        repair_{other.repair_} {
    __builtin_memcpy(path_, other.path_, sizeof path_);
    for (size_t index = 0; index < kinds; ++index) counts_[index].add(other.counts_[index].take());
    other.path_[0] = '\0';
    other.suspended_.store(1);
  }

  enum kind { written, lost, rotated, repaired, taken_back, kinds };
  size_t count(kind which) const { return counts_[which].value(); }
  bool suspended() const { return path_[0] == '\0' || suspended_.load() != 0; }
  text error() const {
    return path_[0] == '\0' && fault_.load() == 0 ? "there is no file" : log_fault_words(fault_.load());
  }
  int last_error() const { return last_error_.load(); }
  end_of_log latest_repair() const { return static_cast<end_of_log>(repair_.load()); }

  void request_reopen() { reopen_.store(1); }
  void panic() { panic_.store(1); }

  // The line with its newline.
  outcome write(const char* line, size_t size) {
    const iovec one{const_cast<char*>(line), size};
    outcome result = outcome::lost;
    write(&one, &result, 1);
    return result;
  }

  // As many lines, which lie one behind the other, as go into one file with one write. Gives of how many the outcome is known, from the first on.
  size_t write(const iovec* lines, outcome* outcomes, size_t count) {
    const errno_keeper keeper;
    const bool mine = enter();
    size_t done = 0;
    if (mine && prepare(lines->iov_len, false, now())) {
      done = append(lines, together(lines, count));
      unlock();
    }
    // Last words do not wait for whoever has the file.
    if (done == 0 && panic_.load() != 0 && file_ && (!mine || fault_.load() == log_fault::locked))
      done = ::write(file_.number(), lines->iov_base, lines->iov_len) == static_cast<ssize_t>(lines->iov_len) ? 1 : 0;
    if (mine) leave();
    outcomes[0] = outcome::lost;
    set_all(outcomes, done, outcome::sent);
    const size_t known = done > 0 ? done : 1;
    counts_[done > 0 ? written : lost].add(known);
    return known;
  }

  // Whatever can be done without a line, now or (not again) when it is time to.
  void maintain(bool again, int64_t seconds) {
    const errno_keeper keeper;
    if (path_[0] == '\0' || !enter()) return;
    if (prepare(0, again, seconds)) {
      settle();
      unlock();
    }
    leave();
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
    if (path_[0] == '\0' || !enter()) return false;
    syncs_ = true;
    const descriptor same{file_ ? ::fcntl(file_.number(), F_DUPFD_CLOEXEC, 0) : -1};
    const bool left = left_unsynced_;
    left_unsynced_ = false;
    leave();
    if (same && ::fsync(same.number()) == 0) return !left;
    last_error_.store(errno);
    return false;
  }

 private:
  // In turn for at least two seconds, or for a moment in panic.
  template <typename Try> bool wait_for(Try taken) {
    for (int attempt = 0; attempt < (panic_.load() != 0 ? 100 : 2100); ++attempt) {
      if (taken()) return true;
      const timespec millisecond{0, 1000000};
      if (attempt < 100) ::sched_yield();
      else ::nanosleep(&millisecond, nullptr);
    }
    return false;
  }
  // False at once: this is a signal handler, and it has interrupted whom it would wait for.
  bool enter() {
    const size_t self = reinterpret_cast<size_t>(&errno);  // each thread has its own
    size_t owner = 0;
    return wait_for([&] {
             owner = 0;
             return owner_.compare_exchange(owner, self) || owner == self;
           }) &&
           owner != self;
  }
  void leave() { owner_.store(0); }

  // Where the file system has no locks, there is nobody to wait for.
  bool lock() {
    return wait_for([&] { return ::flock(file_.number(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK; });
  }
  void unlock() { ::flock(file_.number(), LOCK_UN); }

  static time_t uptime() {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
  }
  bool fail(int fault) {
    fault_.store(fault);
    if (fault > 0) last_error_.store(fault);
    return false;
  }
  bool suspend(int fault) {
    retry_at_ = uptime() + static_cast<time_t>(settings_.retry);
    suspended_.store(1);
    return fail(fault);
  }
  void settle() {
    suspended_.store(0);
    if (!stale_ && !stuck_) fault_.store(0);
  }

  // Locked, as is the old file, until that is left. False: the old one stays.
  bool open(const struct stat* after) {
    int fault = 0;
    descriptor next = open_log(path_, settings_.mode, after, fault);
    stale_ = true;
    if (!next) return fail(fault);
    if (file_) {
      // After a fork the lock on this is the parent's.
      if (pid_ == ::getpid()) unlock();
      if (!syncs_ || ::fsync(file_.number()) != 0) left_unsynced_ = true;
      if (!file_.replace_by(next)) return fail(errno);
    } else {
      file_ = static_cast<descriptor&&>(next);
    }
    stale_ = false;
    end_ = -1;
    pid_ = ::getpid();
    return true;
  }

  bool is_at_path(const struct stat& mine) const {
    struct stat there {};
    return ::stat(path_, &there) == 0 && there.st_dev == mine.st_dev && there.st_ino == mine.st_ino;
  }
  bool is_due(const struct stat& mine, size_t size, int64_t seconds) const {
    if (mine.st_size == 0) return false;
    if (settings_.size_limit != 0 && static_cast<uint64_t>(mine.st_size) + size > settings_.size_limit) return true;
    if (settings_.period == 0) return false;
    const int64_t offset = offset_.load();
    return (seconds + offset) / settings_.period > (int64_t{mine.st_mtime} + offset) / settings_.period;
  }

  // True: the file is locked, is the right one, ends at end_ with a whole line, and has room for a line of this size.
  bool prepare(size_t size, bool again, int64_t seconds) {
    if (path_[0] == '\0') return false;
    if (reopen_.exchange(0) != 0) stale_ = again = true;
    if (suspended_.load() != 0 && uptime() >= retry_at_) again = true;
    if (suspended_.load() != 0 && !again) return false;
    if (again) stuck_ = false;
    const bool rotates = settings_.size_limit != 0 || settings_.period != 0;
    // A lock is shared with the process that this one was forked from, unless the file is opened again.
    const bool forked = file_ && pid_ != ::getpid();
    if ((!file_ || (stale_ && again) || forked) && !open(nullptr) && forked) return suspend(fault_.load());
    for (int attempt = 0;; ++attempt) {
      if (!file_) return suspend(fault_.load());
      if (!lock()) return suspend(log_fault::locked);
      struct stat mine {};
      if (::fstat(file_.number(), &mine) != 0) return give_up(errno);
      const bool at_path = !rotates || is_at_path(mine);
      if (attempt < 8 && (mine.st_nlink == 0 || !at_path) && open(nullptr)) continue;
      if (mine.st_nlink == 0) return give_up(fault_.load());
      if (mine.st_size != end_ && !repair(mine)) return give_up(errno);
      if (attempt < 8 && at_path && !stuck_ && is_due(mine, size, seconds)) {
        if (rename_in_turn(path_, settings_.keep)) {
          counts_[rotated].add(1);
          if (open(&mine)) continue;
        } else {
          stuck_ = true;
          fail(errno);
        }
      }
      return true;
    }
  }
  bool give_up(int fault) {
    unlock();
    return suspend(fault);
  }

  bool repair(struct stat& mine) {
    const end_of_log end = repair_end(file_.number(), path_, mine.st_size, mine.st_mode & 0777);
    if (end == end_of_log::unknown || ::fstat(file_.number(), &mine) != 0) return false;
    end_ = mine.st_size;
    if (end == end_of_log::whole) return true;
    repair_.store(static_cast<int>(end));
    counts_[repaired].add(1);
    return true;
  }

  some_pieces together(const iovec* lines, size_t count) const {
    if (settings_.size_limit == 0) return pieces_within(lines, count);
    const uint64_t end = static_cast<uint64_t>(end_);
    return pieces_within(lines, count, settings_.size_limit > end ? settings_.size_limit - end : 0);
  }

  // How many of the lines are there now.
  size_t append(const iovec* lines, some_pieces all) {
    ssize_t taken = -1;
    do taken = ::write(file_.number(), lines->iov_base, all.size);
    while (taken < 0 && errno == EINTR);
    const int error = taken < 0 ? errno : ENOSPC;
    size_t part = taken < 0 ? 0 : static_cast<size_t>(taken);
    end_ += static_cast<off_t>(part);
    const size_t whole = part == 0 ? 0 : whole_pieces(lines, all.count, part);
    end_ -= static_cast<off_t>(part);
    if (whole == all.count) return settle(), whole;
    if (error == EIO || error == ESTALE) stale_ = true;
    if (part > 0) take_back(static_cast<off_t>(part));
    suspend(error);
    return whole;
  }
  // Unless somebody who does not lock has written behind it; then it is seen to as a torn end.
  void take_back(off_t part) {
    struct stat mine {};
    const bool last = ::fstat(file_.number(), &mine) == 0 && mine.st_size == end_ + part;
    if (last && ::ftruncate(file_.number(), end_) == 0) counts_[taken_back].add(1);
    else end_ = -1;
  }

  posix::log_settings settings_;
  char path_[PATH_MAX] = {};
  descriptor file_;  // keeps its number once it has one
  off_t end_ = -1;   // where we have left it
  time_t retry_at_ = 0;
  shared_int offset_;
  pid_t pid_ = 0;
  bool stale_ = false;  // another file is wanted, and could not be opened
  bool stuck_ = false;  // could not be renamed
  bool syncs_ = false;  // what is written is to be on the disk when it is left
  bool left_unsynced_ = false;
  shared_int reopen_;
  shared_int panic_;
  shared_int suspended_;
  shared_int fault_;
  shared_int last_error_;
  shared_int repair_;
  atomic owner_;
  counter<true> counts_[kinds];
};

}  // namespace lineout::detail
