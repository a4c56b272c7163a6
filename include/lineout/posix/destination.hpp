// destination: a channel to a place that a user names in words: "udp:loghost:514", "tcp:loghost", "unix:/dev/log",
// "file:/var/log/app", "stderr:".
#pragma once

#include <lineout/channels/framed.hpp>
#include <lineout/framings/any_framing.hpp>
#include <lineout/posix/detail/any_sink.hpp>
#include <lineout/posix/file.hpp>
#include <lineout/posix/tcp_socket.hpp>
#include <lineout/posix/udp_socket.hpp>
#include <lineout/posix/unix_socket.hpp>

namespace lineout::posix {

// The kinds, and what they send unless a format is named:
//   udp:HOST[:PORT]   datagrams of RFC 3164
//   tcp:HOST[:PORT]   the same, each ended by a newline (or preceded by its size)
//   unix:PATH, unix:  what the daemon of this machine reads; without a path where it usually listens
//   file:PATH         lines as a syslogd writes them; also a FIFO or a device
//   stderr: stdout:   the same
// The sink lies in the object: no heap is used after the construction, in which a look-up of a name may allocate. It
// waits, and may run in an interrupt, as that sink does.
class destination : public framed<any_framing, detail::any_sink<udp_socket, tcp_socket, unix_socket, file>> {
  using sink_type = detail::any_sink<udp_socket, tcp_socket, unix_socket, file>;
  using base = framed<any_framing, sink_type>;

 public:
  using default_options = posix::options;

  // Loses everything.
  destination() = default;
  explicit destination(text where) : destination{where, usual(where)} {}
  // end: how a record ends on a connection; it does not matter elsewhere.
  destination(text where, record_format format, record_end end = record_end::newline)
      : base{any_framing{format, is(where, "tcp:") ? end : record_end::none}, sink_type{}} {
    const text rest = where.skip(where.find(':') + 1);
    if (is(where, "udp:")) open(udp_socket{rest});
    else if (is(where, "tcp:")) open(tcp_socket{rest});
    else if (is(where, "unix:")) open(rest.empty() ? unix_socket{} : unix_socket{rest});
    else if (is(where, "file:") && !rest.empty()) open(file{rest});
    else if (where == "stderr:") open(file{"/dev/stderr"});
    else if (where == "stdout:") open(file{"/dev/stdout"});
    else error_ = is(where, "file:") ? text{"the path is missing behind file:"} : unknown;
  }

  // False: nothing can ever be sent, and error() says why.
  explicit operator bool() const { return usable_; }
  // What is wrong now, in words; with a true object something that may pass: nobody listens there.
  text error() const {
    if (!error_.empty()) return error_;
    return usable_ ? next().error() : text{"there is no destination"};
  }
  // The error number of the latest failure, or 0.
  int last_error() const { return next().last_error(); }

  // How many microseconds a call may wait for the other side. By anybody, at any time.
  void set_patience(uint32_t microseconds) { next().set_patience(microseconds); }

 private:
  static constexpr text unknown =
      "a destination is udp:HOST[:PORT], tcp:HOST[:PORT], unix:[PATH], file:PATH, stderr: or stdout:";

  static constexpr bool is(text where, text kind) { return where.first(kind.size()) == kind; }
  static constexpr record_format usual(text where) {
    if (is(where, "unix:")) return record_format::daemon;
    return is(where, "udp:") || is(where, "tcp:") ? record_format::bsd : record_format::line;
  }
  template <typename Sink> void open(Sink made) {
    const Sink& part = next().emplace(detail::move(made));
    usable_ = static_cast<bool>(part);
    if (!usable_) error_ = part.error();
  }

  bool usable_ = false;
  text error_{};  // why it is not
};

static_assert(channel<destination>);

}  // namespace lineout::posix
