// relp_session: the client's side of RELP over a connection that is made again: opened, answered, ended.
#pragma once

#include <lineout/posix/detail/loss_count.hpp>
#include <lineout/posix/detail/relp_reader.hpp>
#include <lineout/posix/detail/relp_window.hpp>
#include <lineout/posix/detail/tcp_connection.hpp>
#include <lineout/posix/relp_options.hpp>

namespace lineout::detail {

// What became of records, for other contexts to read.
struct relp_tally {
  shared_int acknowledged;
  shared_int refused;
  shared_int maybe_twice;
  loss_count losses;
};

// For one context at a time, but for the tally and the connection's error numbers. Nothing waits longer than the deadline
// it is given.
class relp_session {
 public:
  constexpr relp_session() = default;
  relp_session(char* memory, size_t size, const posix::relp_options& options)
      : connection_{options.tcp}, window_{memory, size}, answer_timeout_{options.answer_timeout} {}

  tcp_connection& connection() { return connection_; }
  const tcp_connection& connection() const { return connection_; }
  relp_window& window() { return window_; }
  relp_tally& tally() { return tally_; }
  const relp_tally& tally() const { return tally_; }
  bool is_ready() const { return state_ == state::ready; }

  // All that can be done now: connect, open the session, read answers, send records, of which at most limit are in flight.
  void progress(deadline& time, uint32_t patience, size_t limit) {
    if (connection_ && !connection_.is_own()) fail(errno);
    if (!connection_.is_connected(time, patience)) return;
    if (state_ == state::none && !open()) return;
    if (read() && state_ == state::ready && write(limit)) read();
    const bool owes = state_ == state::opening || window_.in_flight() > 0;
    if (!owes || state_ == state::none) heard_ = 0;
    else if (heard_ == 0) heard_ = reconnect_pace::now();
    else if (answer_timeout_ > 0 && reconnect_pace::now() - heard_ >= answer_timeout_) fail(ETIMEDOUT);
  }

  // For something to happen on the socket, or a moment where there is none. False: the time is over.
  bool wait(deadline& time, size_t limit) {
    if (state_ == state::none) return time.pause();
    const bool writes = state_ == state::ready && window_.has_more(limit);
    return time.wait_for(connection_.number(), static_cast<short>(writes ? POLLIN | POLLOUT : POLLIN));
  }

  // Ends the session as the protocol has it, when all that is kept is in flight, and the connection.
  void close(deadline& time) {
    if (is_ready() && window_.in_flight() == window_.count()) {
      closing_ = window_.next_transaction();
      char frame[] = "000000000 close 0\n";
      char* const begin = write_decimal(frame + 9, closing_);
      const size_t size = static_cast<size_t>(frame + sizeof frame - 1 - begin);
      if (detail::send_now(connection_.number(), begin, size) == static_cast<ssize_t>(size)) state_ = state::closing;
      while (state_ == state::closing && read() && time.wait_for(connection_.number(), POLLIN)) {
      }
    }
    end();
    connection_.close();
  }
  // In a child of fork(): nothing is left of what was its parent's.
  void forget() {
    end();
    connection_.close();
    window_.clear();
    tally_ = {};
  }

 private:
  enum class state { none, opening, ready, closing };

  bool open() {
    constexpr text frame = "1 open 52 relp_version=0\nrelp_software=lineout\ncommands=syslog\n";
    const ssize_t taken = detail::send_now(connection_.number(), frame.data(), frame.size());
    if (taken != static_cast<ssize_t>(frame.size())) return fail(taken < 0 ? errno : EAGAIN), false;
    state_ = state::opening;
    return true;
  }

  // What the receiver has said. False: the connection is no more.
  bool read() {
    char bytes[512];
    for (int reads = 0; reads < 64; ++reads) {
      const ssize_t size = ::recv(connection_.number(), bytes, sizeof bytes, MSG_DONTWAIT);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0 && means_full(errno)) return true;
      if (size <= 0) return fail(size == 0 ? ECONNRESET : errno), false;
      heard_ = 0;
      for (text arrived{bytes, static_cast<size_t>(size)}; !arrived.empty();) {
        const auto found = reader_.take(arrived);
        if (found == relp_reader::found::nothing) break;
        if (found == relp_reader::found::nonsense || !handle()) return fail(ENOPROTOOPT), false;
        if (state_ == state::none) return false;
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
    if (state_ == state::opening) {
      if (transaction != 1 || !ok || !reader_.offers("relp_version") || !reader_.offers("commands", "syslog"))
        return false;
      state_ = state::ready;
      connection_.works();
      return true;
    }
    if (state_ == state::closing && transaction == closing_) return end(), true;
    if (!window_.answered(transaction)) return false;
    (ok ? tally_.acknowledged : tally_.refused).add(1);
    if (!ok) tally_.losses.add(1);
    return true;
  }

  ssize_t send_pieces(iovec* pieces, size_t count) const {
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
  bool write(size_t limit) {
    constexpr size_t most = 16;
    iovec pieces[most];
    while (const size_t count = window_.pieces(pieces, most, limit)) {
      size_t size = 0;
      for (size_t index = 0; index < count; ++index) size += pieces[index].iov_len;
      const ssize_t taken = send_pieces(pieces, count);
      if (taken < 0 && detail::means_full(errno)) return true;
      if (taken < 0) return fail(errno), false;
      tally_.maybe_twice.add(static_cast<int>(window_.handed(static_cast<size_t>(taken))));
      if (static_cast<size_t>(taken) < size) return true;
    }
    return true;
  }

  void end() {
    state_ = state::none;
    reader_ = {};
    heard_ = 0;
    window_.again();
  }
  void fail(int error) {
    connection_.note(error);
    end();
    connection_.drop();
  }

  tcp_connection connection_;
  relp_window window_;
  relp_reader reader_;
  relp_tally tally_;
  state state_ = state::none;
  uint32_t answer_timeout_ = 0;
  uint32_t closing_ = 0;
  uint64_t heard_ = 0;  // since when the receiver owes an answer, in milliseconds; 0: it owes none
};

}  // namespace lineout::detail
