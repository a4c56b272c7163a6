// udp_socket: a sink that sends each record as one UDP datagram (RFC 5426) through the system's network stack.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/posix/detail/datagrams.hpp>
#include <lineout/posix/detail/deadline.hpp>
#include <lineout/posix/detail/endpoint.hpp>
#include <lineout/posix/detail/gathered.hpp>
#include <lineout/posix/detail/icmp_news.hpp>
#include <lineout/posix/detail/long_record.hpp>
#include <lineout/posix/detail/loss_count.hpp>
#include <lineout/posix/detail/own_socket.hpp>
#include <lineout/posix/detail/socket_words.hpp>
#include <lineout/posix/options.hpp>
#include <lineout/posix/udp_options.hpp>

namespace lineout::posix {

// The destination is "host:port", "host" (port 514), "127.0.0.1:5514", "[::1]:514". A name is looked up once, in the
// constructor, which may then wait and allocate; an address in numbers is not looked up.
//
// send() and send_all() never allocate or raise a signal, and leave errno alone. They may be called by several threads
// and in signal handlers. They wait for patience() microseconds at most, which is 0 unless it was set, and 0 in panic.
// A datagram that the system did not take is lost; the next one is tried as if nothing had happened. Where the network reports that an earlier datagram was refused, the present one is
// sent all the same, and take_losses() counts the earlier one. A descriptor that the program has closed is never used
// again, whatever has its number now: another one is opened. That is checked by one system call for each call.
//
// Of many that are handed to send_all(), neighbours of one size go as one message, which the system cuts into datagrams
// (UDP_SEGMENT), at a third of the cost. batch_order::by_length makes more of them neighbours, and so do blanks, which
// the receiver sees. While datagrams are refused they go one at a time, so that each refusal is reported.
//
// Stack: send_all() 4 KB, anything else, and everything in panic, less than 1 KB.
class udp_socket : public sink_base {
 public:
  using default_framing = cached<rfc3164>;
  using default_options = posix::options;
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;

  // Loses everything.
  constexpr udp_socket() = default;

  explicit udp_socket(text destination, batch_order order = batch_order::in_order, size_t most_blanks = 0)
      : udp_socket{destination, udp_options{order, most_blanks}} {}

  udp_socket(text destination, const udp_options& options)
      : order_{options.order},
        when_too_long_{options.when_too_long},
        most_blanks_{options.most_blanks < sizeof blanks ? options.most_blanks : sizeof blanks - 1} {
    const detail::errno_keeper keeper;
    set_patience(options.patience);
    error_ = settings_.read(options);
    if (!error_.empty()) return;
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
      bool reached = false;
      error_ = detail::resolve(parts, SOCK_DGRAM, [&](const detail::endpoint& candidate) {
        if (first.size == 0) first = candidate;
        return reached = open(candidate);
      });
      if (error_.empty() && first.size == 0) error_ = "the host has no address that is known here";
      else if (error_.empty() && !reached) open(first);
    }
  }

  // False: no datagram can ever be sent. The network need not be up yet.
  explicit operator bool() const { return static_cast<bool>(socket_); }
  // What is wrong now, in words: the destination, or with a true object something that may pass: nobody listens there,
  // the network is down. Empty when the latest datagram was taken and nothing was reported of earlier ones.
  text error() const {
    if (const int fault = fault_.load(); fault != 0) return detail::socket_words(fault);
    return error_.empty() && !socket_ ? text{"there is no destination"} : error_;
  }
  // The error number of the latest send that the system refused, or report that it gave, or 0.
  int last_error() const { return last_error_.load(); }

  // How many microseconds a call may wait where the system's buffers are full. By anybody, at any time.
  void set_patience(uint32_t microseconds) { patience_.store(static_cast<int>(microseconds)); }
  uint32_t patience() const { return panicking_.load() != 0 ? 0 : static_cast<uint32_t>(patience_.load()); }

  outcome send(packet& bytes) {
    const detail::errno_keeper keeper;
    detail::deadline time{patience()};
    return send_one(bytes, time);
  }

  void send_all(packet* packets, outcome* outcomes, size_t count) {
    const detail::errno_keeper keeper;
    detail::deadline time{patience()};
#if defined(__linux__)
    if (panicking_.load() == 0 && careful_.load() == 0) return send_batch(packets, outcomes, count, time);
#endif
    send_singly(packets, outcomes, count, time);
    if (careful_.load() > 0) careful_.add(-1);
  }

  // From now on nothing waits, and little stack is used.
  void panic() { panicking_.store(1); }
  // Hears what the network has reported since the latest send.
  bool poll(size_t) {
    const detail::errno_keeper keeper;
    if (socket_) hear(0);
    return false;
  }
  // How many datagrams that had been answered as sent the network has reported as refused since this was asked last:
  // fewer than were lost, where reports are lost too.
  size_t take_losses() { return losses_.take(); }

 private:
  void send_singly(const packet* packets, outcome* outcomes, size_t count, detail::deadline& time) {
    for (size_t index = 0; index < count; ++index) outcomes[index] = send_one(packets[index], time);
  }
  outcome send_one(const packet& bytes, detail::deadline& time) {
    if (!socket_) return outcome::lost;
    for (int attempt = 0; attempt < 3;) {
      const int number = socket_.number();
      if (number < 0 || unready_.load() != 0) {
        if (!reopen()) return outcome::lost;
        ++attempt;
        continue;
      }
      if (detail::send_now(number, bytes.data(), bytes.size()) >= 0) {
        if (attempt == 0 && fault_.load() != 0) fault_.store(0);
        return outcome::sent;
      }
      const int error = errno;
      if (detail::means_full(error)) {
        if (time.wait_after(error, number)) continue;
        note(error);
        return outcome::lost;
      }
      ++attempt;
      if (hear(error)) continue;
      note(error);
      if (error == EMSGSIZE && send_long(number, {bytes.data(), bytes.size()}, time)) return outcome::sent;
      if (error == EMSGSIZE) return outcome::lost;
      // What it is bound to may have gone and come back as something else.
      if (!(settings_.bind_something() ? reopen() : connect_anew(number))) return outcome::lost;
    }
    return outcome::lost;
  }

