// udp_socket: a sink that sends each record as one UDP datagram (RFC 5426) through the system's network stack.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/posix/detail/datagrams.hpp>
#include <lineout/posix/detail/endpoint.hpp>
#include <lineout/posix/detail/gathered.hpp>
#include <lineout/posix/options.hpp>
#include <lineout/sinks/batch_order.hpp>

namespace lineout::posix {

// The destination is "host:port", "host" (port 514), "127.0.0.1:5514", "[::1]:514". A name is looked up once, in the
// constructor, which may then wait and allocate; an address in numbers is not looked up.
// send() and send_all() never wait, allocate or raise a signal, and leave errno alone: they may be called by several
// threads and in signal handlers. A datagram that the system did not take is lost; the next one is tried as if nothing
// had happened, so that a network which comes back is used again.
// Of many that are handed to send_all(), neighbours of one size go as one message, which the system cuts into datagrams
// (UDP_SEGMENT), at a third of the cost. batch_order::by_length makes more of them neighbours, and so do blanks: at most
// most_blanks, 128 or fewer, are put behind a datagram that is shorter than its neighbours, and the receiver sees them.
// send_all() takes 3 KB of stack.
class udp_socket : public sink_base {
 public:
  using default_framing = cached<rfc3164>;
  using default_options = posix::options;
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;

  // Loses everything.
  constexpr udp_socket() = default;

  explicit udp_socket(text destination, batch_order order = batch_order::in_order, size_t most_blanks = 0)
      : order_{order}, most_blanks_{most_blanks < sizeof blanks ? most_blanks : sizeof blanks - 1} {
    const detail::errno_keeper keeper;
    detail::host_and_port parts = detail::split_host_and_port(destination);
    detail::endpoint numeric;
    if (parts.error.empty()) numeric = detail::numeric_endpoint(parts);
    error_ = parts.error;
    if (!error_.empty()) return;
    if (numeric.size > 0) {
      open(numeric);
    } else {
      // The first address that there is a way to, or else the first one: there may be a way later.
      detail::endpoint first;
      const text unresolved = detail::resolve(parts, SOCK_DGRAM, [&](const detail::endpoint& candidate) {
        if (first.size == 0) first = candidate;
        return open(candidate);
      });
      if (!unresolved.empty()) error_ = unresolved;
      else if (first.size == 0) error_ = "the host has no address that is known here";
      else if (!error_.empty()) open(first);
    }
  }

  // False: no datagram can ever be sent. The network need not be up yet.
  explicit operator bool() const { return static_cast<bool>(socket_); }
  // What was wrong at construction, in words; with a true object, something that may pass, such as a network that is
  // down.
  text error() const { return error_.empty() && !socket_ ? text{"there is no destination"} : error_; }
  // The error number of the latest send that the system refused, or 0. ECONNREFUSED: nobody listens there.
  int last_error() const { return last_error_.load(); }

  outcome send(packet& bytes) {
    const detail::errno_keeper keeper;
    if (!socket_) return outcome::lost;
    for (int attempt = 0; attempt < 3; ++attempt) {
      if (detail::send_now(socket_.number(), bytes.data(), bytes.size()) >= 0) return outcome::sent;
      last_error_.store(errno);
      if (detail::means_full(errno)) return outcome::lost;
      if (!is_of_earlier(errno) && !connect()) return outcome::lost;
    }
    return outcome::lost;
  }

