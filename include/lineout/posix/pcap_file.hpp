// pcap_file: a sink of whole frames that keeps them in a classic pcap file, for Wireshark and tcpdump.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/posix/detail/pcap_journal.hpp>
#include <lineout/posix/detail/record_file.hpp>
#include <lineout/posix/options.hpp>

namespace lineout::posix {

// Given a path alone, it creates the file or begins it anew; a FIFO works too. Each Ethernet frame is stamped with the
// real time and written at once, so that the file can be read at any moment. A frame for which the disk has no room is
// lost whole. send() allocates nothing and leaves errno alone; it may be called by several threads and in signal
// handlers. It waits for nobody, but a disk takes its time.
//
// Given settings, it is a log as pflogd keeps it, of any link type, and for one context at a time:
// - A file that is there is verified record by record and appended to, with its own snap length, byte order and unit of
//   time. One that is not whole, or of another link type, is moved aside to PATH.bad (PATH.bad.1, ...) and a new one
//   begun. It is locked against other programs that do the same, and as root no symbolic link is followed.
// - Records gather in the buffer and are written when it is full, when they are old enough, and by flush().
// - What a full disk has taken of them is taken back. Until what is in the buffer has been written, frames are lost and
//   counted; it is tried again every delay seconds by send() and poll(), and by flush().
// - A file that somebody removes or writes to is verified or begun again before more is written.
class pcap_file : public sink_base {
 public:
  using default_options = posix::options;
  static constexpr size_t headroom = 16;
  static constexpr size_t tailroom = 0;

  // Loses everything.
  constexpr pcap_file() = default;
  explicit pcap_file(text path, mode_t mode = 0640) : file_{path, O_TRUNC, mode} {
    char header[24];
    put(header, 0xa1b2c3d4);         // microseconds, in this machine's byte order
    put(header + 4, version_2_4());  //
    put(header + 8, 0);              // times are UTC
    put(header + 12, 0);             // and not known to be inaccurate
    put(header + 16, 65535);         // the longest frame
    put(header + 20, 1);             // Ethernet
    if (file_) began_ = file_.write(header, sizeof header, '\0') == outcome::sent;
  }

  // As a log; error() says why it is not one yet.
  pcap_file(text path, const pcap_settings& settings) : log_{path, settings}, is_log_{true} {}

  // False: the file could not be begun, and error() says why. A log tries again.
  explicit operator bool() const { return is_log_ ? static_cast<bool>(log_) : began_; }
  text error() const {
    if (is_log_) return log_.error();
    return file_ && !began_ ? detail::error_words(file_.last_error()) : file_.error();
  }
  // The error number of the latest write that failed, or 0.
  int last_error() const { return is_log_ ? log_.last_error() : file_.last_error(); }

  outcome send(packet& bytes) {
    const timespec now = real_time();
    if (is_log_) return keep_whole(bytes, now);
    packet record = bytes;
    if (!began_ || !detail::finish_record(record, stamped{now})) return outcome::lost;
    return file_.write(record.data(), record.size(), '\0');
  }

  // With one time for all of them.
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    const timespec now = real_time();
    if (is_log_ || !began_) {
      for (size_t index = 0; index < count; ++index)
        outcomes[index] = is_log_ ? keep_whole(packets[index], now) : outcome::lost;
      return;
    }
    detail::gather(packets, outcomes, count, stamped{now}, [this](const iovec* records, outcome* results, size_t left) {
      return file_.write(records, results, left, '\0');
    });
  }

  // What follows is for logs.

  // A frame that was captured elsewhere, of which there may be less than was on the wire. queued: it is in the buffer.
  outcome keep(text frame, uint32_t size_on_the_wire, timespec when) {
    return is_log_ ? log_.keep(frame, size_on_the_wire, when) : outcome::lost;
  }
  // Writes what is in the buffer. False: it cannot be written now, and stays there.
  void flush() {
    if (is_log_) log_.flush();
  }
  // Does so when it is time. True: something waits.
  bool poll(size_t /*budget*/) { return is_log_ && log_.poll(); }
  // Flushes, and begins with the file that has this path now (after it was renamed, say). False: the old one stays.
  bool reopen() { return !is_log_ || log_.reopen(); }
  // Frames are lost at present.
  bool suspended() const { return log_.suspended(); }
  // Frames that were written, that were lost, and that wait in the buffer.
  using counts = detail::pcap_journal::counts;
  const counts& count() const { return log_.count(); }
  // The file's, or 0.
  uint32_t snap_length() const { return log_.snap_length(); }
  // Where the latest file that was not whole is now (empty: there was none), and what was wrong with it at which byte.
  text moved_aside() const { return log_.moved_aside(); }
  text fault() const { return log_.fault().error; }
  off_t fault_position() const { return log_.fault().position; }

 private:
  static timespec real_time() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now;
  }
  outcome keep_whole(const packet& frame, timespec now) {
    return log_.keep({frame.data(), frame.size()}, static_cast<uint32_t>(frame.size()), now);
  }
  // A frame with its header.
  struct stamped {
    static constexpr size_t before = 16;
    static constexpr size_t behind = 0;
    timespec now;
    bool accepts(const packet& frame) const { return frame.size() <= 65535 && frame.headroom() >= before; }
    void finish(char* begin, size_t size) const {
      put(begin, static_cast<uint32_t>(now.tv_sec));
      put(begin + 4, static_cast<uint32_t>(now.tv_nsec / 1000));
      put(begin + 8, static_cast<uint32_t>(size));
      put(begin + 12, static_cast<uint32_t>(size));
    }
  };
  static void put(char* to, uint32_t value) { __builtin_memcpy(to, &value, sizeof value); }
  // Two 16-bit numbers, each in this machine's byte order.
  static uint32_t version_2_4() {
    const uint16_t numbers[2] = {2, 4};
    uint32_t both;
    __builtin_memcpy(&both, numbers, sizeof both);
    return both;
  }

  detail::record_file file_;
  detail::pcap_journal log_;
  bool began_ = false;
  bool is_log_ = false;
};

static_assert(sink<pcap_file>);

}  // namespace lineout::posix
