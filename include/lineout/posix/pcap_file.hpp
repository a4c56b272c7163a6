// pcap_file: a sink of whole frames that keeps them in a new pcap file, for Wireshark and tcpdump.
#pragma once

#include <time.h>

#include <lineout/concepts.hpp>
#include <lineout/posix/detail/record_file.hpp>
#include <lineout/posix/options.hpp>
#include <lineout/posix/pcap_check.hpp>

namespace lineout::posix {

// Creates the file or empties it; a FIFO or a standard stream works too. Each Ethernet frame is stamped with the real
// time and written at once, so that the file can be read at any moment. See pcap_log for one that goes on in a file.
// - Disk full, or RLIMIT_FSIZE reached: the frame is lost whole. Where a part cannot be taken back (a pipe, somebody
//   else has written behind it), nothing more is written.
// - The program closes the descriptor, or gives its number to another file: frames are lost, error() says why.
// - As root it follows no symbolic link at the end of the path, and takes no file that has a second name.
// Waiting, threads, signals, fork(): as file. Stack: send() 1 KB, send_all() 8.5 KB (1 KB after panic()), the
// constructor 5 KB.
class pcap_file : public sink_base {
 public:
  using default_options = posix::options;
  static constexpr size_t headroom = 16;
  static constexpr size_t tailroom = 0;

  // Loses everything.
  constexpr pcap_file() = default;
  explicit pcap_file(text path, mode_t mode = 0640) : file_{path, {mode, true, true}} {
    const pcap_header header{65535, 1};
    began_ = file_ && file_.write(header.bytes, sizeof header.bytes, '\0') == outcome::sent;
  }

  // False: the file could not be begun, and error() says why.
  explicit operator bool() const { return began_ && file_; }
  text error() const { return file_ && !began_ ? detail::error_words(file_.last_error()) : file_.error(); }
  // The error number of the latest write that failed, or 0.
  int last_error() const { return file_.last_error(); }

  // How many microseconds a frame may wait for whoever reads a pipe or a terminal. With it frames are written one by one. By
  // anybody, at any time.
  void set_patience(uint32_t microseconds) { file_.set_patience(microseconds); }
  uint32_t patience() const { return file_.patience(); }

  outcome send(packet& bytes) {
    packet record = bytes;
    if (!began_ || !detail::finish_record(record, stamped{real_time()})) return outcome::lost;
    return file_.write(record.data(), record.size(), '\0');
  }

  // With one time for all of them.
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    if (!began_ || file_.panicking()) {
      for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
      return;
    }
    detail::gather(packets, outcomes, count, stamped{real_time()},
                   [this](const iovec* records, outcome* results, size_t left) {
                     return file_.write(records, results, left, '\0');
                   });
  }

  void panic() { file_.panic(); }

 private:
  static timespec real_time() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now;
  }
  // A frame with its header.
  struct stamped {
    static constexpr size_t before = 16;
    static constexpr size_t behind = 0;
    timespec now;
    bool accepts(const packet& frame) const { return frame.size() <= 65535 && frame.headroom() >= before; }
    void finish(char* begin, size_t size) const {
      const auto length = static_cast<uint32_t>(size);
      const uint32_t words[4] = {static_cast<uint32_t>(now.tv_sec), static_cast<uint32_t>(now.tv_nsec / 1000), length,
                                 length};
      __builtin_memcpy(begin, words, sizeof words);
    }
  };

  detail::record_file<0> file_;
  bool began_ = false;
};

static_assert(sink<pcap_file>);

}  // namespace lineout::posix
