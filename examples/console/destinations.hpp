// The ways out: each has a logger of its own, so that one that fails does not disturb the others.
#pragma once

#include <memory>
#include <string>

#include "arguments.hpp"

class destination {
 public:
  // The names of who outlive it.
  destination(const way_out& wanted, const arguments& all, lineout::origin who);
  destination(const destination&) = delete;
  destination& operator=(const destination&) = delete;

  // As it was asked for: --udp HOST:PORT and so on.
  const std::string& name() const { return name_; }
  // Why nothing can ever be sent, or nothing.
  const std::string& error() const { return error_; }
  // What does not work yet, and may later.
  const std::string& note() const { return note_; }
  // The error number of the latest failure, or 0.
  int last_error() const;

  lineout::channel_ref channel() const { return channel_; }
  const lineout::logger<lineout::channel_ref, lineout::posix::options>& log() const { return log_; }

 private:
  template <typename Sink> using frames_to = lineout::framed<lineout::rfc3164, lineout::udp_frame<Sink>>;

  void open_plain(const way_out& wanted);
  void open_raw(const way_out& wanted, const arguments& all);
  void open_pcap(const way_out& wanted, const arguments& all);

  std::string name_;
  std::string error_{};
  std::string note_{};
  // One of these is used, and channel_ refers to it.
  lineout::posix::destination plain_{};
  std::unique_ptr<frames_to<lineout::posix::pcap_file>> file_{};
#if __has_include(<linux/if_packet.h>)
  std::unique_ptr<frames_to<lineout::posix::packet_socket>> card_{};
#endif
  lineout::channel_ref channel_{plain_};
  lineout::logger<lineout::channel_ref, lineout::posix::options> log_;
};
