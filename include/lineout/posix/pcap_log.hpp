// pcap_log: a sink of frames that keeps them in a pcap file as pflogd does: verified, appended to, and whole whatever
// the disk does (draft-ietf-opsawg-pcap).
#pragma once

#include <time.h>

#include <lineout/concepts.hpp>
#include <lineout/posix/detail/appender.hpp>
#include <lineout/posix/detail/log_rotation.hpp>
#include <lineout/posix/detail/program_lock.hpp>
#include <lineout/posix/options.hpp>
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

// A file that is there is verified record by record and appended to, with its own snap length, byte order and unit of
// time. One that is not whole, or of another link type, is moved aside to PATH.bad (PATH.bad.1, ...) and a new one
// begun. It is locked against other programs that do the same; who may only read it cannot lock it. As root no
// symbolic link at the end of the path is followed and no file with a second name is taken.
// - Disk full, or RLIMIT_FSIZE reached: what was written is taken back. Until what is in the buffer has been written,
//   frames are lost and counted; send() and poll() try again every delay seconds, and flush() at once.
// - Somebody removes the file or writes to it, or the program closes the descriptor: the file is verified or begun
//   again before more is written. take_losses() tells of frames that were queued and do not fit the new file.
// - A child of fork() does not write what waited: that is the parent's. Both may go on in one file.
// For one thread at a time, not for signal handlers. Waits for nobody, but a disk takes its time, and verifying a file
// reads all of it. Signals are blocked while the file is written, so that pthread_cancel() and longjmp() leave it whole.
// Keeps errno, allocates nothing. Stack: send() 1 KB, 6 KB when the file is opened or verified.
class pcap_log : public sink_base {
 public:
  using default_options = posix::options;

  // Frames that were written, that were lost, and that wait in the buffer.
  struct counts {
    uint64_t written = 0;
    uint64_t lost = 0;
    uint32_t waiting = 0;
  };

  // Loses everything.
  constexpr pcap_log() = default;
  // error() says why it is not one yet; it tries again.
  pcap_log(text path, const pcap_settings& settings) : settings_{settings} {
    const detail::errno_keeper keeper;
    if (settings_.snap_length == 0 || settings_.snap_length > longest_frame) settings_.snap_length = longest_frame;
    if (settings_.buffer == nullptr) settings_.buffer_size = 0;
    const detail::undisturbed scope;
    if (path.empty()) now_.error = "the path is missing";
    else if (!path_.set(path)) now_.error = "the path is too long or has a NUL in it";
    else if (!open(scope)) suspend();
  }
  pcap_log(pcap_log&& other) noexcept { *this = static_cast<pcap_log&&>(other); }
  pcap_log& operator=(pcap_log&& other) noexcept {
    if (this == &other) return *this;
    release();
    path_ = static_cast<detail::log_path&&>(other.path_);
    aside_ = static_cast<detail::log_path&&>(other.aside_);
    bytes_ = static_cast<detail::appender&&>(other.bytes_);
    settings_ = other.settings_;
    now_ = other.now_;
    other.now_ = {};
    return *this;
  }
  ~pcap_log() { release(); }

  explicit operator bool() const { return static_cast<bool>(bytes_.file()); }
  text error() const { return now_.error.empty() && !*this ? text{"there is no file"} : now_.error; }
  // The error number of the latest failure, or 0.
  int last_error() const { return bytes_.last_error(); }
  // Frames are lost at present.
  bool suspended() const { return now_.suspended; }
  const counts& count() const { return now_.count; }
  // The file's, or 0.
  uint32_t snap_length() const { return now_.format.snap_length; }
  // Where the latest file that was not whole is now (empty: there was none), and what was wrong with it at which byte.
  text moved_aside() const { return text{aside_.path()}; }
  text fault() const { return now_.fault.error; }
  off_t fault_position() const { return now_.fault.position; }

