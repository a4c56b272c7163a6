// pcap_file: a sink of whole Ethernet frames that keeps them in a classic pcap file, for Wireshark and tcpdump.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/posix/record_file.hpp>

namespace lineout::posix {

// Creates the file or begins it anew; a FIFO works too. Each frame is stamped with the real time and written at once,
// so that the file can be read at any moment. A frame for which the disk has no room is lost whole. send() allocates
// nothing and leaves errno alone; it may be called by several threads and in signal handlers. It waits for nobody, but
// a disk takes its time.
class pcap_file {
 public:
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

  // False: the file could not be begun, and error() says why.
  explicit operator bool() const { return began_; }
  text error() const { return file_ && !began_ ? detail::error_words(file_.last_error()) : file_.error(); }
  // The error number of the latest write that failed, or 0.
  int last_error() const { return file_.last_error(); }

  outcome send(packet& bytes) {
    if (!began_ || bytes.size() > 65535) return outcome::lost;
    const uint32_t size = static_cast<uint32_t>(bytes.size());
    packet record = bytes;
    char* const header = record.prepend(16);
    if (header == nullptr) return outcome::lost;
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    put(header, static_cast<uint32_t>(now.tv_sec));
    put(header + 4, static_cast<uint32_t>(now.tv_nsec / 1000));
    put(header + 8, size);
    put(header + 12, size);
    return file_.write(record.data(), record.size(), '\0');
  }

 private:
  static void put(char* to, uint32_t value) { __builtin_memcpy(to, &value, sizeof value); }
  // Two 16-bit numbers, each in this machine's byte order.
  static uint32_t version_2_4() {
    const uint16_t numbers[2] = {2, 4};
    uint32_t both;
    __builtin_memcpy(&both, numbers, sizeof both);
    return both;
  }

  detail::record_file file_;
  bool began_ = false;
};

static_assert(sink<pcap_file>);

}  // namespace lineout::posix