  void send_all(packet* packets, outcome* outcomes, size_t count) {
#if defined(__linux__)
    const detail::errno_keeper keeper;
    if (!socket_) return detail::set_all(outcomes, count, outcome::lost);
    uint8_t order[batch_limit];
    arrange(packets, count, order);
    detail::datagrams batch;
    uint8_t begin[detail::datagrams::most_messages + 1];  // of each message, in the order
    for (size_t next = 0; next < count;) {
      batch.clear();
      while (next < count && batch.room() >= 2) {
        begin[batch.size()] = static_cast<uint8_t>(next);
        next += add(batch, packets, order + next, count - next);
      }
      begin[batch.size()] = static_cast<uint8_t>(next);
      int attempts = 0;
      const auto sent = [&](size_t index) {
        for (size_t at = begin[index]; at < begin[index + 1]; ++at) outcomes[order[at]] = outcome::sent;
        attempts = 0;
      };
      const auto refused = [&](size_t index) {
        const bool is_run = begin[index + 1] - begin[index] > 1;
        last_error_.store(errno);
        if (is_run && is_of_earlier(errno) && ++attempts < 3) return true;
        if (is_run) learn(errno, packets[order[begin[index]]].size());
        for (size_t at = begin[index]; at < begin[index + 1]; ++at) outcomes[order[at]] = send(packets[order[at]]);
        attempts = 0;
        return false;
      };
      batch.send(socket_.number(), sent, refused);
    }
#else
    for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
#endif
  }

 private:
  // What a datagram sent before has met on its way is told to the one that is sent next; telling it clears it.
  static bool is_of_earlier(int error) { return error == ECONNREFUSED || error == EMSGSIZE || error == ENOPROTOOPT; }

  bool open(const detail::endpoint& destination) {
    destination_ = destination;
    error_ = {};
    socket_ = detail::open_socket(destination.family(), SOCK_DGRAM);
    if (!socket_) last_error_.store(errno);
    if (socket_ && connect()) return true;
    error_ = detail::error_words(last_error());
    return false;
  }

#if defined(__linux__)
  // In which order they leave.
  void arrange(const packet* packets, size_t count, uint8_t* order) const {
    for (size_t index = 0; index < count; ++index) {
      size_t at = index;
      for (; order_ == batch_order::by_length && at > 0 && packets[order[at - 1]].size() < packets[index].size(); --at)
        order[at] = order[at - 1];
      order[at] = static_cast<uint8_t>(index);
    }
  }

  // A message of as many as go together; how many these are.
  size_t add(detail::datagrams& batch, const packet* packets, const uint8_t* order, size_t count) const {
    // Two pieces, the datagram and its blanks.
    const size_t most = most_blanks_ > 0 ? batch.room() / 2 : batch.room();
    const detail::datagram_run run = detail::run_of_datagrams(
        count < most ? count : most, static_cast<size_t>(largest_in_run_.load()), detail::datagrams::most_bytes,
        most_blanks_, [&](size_t at) { return packets[order[at]].size(); });
    batch.begin();
    for (size_t at = 0; at < run.count; ++at) {
      const packet& one = packets[order[at]];
      batch.add(one.data(), one.size());
      if (at + 1 < run.count && one.size() < run.size) batch.add(blanks, run.size - one.size());
    }
    if (run.count > 1) batch.cut(run.size);
    return run.count;
  }

  // What a refused run says about others: they are too long for the way there, or none can be sent.
  void learn(int error, size_t size) {
    if (error == EIO) largest_in_run_.store(0);
    else if (error == EINVAL || error == EMSGSIZE) largest_in_run_.store(static_cast<int>(size) - 1);
  }
#endif

  // Disconnecting first makes the system choose the source address anew: the old one may have left with its interface.
  bool connect() {
    sockaddr none{};
    none.sa_family = AF_UNSPEC;
    ::connect(socket_.number(), &none, sizeof none);
    if (::connect(socket_.number(), &destination_.address.base, destination_.size) == 0) {
#if defined(__linux__)
      const bool runs = detail::datagrams::can_be_cut(socket_.number());
      largest_in_run_.store(runs ? int{detail::datagrams::most_bytes} : 0);
#endif
      return true;
    }
    last_error_.store(errno);
    return false;
  }

  static constexpr char blanks[] =
      "                                                                "
      "                                                                ";

  detail::descriptor socket_;
  detail::endpoint destination_;
  text error_;
  detail::shared_int last_error_;
  batch_order order_ = batch_order::in_order;
  size_t most_blanks_ = 0;
  detail::shared_int largest_in_run_;  // the size of a datagram; 0: the system, or the way there, has no runs
};

static_assert(sink<udp_socket>);

}  // namespace lineout::posix
