// tcp_socket: a sink that sends records over one TCP connection (RFC 6587), which it makes again whenever it has to.
#pragma once

#include <sys/ioctl.h>

#include <lineout/concepts.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/newline.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/posix/detail/gathered.hpp>
#include <lineout/posix/detail/loss_count.hpp>
#include <lineout/posix/detail/resend_buffer.hpp>
#include <lineout/posix/detail/socket_words.hpp>
#include <lineout/posix/detail/sole_user.hpp>
#include <lineout/posix/detail/tcp_connection.hpp>
#include <lineout/posix/options.hpp>

namespace lineout::posix {

// The destination is written as udp_socket's. Where a record ends is the framing's work: newline or octet_counting
// around another one. A name is looked up in the constructor, which waits for that; up to four addresses are tried.
//
// Until there is a connection records are lost; each send and poll() looks whether there is one, and begins to make one
// where there is not. Only whole records go out. Of one that the system takes a part of, the rest is kept, at most Kept
// bytes, and sent before anything else. Such a record is queued, and then finished or, when the connection ends before,
// abandoned, which take_losses() tells. Without room for the rest the connection is given up, so that the next record is
// not taken for its end.
//
// What the system has taken and the receiver's system has not when the connection ends is lost without anybody being
// told; that is TCP's. With Unacknowledged bytes of memory it is sent again (at least once: a record may arrive twice);
// a record for which these have no room is lost. What the receiver's system has acknowledged and the receiver has not
// read is lost in either case.
//
// send(), send_all(), flush() and poll() allocate nothing, raise no signal and leave errno alone. They wait for
// patience() microseconds at most, which is 0 unless it was set, and 0 in panic. One context at a time is served:
// another one, a signal handler say, loses its records instead of waiting. For threads it belongs into a
// locked<..., mutex>. A thread is not cancelled within; a jump (longjmp) out of a signal handler leaves the sink usable
// for the thread that jumped, when it comes from no deeper on its stack. A child of fork() makes a connection of its
// own, and sends nothing that its parent was given. A descriptor that the program has closed is never used again.
//
// Stack: send_all() 8 KB, anything else, and everything in panic, less than 1 KB.
template <size_t Kept, size_t Unacknowledged = 0> class basic_tcp_socket : public sink_base {
 public:
  using default_framing = newline<cached<rfc3164>>;
  using default_options = posix::options;
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;

  // Loses everything.
  basic_tcp_socket() = default;

  explicit basic_tcp_socket(text destination, const tcp_options& options = {}) : connection_{options} {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    error_ = connection_.find(destination, options.source);
    detail::deadline no_time{0};
    if (error_.empty()) connection_.is_connected(no_time, 0);
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

  // How many microseconds a call may wait. By anybody, at any time.
  void set_patience(uint32_t microseconds) { patience_.store(static_cast<int>(microseconds)); }
  uint32_t patience() const {
    const uint32_t set = patience_.load() < 0 ? connection_.patience() : static_cast<uint32_t>(patience_.load());
    return panicking_.load() != 0 ? 0 : set;
  }

  // What became of the queued records: queued = finished + abandoned, and one more while a rest is kept.
  size_t finished() const { return static_cast<size_t>(finished_.load()); }
  size_t abandoned() const { return static_cast<size_t>(abandoned_.load()); }
  // Records that are kept because they have not been seen acknowledged, and how many have been sent a further time.
  size_t unacknowledged() const { return unacknowledged_.records(); }
  size_t resent() const { return static_cast<size_t>(resent_.load()); }

  outcome send(packet& bytes) {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    if (!enter(use)) return outcome::lost;
    detail::deadline time{patience()};
    const iovec record{bytes.data(), bytes.size()};
    outcome result = outcome::lost;
    send_some(&record, &result, 1, time);
    return result;
  }

  void send_all(packet* packets, outcome* outcomes, size_t count) {
    if (panicking_.load() == 0 && Unacknowledged == 0) return send_batch(packets, outcomes, count);
    for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
  }

  // From now on nothing waits, and little stack is used.
  void panic() { panicking_.store(1); }

  // Makes the connection where there is none or none any more, and sends what is kept. True: that is not finished yet, and not hopeless.
  bool poll(size_t budget) {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    if (!enter(use)) return true;
    detail::deadline time{patience()};
    bool left = true;
    for (; left && budget > 0; --budget) {
      if (is_usable(time) && send_rest(time)) look_at_acknowledged();
      left = connection_.is_in_the_making() || has_rest();
    }
    return left;
  }
  // Sends what is kept, as far as patience goes.
  void flush() { poll(4); }

  // How many records that were queued have been abandoned since this was asked last.
  size_t take_losses() { return losses_.take(); }

  // Whether there is a connection as far as is known.
  bool connected() const { return connection_.is_made(); }

 private:
  // False: somebody else is in. In a child of fork() nothing is left of what was its parent's.
  bool enter(const detail::sole_use& use) {
    if (use && use.is_child()) {
      connection_.close();
      kept_size_ = 0;
      unacknowledged_.clear();
      finished_.store(0);
      abandoned_.store(0);
    }
    return static_cast<bool>(use);
  }

  [[gnu::noinline]] void send_batch(packet* packets, outcome* outcomes, size_t count) {
    const detail::errno_keeper keeper;
    const detail::sole_use use{door_};
    if (!enter(use)) return detail::set_all(outcomes, count, outcome::lost);
    detail::deadline time{patience()};
    detail::gather(
        packets, outcomes, count, detail::bare_records{},
        [&](const iovec* records, outcome* results, size_t left) { return send_some(records, results, left, time); });
  }

  // Gives how many of the outcomes are known now, from the first on.
  size_t send_some(const iovec* records, outcome* outcomes, size_t count, detail::deadline& time) {
    outcomes[0] = outcome::lost;
    const char* const begin = static_cast<const char*>(records->iov_base);
    const size_t size = detail::pieces_within(records, count).size;
    // The second time on a new connection.
    for (int attempt = 0; attempt < 2;) {
      if (!is_usable(time)) return detail::set_all(outcomes, count, outcome::lost), count;
      if (!send_rest(time)) {
        if (connected()) return 1;
        ++attempt;
        continue;
      }
      if (!has_room(size, time)) return 1;
      const ssize_t result = detail::send_now(connection_.number(), begin, size);
      if (result >= 0) {
        connection_.works();
        return account(records, outcomes, count, static_cast<size_t>(result));
      }
      const int error = errno;
      if (detail::means_full(error) && time.wait_after(error, connection_.number())) continue;
      connection_.note(error);
      if (detail::means_full(error)) return 1;
      drop();
      ++attempt;
    }
    return 1;
  }

  // What the system has taken is of whole records, and perhaps of a part of the next.
  size_t account(const iovec* records, outcome* outcomes, size_t count, size_t taken) {
    if constexpr (Unacknowledged > 0) {
      unacknowledged_.add(static_cast<const char*>(records->iov_base), records->iov_len, taken);
      outcomes[0] = taken < records->iov_len ? outcome::queued : outcome::sent;
      return 1;
    }
    const size_t whole = detail::whole_pieces(records, count, taken);
    detail::set_all(outcomes, whole, outcome::sent);
    if (whole == count || (taken == 0 && whole > 0)) return whole;
    const size_t rest = records[whole].iov_len - taken;
    outcomes[whole] = rest > Kept ? outcome::lost : outcome::queued;
    if (rest > Kept) {
      connection_.note(EMSGSIZE);
      drop();
    } else {
      detail::copy(kept_, static_cast<const char*>(records[whole].iov_base) + taken, rest);
      kept_begin_ = 0;
      kept_size_ = rest;
    }
    return whole + 1;
  }

  bool has_rest() const { return kept_size_ > 0 || !unacknowledged_.pending().empty(); }

  // Whether a record can be kept until it is acknowledged.
  bool has_room([[maybe_unused]] size_t size, [[maybe_unused]] detail::deadline& time) {
    if constexpr (Unacknowledged > 0) {
      while (!unacknowledged_.fits(size)) {
        look_at_acknowledged();
        if (unacknowledged_.fits(size)) break;
        const bool never = size > Unacknowledged - 4;
        if (never || !time.pause()) return connection_.note(never ? EMSGSIZE : EAGAIN), false;
      }
    }
    return true;
  }
  void look_at_acknowledged() {
#if defined(__linux__)
    int outstanding = 0;
    if (Unacknowledged == 0 || !connected() || unacknowledged_.records() == 0) return;
    if (::ioctl(connection_.number(), TIOCOUTQ, &outstanding) == 0)
      unacknowledged_.outstanding(static_cast<size_t>(outstanding));
#endif
  }

  // Sends what is kept; false: something still is, or the connection is no more.
  bool send_rest(detail::deadline& time) {
    while (has_rest()) {
      const text rest = kept_size_ > 0 ? text{kept_ + kept_begin_, kept_size_} : unacknowledged_.pending();
      const ssize_t taken = detail::send_now(connection_.number(), rest.data(), rest.size());
      if (taken < 0) {
        const int error = errno;
        if (detail::means_full(error) && time.wait_after(error, connection_.number())) continue;
        connection_.note(error);
        if (!detail::means_full(error)) drop();
        return false;
      }
      const size_t count = static_cast<size_t>(taken);
      if (kept_size_ == 0) {
        unacknowledged_.handed(count);
      } else {
        kept_begin_ += count;
        kept_size_ -= count;
      }
      if (count == rest.size()) finished_.add(1);
    }
    return true;
  }

  bool is_usable(detail::deadline& time) {
    return connection_.is_usable(time, patience(), [this] { drop(); });
  }

  // The connection is no more, and the rest of a record is nothing for another one.
  void drop() {
    look_at_acknowledged();
    resent_.add(static_cast<int>(unacknowledged_.records()));
    unacknowledged_.again();
    connection_.drop();
    if (kept_size_ == 0) return;
    abandoned_.add(1);
    losses_.add(1);
    kept_size_ = 0;
  }

  detail::tcp_connection connection_;
  text error_;  // what was wrong with the destination
  detail::sole_user door_;
  detail::shared_int patience_{-1};
  detail::shared_int panicking_;
  detail::shared_int finished_;
  detail::shared_int abandoned_;
  detail::shared_int resent_;
  detail::loss_count losses_;
  detail::resend_buffer<Unacknowledged> unacknowledged_;
  size_t kept_begin_ = 0;
  size_t kept_size_ = 0;
  char kept_[Kept] = {};
};

using tcp_socket = basic_tcp_socket<2048>;
// At least once: what was not acknowledged, up to 64 KB, is sent again over the next connection.
using repeating_tcp_socket = basic_tcp_socket<2048, 65536>;

static_assert(sink<tcp_socket>);
static_assert(sink<repeating_tcp_socket>);

}  // namespace lineout::posix
