// tcp_socket: a sink that sends records over one TCP connection (RFC 6587), which it makes again whenever it has to.
#pragma once

#include <netinet/tcp.h>
#include <poll.h>

#include <lineout/concepts.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/newline.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/posix/detail/endpoint.hpp>
#include <lineout/posix/detail/gathered.hpp>
#include <lineout/posix/options.hpp>

namespace lineout::posix {

// The destination is written as udp_socket's. Where a record ends is the framing's work: newline or octet_counting
// around another one. Nothing waits but the look-up of a name, in the constructor: until there is a connection records
// are lost, and each send or poll() looks whether there is one and begins to make one where there is not. Only whole
// records go out. Of one that the system takes a part of, the rest is kept, at most Kept bytes, and sent before
// anything else: such a record is queued, and then finished or, when the connection ends before, abandoned. Without
// room for the rest the connection is given up, so that the next record is not taken for its end. What the system has
// taken and the receiver has not when the connection ends is lost without anybody being told; that is TCP's. send(),
// send_all() and poll() allocate nothing, raise no signal and leave errno alone. One context at a time is served:
// another one, a signal handler say, loses its records instead of waiting. For threads it belongs into a
// locked<..., mutex>. send_all() takes 8 KB of stack.
template <size_t Kept> class basic_tcp_socket : public sink_base {
 public:
  using default_framing = newline<cached<rfc3164>>;
  using default_options = posix::options;
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;

  // Loses everything.
  basic_tcp_socket() = default;

  explicit basic_tcp_socket(text destination) {
    const detail::errno_keeper keeper;
    detail::host_and_port parts = detail::split_host_and_port(destination);
    detail::endpoint numeric;
    if (parts.error.empty()) numeric = detail::numeric_endpoint(parts);
    error_ = parts.error;
    if (!error_.empty()) return;
    const auto add = [this](const detail::endpoint& one) {
      destinations_[count_++] = one;
      return count_ == most_destinations;
    };
    if (numeric.size > 0) add(numeric);
    else error_ = detail::resolve(parts, SOCK_STREAM, add);
    if (count_ == 0 && error_.empty()) error_ = "the host has no address that is known here";
    if (count_ > 0 && !is_connected() && !connecting_) error_ = detail::error_words(last_error());
  }

  // False: no record can ever be sent. The receiver need not be there yet.
  explicit operator bool() const { return count_ > 0; }
  // What was wrong at construction, in words; with a true object, something that may pass: nobody listens there yet.
  text error() const { return error_.empty() && !*this ? text{"there is no destination"} : error_; }
  // The error number of the latest send or connection that failed, or 0. EINPROGRESS: the connection is being made.
  int last_error() const { return last_error_.load(); }

  // What became of the queued records: queued = finished + abandoned, and one more while a rest is kept.
  size_t finished() const { return static_cast<size_t>(finished_.load()); }
  size_t abandoned() const { return static_cast<size_t>(abandoned_.load()); }

  outcome send(packet& bytes) {
    const detail::errno_keeper keeper;
    if (busy_.exchange(1) != 0) return outcome::lost;
    const iovec record{bytes.data(), bytes.size()};
    outcome result = outcome::lost;
    send_some(&record, &result, 1);
    busy_.store(0);
    return result;
  }

  void send_all(packet* packets, outcome* outcomes, size_t count) {
    const detail::errno_keeper keeper;
    if (busy_.exchange(1) != 0) return detail::set_all(outcomes, count, outcome::lost);
    detail::gather(
        packets, outcomes, count, detail::bare_records{},
        [this](const iovec* records, outcome* results, size_t left) { return send_some(records, results, left); });
    busy_.store(0);
  }

  // Makes the connection, and sends what is kept. True: that is not finished yet, and not hopeless.
  bool poll(size_t budget) {
    const detail::errno_keeper keeper;
    if (busy_.exchange(1) != 0) return true;
    bool left = connecting_ || kept_size_ > 0 || !socket_;
    for (; left && budget > 0; --budget) {
      if (is_usable()) send_rest();
      left = connecting_ || kept_size_ > 0;
    }
    busy_.store(0);
    return left;
  }

  // Whether there is a connection as far as is known.
  bool connected() const { return socket_ && !connecting_; }

 private:
  // Gives how many of the outcomes are known now, from the first on.
  size_t send_some(const iovec* records, outcome* outcomes, size_t count) {
    outcomes[0] = outcome::lost;
    const char* const begin = static_cast<const char*>(records->iov_base);
    const size_t size = detail::pieces_within(records, count).size;
    // The second time on a new connection.
    for (int attempt = 0; attempt < 2; ++attempt) {
      if (!is_usable()) return detail::set_all(outcomes, count, outcome::lost), count;
      if (!send_rest()) {
        if (connected()) return 1;
        continue;
      }
      const ssize_t result = detail::send_now(socket_.number(), begin, size);
      if (result >= 0) return account(records, outcomes, count, static_cast<size_t>(result));
      last_error_.store(errno);
      if (detail::means_full(errno)) return 1;
      drop();
    }
    return 1;
  }

  // What the system has taken is of whole records, and perhaps of a part of the next.
  size_t account(const iovec* records, outcome* outcomes, size_t count, size_t taken) {
    const size_t whole = detail::whole_pieces(records, count, taken);
    detail::set_all(outcomes, whole, outcome::sent);
    if (whole == count || (taken == 0 && whole > 0)) return whole;
    const size_t rest = records[whole].iov_len - taken;
    outcomes[whole] = rest > Kept ? outcome::lost : outcome::queued;
    if (rest > Kept) {
      last_error_.store(EMSGSIZE);
      drop();
    } else {
      detail::copy(kept_, static_cast<const char*>(records[whole].iov_base) + taken, rest);
      kept_begin_ = 0;
      kept_size_ = rest;
    }
    return whole + 1;
  }

  // Sends what is kept; false: something still is, or the connection is no more.
  bool send_rest() {
    while (kept_size_ > 0) {
      const ssize_t taken = detail::send_now(socket_.number(), kept_ + kept_begin_, kept_size_);
      if (taken < 0) {
        last_error_.store(errno);
        if (!detail::means_full(errno)) drop();
        return false;
      }
      kept_begin_ += static_cast<size_t>(taken);
      kept_size_ -= static_cast<size_t>(taken);
      if (kept_size_ == 0) finished_.add(1);
    }
    return true;
  }

  // Whether there is a connection, and the receiver has not closed it, which is otherwise noticed one record too late.
  bool is_usable() {
    if (!is_connected()) return false;
    char unexpected[64];
    ssize_t size = 0;
    for (int reads = 0; reads < 4; ++reads) {
      size = ::recv(socket_.number(), unexpected, sizeof unexpected, MSG_DONTWAIT);
      if (size <= 0) break;
    }
    if (size > 0 || (size < 0 && (detail::means_full(errno) || errno == EINTR))) return true;
    last_error_.store(size == 0 ? ECONNRESET : errno);
    drop();
    return is_connected();
  }

  // Whether there is a connection; begins to make one, to each of the addresses in turn, where there is none.
  bool is_connected() {
    for (int attempt = 0; attempt <= count_; ++attempt) {
      if (connected()) return true;
      if (!socket_ && (attempt == count_ || !start())) continue;
      if (!connecting_) return true;
      pollfd look{socket_.number(), POLLOUT, 0};
      if (::poll(&look, 1, 0) == 0) return last_error_.store(EINPROGRESS), false;
      int error = 0;
      socklen_t size = sizeof error;
      ::getsockopt(socket_.number(), SOL_SOCKET, SO_ERROR, &error, &size);
      if (error == 0) return connecting_ = false, true;
      fail(error);
    }
    return false;
  }

  bool start() {
    drop();  // the rest of a record is nothing for another connection
    const detail::endpoint& to = destinations_[current_];
    socket_ = detail::open_socket(to.family(), SOCK_STREAM);
    const int yes = 1;
    if (socket_) {
      ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      ::setsockopt(socket_.number(), SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
      if (::connect(socket_.number(), &to.address.base, to.size) == 0) return true;
      connecting_ = errno == EINPROGRESS || errno == EINTR;
      if (connecting_) return true;
    }
    fail(errno);
    return false;
  }

  void fail(int error) {
    last_error_.store(error);
    drop();
    current_ = current_ + 1 < count_ ? current_ + 1 : 0;
  }

  void drop() {
    socket_ = {};
    connecting_ = false;
    if (kept_size_ > 0) abandoned_.add(1);
    kept_size_ = 0;
  }

  static constexpr int most_destinations = 4;

  detail::descriptor socket_;
  bool connecting_ = false;
  detail::endpoint destinations_[most_destinations];
  int count_ = 0;
  int current_ = 0;
  text error_;
  detail::shared_int busy_;
  detail::shared_int last_error_;
  detail::shared_int finished_;
  detail::shared_int abandoned_;
  size_t kept_begin_ = 0;
  size_t kept_size_ = 0;
  char kept_[Kept] = {};
};

using tcp_socket = basic_tcp_socket<2048>;

static_assert(sink<tcp_socket>);

}  // namespace lineout::posix