  // queued: it is in the buffer.
  outcome send(packet& frame) {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return keep({frame.data(), frame.size()}, static_cast<uint32_t>(frame.size()), now);
  }
  // A frame that was captured elsewhere, of which there may be less than was on the wire.
  outcome keep(text frame, uint32_t size_on_the_wire, timespec when) {
    const detail::errno_keeper keeper;
    poll(1);
    if (!bytes_.file() || suspended()) return lose();
    const pcap_check& format = now_.format;
    const size_t kept = frame.size() < format.snap_length ? frame.size() : format.snap_length;
    const uint32_t fraction = static_cast<uint32_t>(format.nanoseconds ? when.tv_nsec : when.tv_nsec / 1000);
    uint32_t record[4] = {format.order(static_cast<uint32_t>(when.tv_sec)), format.order(fraction),
                          format.order(static_cast<uint32_t>(kept)), format.order(size_on_the_wire)};
    const size_t size = sizeof record + kept;
    if (size > settings_.buffer_size - now_.used && !write_out()) return lose();
    if (size > settings_.buffer_size) return write_alone(record, frame.first(kept));
    if (now_.used == 0) now_.oldest = uptime(), now_.process = ::getpid();
    __builtin_memcpy(settings_.buffer + now_.used, record, sizeof record);
    if (kept > 0) __builtin_memcpy(settings_.buffer + now_.used + sizeof record, frame.data(), kept);
    now_.used += size;
    ++now_.count.waiting;
    if (settings_.delay == 0) write_out();
    return now_.count.waiting == 0 ? outcome::sent : outcome::queued;
  }

  // Writes what is in the buffer now. False: it cannot be written, and stays there; until then further frames are lost.
  bool write_out() {
    const detail::errno_keeper keeper;
    leave_to_parent();
    if (!path_) return true;
    const detail::undisturbed scope;
    if (!is_whole() && (now_.panics || !open(scope))) return suspend();
    if (now_.used > 0) {
      const iovec all{settings_.buffer, now_.used};
      if (!bytes_.append_one(scope, &all, 1, now_.used, now_.end)) return suspend();
    }
    now_.end += static_cast<off_t>(now_.used);
    now_.count.written += now_.count.waiting;
    now_.used = now_.count.waiting = 0;
    now_.suspended = false;
    return true;
  }
  void flush() { write_out(); }
  // Writes what has waited for settings.delay seconds, or could not be written. True: something waits still.
  bool poll(size_t /*budget*/) {
    leave_to_parent();
    const bool waits = now_.used > 0 || suspended();
    if (waits && uptime() - now_.oldest >= static_cast<time_t>(settings_.delay)) write_out();
    return now_.used > 0 || suspended();
  }
  void tick(timestamp) { poll(1); }
  // Writes what is in the buffer, and from now on each frame at once; a file that is not as it was left is left alone.
  void panic() {
    now_.panics = true;
    flush();
    if (now_.used == 0) settings_.buffer_size = 0;
  }
  // Frames that were queued, and that the file which was begun since cannot hold.
  size_t take_losses() {
    const size_t count = now_.untold;
    now_.untold = 0;
    return count;
  }
  // Writes what is in the buffer, and begins with the file that has this path now (after it was renamed, say). False:
  // the old one stays.
  bool reopen() {
    const detail::errno_keeper keeper;
    write_out();
    const detail::undisturbed scope;
    return path_ && open(scope);
  }

