// pcap_journal: a capture file that is verified before it is appended to, and kept whole whatever the disk does
// (draft-ietf-opsawg-pcap).
#pragma once

#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>

#include <lineout/message.hpp>
#include <lineout/posix/pcap_check.hpp>

namespace lineout::posix {

// How a capture file is kept. The buffer belongs to the caller and outlives the file.
struct pcap_settings {
  // The most bytes that are kept of a frame, 1 to 262144; a file that is there already has its own.
  uint32_t snap_length = 65535;
  // 1 is Ethernet.
  uint32_t link_type = 1;
  // Records gather here until it is full, until they are delay seconds old, or until a flush is asked for. None: each
  // is written at once.
  char* buffer = nullptr;
  size_t buffer_size = 0;
  unsigned delay = 60;
  // Of a file that is created, less the umask.
  mode_t mode = 0640;
};

}  // namespace lineout::posix

namespace lineout::detail {

// For one context at a time. Allocates nothing and leaves errno alone; waits for nobody, but a disk takes its time.
class pcap_journal {
 public:
  struct counts {
    uint64_t written = 0;
    uint64_t lost = 0;
    uint32_t waiting = 0;  // in the buffer
  };

  constexpr pcap_journal() = default;
  pcap_journal(text path, const posix::pcap_settings& settings) : settings_{settings} {
    const errno_keeper keeper;
    if (settings_.snap_length == 0 || settings_.snap_length > posix::longest_frame)
      settings_.snap_length = posix::longest_frame;
    if (settings_.buffer == nullptr) settings_.buffer_size = 0;
    if (path.empty()) error_ = "the path is missing";
    else if (!copy_terminated(path_, path)) error_ = "the path is too long or has a NUL in it";
    else suspended_ = !open();
  }
  pcap_journal(pcap_journal&& other) noexcept { *this = static_cast<pcap_journal&&>(other); }
  pcap_journal& operator=(pcap_journal&& other) noexcept {
    if (this == &other) return *this;
    if (used_ > 0) flush();
    __builtin_memcpy(path_, other.path_, sizeof path_);
    __builtin_memcpy(aside_, other.aside_, sizeof aside_);
    file_ = static_cast<descriptor&&>(other.file_);
    settings_ = other.settings_;
    format_ = other.format_;
    end_ = other.end_;
    used_ = other.used_;
    counts_ = other.counts_;
    oldest_ = other.oldest_;
    suspended_ = other.suspended_;
    torn_ = other.torn_;
    fault_ = other.fault_;
    error_ = other.error_;
    last_error_ = other.last_error_;
    other.used_ = 0;
    other.counts_.waiting = 0;
    return *this;
  }
  ~pcap_journal() {
    if (used_ > 0) flush();
  }

  explicit operator bool() const { return static_cast<bool>(file_); }
  text error() const { return error_.empty() && !file_ ? text{"there is no file"} : error_; }
  int last_error() const { return last_error_; }
  uint32_t snap_length() const { return format_.snap_length; }
  bool suspended() const { return suspended_; }
  const counts& count() const { return counts_; }
  text moved_aside() const { return text{aside_}; }
  const posix::pcap_check& fault() const { return fault_; }

  outcome keep(text frame, uint32_t size_on_the_wire, timespec when) {
    const errno_keeper keeper;
    poll();
    if (!file_ || suspended_) return lose();
    const size_t kept = frame.size() < format_.snap_length ? frame.size() : format_.snap_length;
    const uint32_t fraction = static_cast<uint32_t>(format_.nanoseconds ? when.tv_nsec : when.tv_nsec / 1000);
    uint32_t record[4] = {format_.order(static_cast<uint32_t>(when.tv_sec)), format_.order(fraction),
                          format_.order(static_cast<uint32_t>(kept)), format_.order(size_on_the_wire)};
    const size_t size = sizeof record + kept;
    if (size > settings_.buffer_size - used_ && !flush()) return lose();
    if (size > settings_.buffer_size) return write_alone(record, frame.first(kept));
    if (used_ == 0) oldest_ = uptime();
    __builtin_memcpy(settings_.buffer + used_, record, sizeof record);
    if (kept > 0) __builtin_memcpy(settings_.buffer + used_ + sizeof record, frame.data(), kept);
    used_ += size;
    ++counts_.waiting;
    if (settings_.delay == 0 && !flush()) return outcome::queued;
    return counts_.waiting == 0 ? outcome::sent : outcome::queued;
  }

  // False: what is in the buffer is there still, and until it can be written every further frame is lost.
  bool flush() {
    const errno_keeper keeper;
    if (path_[0] == '\0') return true;
    if ((!file_ || !is_ours()) && !open()) return suspend();
    if (torn_ && !roll_back()) return false;
    if (used_ > 0 && !write(file_, settings_.buffer, used_, end_)) {
      roll_back();
      return suspend();
    }
    end_ += static_cast<off_t>(used_);
    counts_.written += counts_.waiting;
    counts_.waiting = 0;
    used_ = 0;
    suspended_ = false;
    return true;
  }

  // When something has waited for so long as settings say, or could not be written. True: something waits still.
  bool poll() {
    if ((used_ > 0 || suspended_) && uptime() - oldest_ >= static_cast<time_t>(settings_.delay)) flush();
    return used_ > 0 || suspended_;
  }

  // Begins with the file that has this path now; where that cannot be opened, the old one stays.
  bool reopen() {
    const errno_keeper keeper;
    flush();
    return open();
  }

