#include "outputs.hpp"

#include <string.h>

namespace {

namespace posix = lineout::posix;
using lineout::outcome;
using lineout::text;

// The whole names that RFC 5424 has room for.
struct names : lineout::rfc5424_options {
  static constexpr size_t structured_data_limit = ::structured_data_limit;
  static constexpr size_t hostname_limit = 255;
  static constexpr size_t app_name_limit = 48;
  text host;
  text program;
  constexpr text hostname(const lineout::message&) const { return host; }
  constexpr text app_name(const lineout::message&) const { return program; }
};
using rfc5424 = lineout::basic_rfc5424<names>;

// This program has time: it waits, in microseconds, where the library's sinks do not by themselves.
constexpr uint32_t patience = 10000000;

std::string words_of(text words) { return {words.data(), words.size()}; }

std::string destination_of(const arguments& all) {
  const bool ipv6 = all.server->find(':') != std::string::npos && !all.server->starts_with('[');
  const unsigned port = all.port != 0 ? all.port : all.tcp ? 601 : 514;
  return (ipv6 ? "[" + *all.server + "]" : *all.server) + ":" + std::to_string(port);
}

// As logger(1): whether it is an error that nobody listens depends on who would see it.
bool wants_socket_errors(const arguments& all) {
  return all.socket_errors.value_or(all.standard_error || ::access("/run/systemd/system", F_OK) == 0);
}

}  // namespace

const size_t outputs::headroom = lineout::octet_counting<rfc5424>::headroom + lineout::sink_ref::headroom;
const size_t outputs::tailroom = 1 + lineout::sink_ref::tailroom;

outputs::outputs(const arguments& all, const header& who) : all_{all}, who_{who} {
  if (!all.no_act && all.server) open_server();
  else if (!all.no_act) open_local();
  if (all.standard_error) standard_error_ = posix::file{"/dev/stderr"};
}

void outputs::open_server() {
  const std::string destination = destination_of(all_);
  if (!all_.tcp) {
    udp_ = posix::udp_socket{text{destination}, posix::udp_options{.patience = patience}};
    if (!udp_) error_ = destination + ": " + words_of(udp_.error());
    to_ = udp_;
    return;
  }
  end_ = all_.octet_count ? record_end::octet_count : record_end::newline;
  tcp_ = posix::tcp_socket{text{destination}, posix::tcp_options{.patience = patience}};
  tcp_.flush();
  to_ = tcp_;
  if (tcp_.connected()) return;
  const std::string why = tcp_ ? ::strerror(tcp_.last_error()) : words_of(tcp_.error());
  error_ = "failed to connect to " + destination + ": " + why;
}

void outputs::open_local() {
  local_ = all_.socket.empty() ? posix::unix_socket{} : posix::unix_socket{text{all_.socket}};
  local_.set_patience(patience);
  to_ = local_;
  if (!local_ || (!local_.error().empty() && wants_socket_errors(all_)))
    error_ = "socket " + (all_.socket.empty() ? "/dev/log" : all_.socket) + ": " +
             (local_.last_error() != 0 ? std::string{::strerror(local_.last_error())} : words_of(local_.error()));
}

bool outputs::send(const lineout::message& what) {
  bool done = true;
  if (to_ && !send(what, to_, end_)) done = false, last_error_ = error_of_sink();
  if (!all_.standard_error) return done;
  const bool counted = end_ == record_end::octet_count;
  if (send(what, standard_error_, counted ? end_ : record_end::none)) return done;
  return last_error_ = standard_error_.last_error(), false;
}

bool outputs::send(const lineout::message& what, lineout::sink_ref to, record_end end) {
  const auto send_as = [&](auto framing) { return lineout::framed{framing, to}.submit(what) != outcome::lost; };
  const auto send_framed = [&](auto framing) {
    if (end == record_end::octet_count) return send_as(lineout::octet_counting{framing});
    return end == record_end::newline ? send_as(lineout::newline{framing}) : send_as(framing);
  };
  if (all_.format == protocol::by_destination) return send_framed(lineout::local{});
  if (all_.format != protocol::rfc5424) return send_framed(lineout::rfc3164{});
  return send_framed(rfc5424{names{{}, text{who_.hostname}, text{who_.app_name}}});
}

// The rest of a record of which a connection has taken a part.
bool outputs::finish() {
  if (!to_.poll(1) && to_.take_losses() == 0) return true;
  return last_error_ = error_of_sink(), false;
}

int outputs::error_of_sink() const {
  if (!all_.server) return local_.last_error();
  return all_.tcp ? tcp_.last_error() : udp_.last_error();
}
