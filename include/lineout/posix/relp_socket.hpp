// relp_socket: a sink that sends records by RELP, where the receiver acknowledges each; what it has not is sent again.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/posix/detail/relp_session.hpp>
#include <lineout/posix/detail/socket_words.hpp>
#include <lineout/posix/detail/sole_user.hpp>
#include <lineout/posix/options.hpp>
#include <lineout/posix/relp_options.hpp>

namespace lineout::posix {

// kept = acknowledged + refused + waiting.
struct relp_counts {
  size_t kept = 0;          // send() said queued
  size_t acknowledged = 0;  // the receiver has taken responsibility
  size_t refused = 0;       // the receiver has said no: lost, and told by take_losses()
  size_t waiting = 0;       // in the memory
  size_t maybe_twice = 0;   // sent whole, not acknowledged, and sent again: so many may have arrived twice
};

// RELP is rsyslog's protocol (module imrelp). The destination is written as tcp_socket's. The memory is the caller's and
// outlives the socket; a record takes its own size and 40 bytes more there, from send() until it is acknowledged. While
// there is room send() says queued, whether or not the receiver is there; without room the record is lost. When a
// connection ends, what was not acknowledged is sent again over the next. Nothing is lost while the memory lasts; what
// the receiver had stored without saying so arrives twice, and is within maybe_twice. A record is at most 128 KB; a
// receiver may cut long ones (rsyslog: maxMessageSize, 8 KB).
//
// send(), send_all(), poll() and flush() allocate nothing, raise no signal and leave errno alone. send() waits for
// patience() microseconds at most, which is 0 unless it was set, and only without room; flush(), close() and the
// destructor wait for flush_patience; in panic nothing waits. poll() never waits; until it is called, by a poll_thread
// or otherwise, or something is sent, nothing is read and nothing sent again. One context at a time is served: another
// one, a signal handler say, loses its records. For threads it belongs into a locked<..., mutex>. A child of fork()
// makes a connection of its own, and sends nothing that its parent was given.
class relp_socket : public sink_base {
 public:
  using default_framing = cached<rfc3164>;
  using default_options = posix::options;

  // Loses everything.
  relp_socket() = default;

  // Looks up a name, which may wait.
  template <size_t Size>
  relp_socket(text destination, char (&memory)[Size], const relp_options& options = {})
      : session_{memory, Size, options},
        window_{options.window > 0 ? options.window : 1},
        flush_patience_{options.flush_patience} {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    error_ = connection().find(destination, options.tcp.source);
    detail::deadline no_time{0};
    if (error_.empty()) progress(no_time, 0);
  }
  relp_socket(relp_socket&& other) noexcept = default;
  relp_socket& operator=(relp_socket&& other) = delete;
  ~relp_socket() {
    if (owner_.is_this()) close();
  }

  // False: no record can ever be sent. The receiver need not be there yet.
  explicit operator bool() const { return connection().has_destination(); }
  // What is wrong now, in words: the destination, or with a true object something that may pass: nobody listens there.
  text error() const {
    if (const int fault = connection().fault(); fault != 0) return detail::socket_words(fault);
    return error_.empty() && !*this ? text{"there is no destination"} : error_;
  }
  // The error number of the latest send or connection that failed, or 0. EINPROGRESS: the connection is being made.
  int last_error() const { return connection().last_error(); }

  // How many microseconds send() may wait for room. By anybody, at any time.
  void set_patience(uint32_t microseconds) { patience_.store(static_cast<int>(microseconds)); }
  uint32_t patience() const {
    const uint32_t set = patience_.load() < 0 ? connection().patience() : static_cast<uint32_t>(patience_.load());
    return panicking_.load() != 0 ? 0 : set;
  }

  relp_counts counts() const {
    const size_t kept = static_cast<uint32_t>(kept_.load());
    const size_t acknowledged = static_cast<uint32_t>(session_.tally().acknowledged.load());
    const size_t refused = static_cast<uint32_t>(session_.tally().refused.load());
    return {kept, acknowledged, refused, kept - acknowledged - refused,
            static_cast<uint32_t>(session_.tally().maybe_twice.load())};
  }
  size_t take_losses() { return session_.tally().losses.take(); }
  // Whether the receiver has opened a session, as far as is known.
  bool connected() const { return session_.is_ready(); }

  outcome send(packet& bytes) {
    outcome result = outcome::lost;
    send_all(&bytes, &result, 1);
    return result;
  }
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    const bool inside = enter(use);
    detail::deadline time{patience()};
    for (size_t index = 0; index < count; ++index)
      outcomes[index] = inside && keep(packets[index], time) ? outcome::queued : outcome::lost;
    detail::deadline no_time{0};
    if (inside) progress(no_time, 0);
  }

  // True: something is not acknowledged. A look does all that can be done without waiting.
  bool poll(size_t budget) {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    if (!enter(use)) return true;
    detail::deadline no_time{0};
    if (budget > 0) progress(no_time, 0);
    return session_.window().count() > 0 && *this;
  }
  // Until everything is acknowledged, or flush_patience is over.
  void flush() {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    detail::deadline time{flush_patience()};
    if (enter(use)) finish(time);
  }
  // Sends what is kept, whatever the window, and from now on waits for nothing.
  void panic() {
    panicking_.store(1);
    poll(1);
  }
  // Flushes, and ends the session as the protocol has it. What is sent afterwards opens another one.
  void close() {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    if (!enter(use)) return;
    detail::deadline time{flush_patience()};
    finish(time);
    session_.close(time);
  }

 private:
  // Says whether this is the object that the session is now with, and not one that it was moved out of.
  struct owner {
    bool owns = true;
    owner() = default;
    owner(owner&& other) noexcept : owns{other.owns} { other.owns = false; }
    bool is_this() const { return owns; }
  };

  const detail::tcp_connection& connection() const { return session_.connection(); }
  detail::tcp_connection& connection() { return session_.connection(); }
  // All that can be done now.
  void progress(detail::deadline& time, uint32_t patience) { session_.progress(time, patience, window()); }
  size_t window() const { return panicking_.load() != 0 ? ~size_t{0} : window_; }
  uint32_t flush_patience() const { return panicking_.load() != 0 ? 0 : flush_patience_; }

  // False: somebody else is in. In a child of fork() nothing is left of what was its parent's.
  bool enter(const detail::sole_use& use) {
    if (use && use.is_child()) {
      session_.forget();
      kept_ = 0;
    }
    return static_cast<bool>(use);
  }

  bool keep(const packet& bytes, detail::deadline& time) {
    if (!*this) return false;
    if (!session_.window().can_hold(bytes.size())) return connection().note(EMSGSIZE), false;
    while (!session_.window().fits(bytes.size())) {
      progress(time, patience());
      if (session_.window().fits(bytes.size())) break;
      if (!session_.wait(time, window())) return connection().note(EAGAIN), false;
    }
    session_.window().add(bytes.data(), bytes.size());
    kept_.add(1);
    return true;
  }

  void finish(detail::deadline& time) {
    while (session_.window().count() > 0 && *this) {
      progress(time, flush_patience());
      if (session_.window().count() == 0 || !session_.wait(time, window())) break;
    }
  }

  owner owner_;
  detail::relp_session session_;
  size_t window_ = 1;
  uint32_t flush_patience_ = 0;
  text error_;  // what was wrong with the destination
  detail::sole_user door_;
  detail::shared_int patience_{-1};
  detail::shared_int panicking_;
  detail::shared_int kept_;
};

static_assert(sink<relp_socket>);

}  // namespace lineout::posix