 private:
  static time_t uptime() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
  }
  outcome lose() {
    ++counts_.lost;
    return outcome::lost;
  }
  bool suspend() {
    oldest_ = uptime();
    suspended_ = true;
    return false;
  }
  bool refuse(text words) {
    last_error_ = errno;
    error_ = words;
    return false;
  }

  // Whether nobody has removed the file or changed its size.
  bool is_ours() const {
    struct stat status {};
    return ::fstat(file_.number(), &status) == 0 && status.st_nlink > 0 && (torn_ || status.st_size == end_);
  }

  bool open() {
    const int links = ::geteuid() == 0 ? O_NOFOLLOW : 0;
    const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | links;
    for (int attempt = 0; attempt < 2; ++attempt) {
      descriptor tried{::open(path_, flags, settings_.mode)};
      if (!tried) return refuse(error_words(errno));
      struct stat mine {};
      struct stat status {};
      if (::fstat(tried.number(), &status) != 0 || !S_ISREG(status.st_mode)) return refuse("it is not a regular file");
      const bool same =
          file_ && ::fstat(file_.number(), &mine) == 0 && mine.st_dev == status.st_dev && mine.st_ino == status.st_ino;
      if (!same && ::flock(tried.number(), LOCK_EX | LOCK_NB) != 0) return refuse("another program writes to it");
      const posix::pcap_check check = posix::check_pcap(tried.number());
      if (!check.error.empty() || (check.size > 0 && (check.link_type & 0x3ffffff) != settings_.link_type)) {
        fault_ = check;
        if (check.error.empty()) fault_.error = "it is of another link type";
        if (!move_aside()) return refuse("it is not a whole capture file, and cannot be moved aside");
        if (same) file_ = descriptor{};
        continue;
      }
      return same ? take(check, static_cast<descriptor&&>(file_)) : take(check, static_cast<descriptor&&>(tried));
    }
    return refuse("another program writes to it");
  }

  bool take(const posix::pcap_check& check, descriptor opened) {
    posix::pcap_check format = check;
    if (check.size == 0) {
      format.snap_length = settings_.snap_length;
      format.link_type = settings_.link_type;
      const uint16_t version[2] = {2, 4};
      uint32_t header[6] = {0xa1b2c3d4, 0, 0, 0, format.snap_length, format.link_type};
      __builtin_memcpy(&header[1], version, sizeof version);
      if (!write(opened, reinterpret_cast<const char*>(header), sizeof header, 0)) {
        error_ = error_words(last_error_);
        // Then it is moved aside the next time.
        if (::ftruncate(opened.number(), 0) != 0) last_error_ = errno;
        return false;
      }
    }
    // What was meant for a file of another kind does not go into this one.
    const bool fits = format.swapped == format_.swapped && format.nanoseconds == format_.nanoseconds &&
                      format.snap_length >= format_.snap_length;
    if (used_ > 0 && !fits) {
      counts_.lost += counts_.waiting;
      counts_.waiting = 0;
      used_ = 0;
    }
    format_ = format;
    end_ = check.size == 0 ? 24 : check.size;
    file_ = static_cast<descriptor&&>(opened);
    torn_ = suspended_ = false;
    error_ = {};
    return true;
  }

  // To the first name that is free: PATH.bad, PATH.bad.1, ... up to 999.
  bool move_aside() {
    for (int number = 0; number < 1000; ++number) {
      const int size = number == 0 ? ::snprintf(aside_, sizeof aside_, "%s.bad", path_)
                                   : ::snprintf(aside_, sizeof aside_, "%s.bad.%d", path_, number);
      if (size < 0 || static_cast<size_t>(size) >= sizeof aside_) break;
      if (::link(path_, aside_) == 0) return ::unlink(path_) == 0;
      if (errno != EEXIST) break;
    }
    aside_[0] = '\0';
    return false;
  }

  // What is too long for the buffer, which is empty.
  outcome write_alone(uint32_t (&record)[4], text frame) {
    const size_t size = sizeof record + frame.size();
    const iovec parts[2] = {{record, sizeof record}, {const_cast<char*>(frame.data()), frame.size()}};
    ssize_t written = -1;
    do written = ::lseek(file_.number(), end_, SEEK_SET) < 0 ? -1 : ::writev(file_.number(), parts, 2);
    while (written < 0 && errno == EINTR);
    if (written >= 0 && static_cast<size_t>(written) == size) {
      end_ += written;
      ++counts_.written;
      return outcome::sent;
    }
    last_error_ = written < 0 ? errno : ENOSPC;
    roll_back();
    suspend();
    return lose();
  }

  bool write(const descriptor& file, const char* data, size_t size, off_t at) {
    while (size > 0) {
      const ssize_t written = ::pwrite(file.number(), data, size, at);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) {
        last_error_ = written == 0 ? ENOSPC : errno;
        return false;
      }
      data += written;
      size -= static_cast<size_t>(written);
      at += written;
    }
    return true;
  }
  // Where that fails, nothing is written until it has been done.
  bool roll_back() {
    torn_ = ::ftruncate(file_.number(), end_) != 0;
    return !torn_ || suspend();
  }

  char path_[PATH_MAX] = {};
  char aside_[PATH_MAX] = {};
  descriptor file_;
  posix::pcap_settings settings_{};
  posix::pcap_check format_{};
  off_t end_ = 0;
  size_t used_ = 0;
  counts counts_{};
  time_t oldest_ = 0;
  bool suspended_ = false;
  bool torn_ = false;
  posix::pcap_check fault_{};
  text error_{};
  int last_error_ = 0;
};

}  // namespace lineout::detail
