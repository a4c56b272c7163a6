// Where messages go, and what makes them bytes: sinks and framings of the library, chosen by the command line.
#pragma once

#include <string>

#include "arguments.hpp"

// The most bytes of structured data in a message.
inline constexpr size_t structured_data_limit = 16384;

// What goes into each message's header. The texts are those of the command line and of this machine.
struct header {
  lineout::origin origin;
  std::string hostname;  // RFC 5424's, whole; "-" for none
  std::string app_name;
};

class outputs {
 public:
  // The room that each message needs.
  static const size_t headroom;
  static const size_t tailroom;

  outputs(const arguments& all, const header& who);

  // Why something that was asked for cannot be used, or nothing. It is not set where it is no error that nobody listens.
  const std::string& error() const { return error_; }
  // Whether it has left, or is kept for finish().
  bool send(const lineout::message& what);
  // Whether all that was kept has left.
  bool finish();
  // The number of what was wrong last.
  int last_error() const { return last_error_; }

 private:
  enum class record_end { none, newline, octet_count };

  void open_server();
  void open_local();
  bool send(const lineout::message& what, lineout::sink_ref to, record_end end);
  int error_of_sink() const;

  const arguments& all_;
  const header& who_;
  std::string error_{};
  int last_error_ = 0;
  // One of the first three, which to_ refers to.
  lineout::posix::udp_socket udp_{};
  lineout::posix::tcp_socket tcp_{};
  lineout::posix::unix_socket local_{lineout::text{}};
  lineout::posix::file standard_error_{};
  lineout::sink_ref to_{};
  record_end end_ = record_end::none;
};