 private:
  static time_t uptime() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
  }
  outcome lose() { return ++now_.count.lost, outcome::lost; }
  bool suspend() {
    now_.oldest = uptime();
    now_.suspended = true;
    return false;
  }
  bool refuse(text words) { return now_.error = words, false; }
  void release() {
    if (now_.used > 0) write_out();
  }
  void leave_to_parent() {
    if (now_.used > 0 && now_.process != ::getpid()) now_.used = now_.count.waiting = 0;
  }

  // It is the file that was opened, nobody has removed it or changed its size, and no part stands at its end.
  bool is_whole() {
    detail::file_status status;
    if (!bytes_.file().is_ours(status) || !status.has_name) return false;
    if (!bytes_.torn()) return status.size == now_.end;
    return status.size == bytes_.torn_end() && bytes_.cut(now_.end);
  }

  [[gnu::noinline]] bool open(const detail::undisturbed& scope) {
    for (int attempt = 0; attempt < 2; ++attempt) {
      int why = 0;
      detail::descriptor tried = detail::open_log(path_.name(), settings_.mode, nullptr, why);
      if (!tried) {
        if (why > 0) bytes_.fail(why);
        return refuse(detail::log_fault_words(why));
      }
      detail::file_status mine, status;
      // The number of a file that the program closed may come back: that is another file.
      const bool same = tried.number() != bytes_.file().number() && bytes_.file().is_ours(mine) &&
                        detail::look_at(tried.number(), status) && mine.identity == status.identity;
      detail::patient_wait no_time{0};
      if (!same && detail::lock_file(tried.number(), no_time) == detail::lock_result::busy)
        return refuse("another program writes to it");
      const pcap_check check = check_pcap(tried.number());
      const bool other_type = check.size > 0 && (check.link_type & 0x3ffffff) != settings_.link_type;
      if (check.error.empty() && !other_type) return take(scope, check, static_cast<detail::descriptor&&>(tried), same);
      now_.fault = check;
      if (check.error.empty()) now_.fault.error = "it is of another link type";
      if (!move_aside()) return refuse("it is not a whole capture file, and cannot be moved aside");
      if (same) bytes_.file().close();
    }
    return refuse("another program writes to it");
  }

  bool take(const detail::undisturbed& scope, pcap_check format, detail::descriptor opened, bool same) {
    const bool is_new = format.size == 0;
    if (is_new) format.snap_length = settings_.snap_length, format.link_type = settings_.link_type;
    // What was meant for a file of another kind does not go into this one.
    const bool fits = format.swapped == now_.format.swapped && format.nanoseconds == now_.format.nanoseconds &&
                      format.snap_length >= now_.format.snap_length;
    if (!same && !bytes_.take(static_cast<detail::descriptor&&>(opened), detail::file_kind::regular))
      return refuse(detail::error_words(errno));
    if (is_new) {
      const pcap_header header{format.snap_length, format.link_type};
      const iovec all{const_cast<char*>(header.bytes), sizeof header.bytes};
      if (!bytes_.append_one(scope, &all, 1, sizeof header.bytes, 0)) {
        bytes_.file().close();
        return refuse(detail::error_words(bytes_.last_error()));
      }
    }
    if (now_.used > 0 && !fits) {
      now_.count.lost += now_.count.waiting;
      now_.untold += now_.count.waiting;
      now_.used = now_.count.waiting = 0;
    }
    now_.format = format;
    now_.end = is_new ? static_cast<off_t>(sizeof(pcap_header)) : format.size;
    now_.suspended = false;
    now_.error = {};
    return true;
  }

  // To the first name that is free: PATH.bad, PATH.bad.1, ... up to 999.
  [[gnu::noinline]] bool move_aside() {
    char name[PATH_MAX];
    for (int number = 0; number < 1000; ++number) {
      const int size = number == 0 ? ::snprintf(name, sizeof name, "%s.bad", path_.path())
                                   : ::snprintf(name, sizeof name, "%s.bad.%d", path_.path(), number);
      if (size < 0 || static_cast<size_t>(size) >= sizeof name) break;
      if (::link(path_.path(), name) == 0) return aside_.set(text{name}) && ::unlink(path_.path()) == 0;
      if (errno != EEXIST) break;
    }
    aside_.set({});
    return false;
  }

  // What is too long for the buffer, which is empty.
  outcome write_alone(uint32_t (&record)[4], text frame) {
    const detail::undisturbed scope;
    const iovec parts[2] = {{record, sizeof record}, {const_cast<char*>(frame.data()), frame.size()}};
    const size_t size = sizeof record + frame.size();
    if (!bytes_.append_one(scope, parts, 2, size, now_.end)) {
      suspend();
      return lose();
    }
    now_.end += static_cast<off_t>(size);
    ++now_.count.written;
    return outcome::sent;
  }

  detail::log_path path_;
  detail::log_path aside_;
  detail::appender bytes_;
  pcap_settings settings_{};
  struct {
    pcap_check format{};
    pcap_check fault{};
    text error{};
    off_t end = 0;
    size_t used = 0;  // of the buffer
    size_t untold = 0;
    counts count{};
    time_t oldest = 0;
    pid_t process = 0;  // whose frames wait
    bool suspended = false;
    bool panics = false;
  } now_;
};

static_assert(sink<pcap_log>);

}  // namespace lineout::posix
