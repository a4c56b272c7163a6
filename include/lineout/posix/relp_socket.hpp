// relp_socket: a sink that sends records by RELP, where the receiver acknowledges each; what it has not is sent again.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/posix/detail/loss_count.hpp>
#include <lineout/posix/detail/relp_reader.hpp>
#include <lineout/posix/detail/relp_window.hpp>
#include <lineout/posix/detail/socket_words.hpp>
#include <lineout/posix/detail/sole_user.hpp>
#include <lineout/posix/detail/tcp_connection.hpp>
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
// outlives the socket; a record takes its own size and 44 bytes more there, from send() until it is acknowledged. While
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
      : connection_{options.tcp},
        window_{memory, Size},
        window_limit_{options.window > 0 ? options.window : 1},
        flush_patience_{options.flush_patience},
        answer_timeout_{options.answer_timeout} {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    error_ = connection_.find(destination, options.tcp.source);
    detail::deadline no_time{0};
    if (error_.empty()) progress(no_time, 0);
  }
  relp_socket(relp_socket&& other) noexcept = default;
  relp_socket& operator=(relp_socket&& other) = delete;
  ~relp_socket() {
    if (owner_.is_this()) close();
  }

  // False: no record can ever be sent. The receiver need not be there yet.
  explicit operator bool() const { return connection_.has_destination(); }
  // What is wrong now, in words: the destination, or with a true object something that may pass: nobody listens there.
  text error() const {
    if (const int fault = connection_.fault(); fault != 0) return detail::socket_words(fault);
    return error_.empty() && !*this ? text{"there is no destination"} : error_;
  }
  // The error number of the latest send or connection that failed, or 0. EINPROGRESS: the connection is being made.
  int last_error() const { return connection_.last_error(); }

  // How many microseconds send() may wait for room. By anybody, at any time.
  void set_patience(uint32_t microseconds) { patience_.store(static_cast<int>(microseconds)); }
  uint32_t patience() const {
    const uint32_t set = patience_.load() < 0 ? connection_.patience() : static_cast<uint32_t>(patience_.load());
    return panicking_.load() != 0 ? 0 : set;
  }

  relp_counts counts() const {
    const size_t kept = static_cast<uint32_t>(kept_.load());
    const size_t acknowledged = static_cast<uint32_t>(acknowledged_.load());
    const size_t refused = static_cast<uint32_t>(refused_.load());
    return {kept, acknowledged, refused, kept - acknowledged - refused, static_cast<uint32_t>(maybe_twice_.load())};
  }
  size_t take_losses() { return losses_.take(); }
  // Whether the receiver has opened a session, as far as is known.
  bool connected() const { return session_ == session::ready; }

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
    return window_.count() > 0 && *this;
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
    if (session_ == session::ready && window_.in_flight() == window_.count()) {
      closing_ = window_.next_transaction();
      char frame[32] = "000000000 close 0\n";
      char* const begin = detail::write_decimal(frame + 9, closing_);
      const size_t size = static_cast<size_t>(frame + 18 - begin);
      if (detail::send_now(connection_.number(), begin, size) == static_cast<ssize_t>(size))
        session_ = session::closing;
      while (session_ == session::closing && read() && time.wait_for(connection_.number(), POLLIN)) {
      }
    }
    end_session();
    connection_.close();
  }

 private:
  enum class session { none, opening, ready, closing };

  // Says whether this is the object that the session is now with, and not one that it was moved out of.
  struct owner {
    bool owns = true;
    owner() = default;
    owner(owner&& other) noexcept : owns{other.owns} { other.owns = false; }
    bool is_this() const { return owns; }
  };

  uint32_t flush_patience() const { return panicking_.load() != 0 ? 0 : flush_patience_; }

  // False: somebody else is in. In a child of fork() nothing is left of what was its parent's.
  bool enter(const detail::sole_use& use) {
    if (use && use.is_child()) {
      end_session();
      connection_.close();
      window_.clear();
      kept_ = acknowledged_ = refused_ = maybe_twice_ = 0;
    }
    return static_cast<bool>(use);
  }

  bool keep(const packet& bytes, detail::deadline& time) {
    if (!*this) return false;
    if (!window_.can_hold(bytes.size())) return connection_.note(EMSGSIZE), false;
    while (!window_.fits(bytes.size())) {
      progress(time, patience());
      if (window_.fits(bytes.size())) break;
      if (!wait(time)) return connection_.note(EAGAIN), false;
    }
    window_.add(bytes.data(), bytes.size());
    kept_.add(1);
    return true;
  }

  void finish(detail::deadline& time) {
    while (window_.count() > 0 && *this) {
      progress(time, flush_patience());
      if (window_.count() == 0 || !wait(time)) break;
    }
  }
  // For something to happen on the socket, or a moment where there is none. False: the time is over.
  bool wait(detail::deadline& time) {
    if (session_ == session::none) return time.pause();
    const bool writes = session_ == session::ready && window_.has_more(window_limit_);
    return time.wait_for(connection_.number(), static_cast<short>(writes ? POLLIN | POLLOUT : POLLIN));
  }

  // All that can be done now: connect, open the session, read answers, send what is kept.
  void progress(detail::deadline& time, uint32_t patience) {
    if (connection_ && !connection_.is_own()) fail(errno);
    if (!connection_.is_connected(time, patience)) return;
    if (session_ == session::none && !open()) return;
    if (read() && session_ == session::ready && write()) read();
    const bool owes = session_ == session::opening || window_.in_flight() > 0;
    if (!owes || session_ == session::none) heard_ = 0;
    else if (heard_ == 0) heard_ = detail::reconnect_pace::now();
    else if (answer_timeout_ > 0 && detail::reconnect_pace::now() - heard_ >= answer_timeout_) fail(ETIMEDOUT);
  }

  bool open() {
    constexpr text frame = "1 open 52 relp_version=0\nrelp_software=lineout\ncommands=syslog\n";
    const ssize_t taken = detail::send_now(connection_.number(), frame.data(), frame.size());
    if (taken != static_cast<ssize_t>(frame.size())) return fail(taken < 0 ? errno : EAGAIN), false;
    session_ = session::opening;
    return true;
  }

  // What the receiver has said. False: the connection is no more.
  bool read() {
    char bytes[512];
    for (int reads = 0; reads < 64; ++reads) {
      const ssize_t size = ::recv(connection_.number(), bytes, sizeof bytes, MSG_DONTWAIT);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0 && detail::means_full(errno)) return true;
      if (size <= 0) return fail(size == 0 ? ECONNRESET : errno), false;
      heard_ = 0;
      for (text arrived{bytes, static_cast<size_t>(size)}; !arrived.empty();) {
        const auto found = reader_.take(arrived);
        if (found == detail::relp_reader::found::nothing) break;
        if (found == detail::relp_reader::found::nonsense || !handle()) return fail(ENOPROTOOPT), false;
        if (session_ == session::none) return false;
      }
    }
    return true;
  }
  // False: the receiver does not keep to the protocol.
  bool handle() {
    const uint32_t transaction = reader_.transaction();
    if (transaction == 0) {
      if (reader_.command() == "serverclose") fail(ECONNRESET);
      return true;
    }
    if (!(reader_.command() == "rsp")) return false;
    const bool ok = reader_.says_ok();
    if (session_ == session::opening) {
      if (transaction != 1 || !ok || !reader_.offers("relp_version") || !reader_.offers("commands", "syslog"))
        return false;
      session_ = session::ready;
      connection_.works();
      return true;
    }
    if (session_ == session::closing && transaction == closing_) return end_session(), true;
    if (!window_.answered(transaction)) return false;
    (ok ? acknowledged_ : refused_).add(1);
    if (!ok) losses_.add(1);
    return true;
  }

  ssize_t send_now(iovec* pieces, size_t count) const {
#if defined(MSG_NOSIGNAL)
    constexpr int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
    constexpr int flags = MSG_DONTWAIT;
#endif
    msghdr all{};
    all.msg_iov = pieces;
    all.msg_iovlen = static_cast<decltype(all.msg_iovlen)>(count);
    ssize_t taken = ::sendmsg(connection_.number(), &all, flags);
    while (taken < 0 && errno == EINTR) taken = ::sendmsg(connection_.number(), &all, flags);
    return taken;
  }

  // False: the connection is no more.
  bool write() {
    constexpr size_t most = 16;
    const size_t limit = panicking_.load() != 0 ? ~size_t{0} : window_limit_;
    iovec pieces[most];
    while (const size_t count = window_.pieces(pieces, most, limit)) {
      size_t size = 0;
      for (size_t index = 0; index < count; ++index) size += pieces[index].iov_len;
      const ssize_t taken = send_now(pieces, count);
      if (taken < 0 && detail::means_full(errno)) return true;
      if (taken < 0) return fail(errno), false;
      maybe_twice_.add(static_cast<int>(window_.handed(static_cast<size_t>(taken))));
      if (static_cast<size_t>(taken) < size) return true;
    }
    return true;
  }

  void end_session() {
    session_ = session::none;
    reader_ = {};
    heard_ = 0;
    window_.again();
  }
  void fail(int error) {
    connection_.note(error);
    end_session();
    connection_.drop();
  }

  owner owner_;
  detail::tcp_connection connection_;
  detail::relp_window window_;
  detail::relp_reader reader_;
  session session_ = session::none;
  size_t window_limit_ = 1;
  uint32_t flush_patience_ = 0;
  uint32_t answer_timeout_ = 0;
  uint32_t closing_ = 0;
  uint64_t heard_ = 0;  // since when the receiver owes an answer, in milliseconds; 0: it owes none
  text error_;          // what was wrong with the destination
  detail::sole_user door_;
  detail::shared_int patience_{-1};
  detail::shared_int panicking_;
  detail::shared_int kept_;
  detail::shared_int acknowledged_;
  detail::shared_int refused_;
  detail::shared_int maybe_twice_;
  detail::loss_count losses_;
};

static_assert(sink<relp_socket>);

}  // namespace lineout::posix