  // Of a record that the way there does not take in one datagram. False, with errno: it is not, or not wholly, sent.
  bool send_long(int number, text record, detail::deadline& time) const {
    const size_t most = detail::largest_datagram(number, destination_.family());
    if (when_too_long_ == too_long::lose || record.size() <= most) return errno = EMSGSIZE, false;
    return when_too_long_ == too_long::cut ? detail::send_cut(number, record, most, time)
                                           : detail::send_split(number, record, most, time);
  }

#if defined(__linux__)
  [[gnu::noinline]] void send_batch(packet* packets, outcome* outcomes, size_t count, detail::deadline& time) {
    const int number = unready_.load() == 0 ? socket_.number() : -1;
    if (number < 0) return send_singly(packets, outcomes, count, time);
    uint8_t order[batch_limit];
    detail::arrange(order_, packets, count, order);
    detail::datagrams batch;
    uint8_t begin[detail::datagrams::most_messages + 1];  // of each message, in the order
    for (size_t next = 0; next < count;) {
      batch.clear();
      while (next < count && batch.room() >= 2) {
        begin[batch.size()] = static_cast<uint8_t>(next);
        next += add(batch, packets, order + next, count - next);
      }
      begin[batch.size()] = static_cast<uint8_t>(next);
      const auto sent = [&](size_t index) {
        for (size_t at = begin[index]; at < begin[index + 1]; ++at) outcomes[order[at]] = outcome::sent;
      };
      const auto refused = [&](size_t index) {
        const int error = errno;
        if (time.wait_after(error, number)) return true;
        if (!detail::means_full(error) && !hear(error)) {
          note(error);
          if (begin[index + 1] - begin[index] > 1) learn(error, packets[order[begin[index]]].size());
        }
        for (size_t at = begin[index]; at < begin[index + 1]; ++at)
          outcomes[order[at]] = send_one(packets[order[at]], time);
        return false;
      };
      // A report that met a message in the middle is not mentioned by the call.
      if (!batch.send(number, sent, refused)) hear(0);
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

  void note(int error) {
    last_error_.store(error);
    fault_.store(error);
  }

  // What a send that failed so, or none (0), says of datagrams sent before. True: something.
  bool hear(int error) {
    const int number = socket_.number();
    if (number < 0) return false;
    detail::icmp_news news = detail::take_icmp_news(number);
    // Without the reports only this is known; telling it has cleared it.
    if (news.count == 0 && (error == ECONNREFUSED || error == ENOPROTOOPT)) news = {1, error};
    if (news.count == 0) return false;
    losses_.add(news.count);
    note(news.error);
    careful_.store(4);
    return true;
  }

  bool open(const detail::endpoint& destination) {
    destination_ = destination;
    return reopen();
  }
  // A socket in place of one that is not this object's any more.
  bool reopen() {
    detail::descriptor fresh = detail::open_socket(destination_.family(), SOCK_DGRAM);
    if (!fresh) return note(errno), false;
    detail::keep_icmp_news(fresh.number(), destination_.family());
    const bool as_asked = settings_.apply(fresh.number(), destination_.family());
    if (!as_asked) note(errno);
    const bool connected = as_asked && connect(fresh.number());
    if (!socket_.replace_by(static_cast<detail::descriptor&&>(fresh))) return errno == EBUSY;
    unready_.store(as_asked ? 0 : 1);
    if (connected) fault_.store(0);
    return connected;
  }

  // Disconnecting first makes the system choose the source address anew: the old one may have left with its interface.
  // That would also undo what the socket was bound to.
  bool connect_anew(int number) {
    sockaddr none{};
    none.sa_family = AF_UNSPEC;
    ::connect(number, &none, sizeof none);
    return connect(number);
  }
  bool connect(int number) {
    if (::connect(number, &destination_.address.base, destination_.size) == 0) {
#if defined(__linux__)
      const bool runs = detail::datagrams::can_be_cut(number);
      largest_in_run_.store(runs ? int{detail::datagrams::most_bytes} : 0);
#endif
      return true;
    }
    note(errno);
    return false;
  }

  static constexpr char blanks[] =
      "                                                                "
      "                                                                ";

  detail::own_socket socket_;
  detail::endpoint destination_;
  detail::socket_settings settings_;
  text error_;  // what was wrong with the destination
  detail::shared_int last_error_;
  detail::shared_int fault_;  // what is wrong now, or 0
  detail::shared_int patience_;
  detail::shared_int panicking_;
  detail::shared_int unready_;  // 1: the socket is not what was asked for, and must not be used
  detail::shared_int careful_;  // for how many batches nothing goes in runs
  detail::loss_count losses_;
  batch_order order_ = batch_order::in_order;
  too_long when_too_long_ = too_long::lose;
  size_t most_blanks_ = 0;
  detail::shared_int largest_in_run_;  // the size of a datagram; 0: the system, or the way there, has no runs
};

static_assert(sink<udp_socket>);

}  // namespace lineout::posix
