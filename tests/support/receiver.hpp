// receiver: a syslogd as it is shipped, run by the test alone on a port and a socket of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace support {

// What a receiver made of a message, in its own fields.
struct record {
  int pri = -1;
  std::string time{};  // 2026-11-22T07:23:16, with whatever follows in the receiver's own precision and zone
  std::string hostname{};
  std::string app_name{};
  std::string process_id{};  // "-" or empty: none
  std::string text{};        // without the space behind the tag
  // RFC 5424's; "-" or empty: none.
  std::string message_id{};
  std::string structured_data{};

  friend bool operator==(const record&, const record&) = default;
};

class network;

class receiver {
 public:
  // rsyslogd parses everything and listens on both. syslog-ng parses everything and listens by UDP. inetutils' syslogd
  // listens by UDP and keeps neither the PRI nor the fields: its records have time, and the rest of the line in text;
  // only messages of the priority that selector names ("local0.=notice") are kept.
  enum class kind { rsyslogd, syslog_ng, inetutils };

  // Why there is no such receiver here; empty if there is.
  static std::string missing(kind what);

  // On the loopback interface, or at the far end of a network. Ready to receive when it is constructed.
  explicit receiver(kind what, const std::string& selector = "*.*", const network* where = nullptr);
  receiver(const receiver&) = delete;
  receiver& operator=(const receiver&) = delete;

  uint16_t port() const { return port_; }
  // Where it listens for TCP; rsyslogd's only.
  uint16_t tcp_port() const;
  // Its Unix socket, as /dev/log is one; rsyslogd's only.
  std::string socket() const { return directory_.file("log.sock"); }

  // How many have arrived so far.
  size_t count() const { return records().size(); }
  // Waits until that many have arrived, though not for ever; then stops it and says what has arrived, in order.
  std::vector<record> stop_after(size_t count);

 private:
  std::vector<record> records() const;

  kind kind_;
  temporary_directory directory_;
  uint16_t port_ = 0;
  process daemon_;
};

// How to start a daemon with a configuration of the test's own, which is a file. port: inetutils' for UDP; 0: none, and
// only the Unix socket log.sock in the directory.
command receiver_command(receiver::kind what, const temporary_directory& directory, const std::string& configuration,
                         uint16_t port);

}  // namespace support
