// unix_socket: a sink for the syslog daemon of this machine, behind /dev/log or one of its other names.
#pragma once

#include <sys/un.h>

#include <lineout/concepts.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/local.hpp>
#include <lineout/posix/detail/datagrams.hpp>
#include <lineout/posix/detail/deadline.hpp>
#include <lineout/posix/detail/gathered.hpp>
#if defined(__linux__)
#include <lineout/posix/detail/memory_file.hpp>
#endif
#include <lineout/posix/detail/own_socket.hpp>
#include <lineout/posix/detail/socket_words.hpp>
#include <lineout/posix/options.hpp>

namespace lineout::posix {

// Connects to a path, or without one to the first of /dev/log, /var/run/syslog and /var/run/log where a daemon listens:
// as a datagram socket, or as a stream socket, whose records end in a newline, when that is what the daemon has.
// The daemon may come later, go, and come back as the other kind: a send that finds it gone connects again.
//
// send() and send_all() never allocate or raise a signal, and leave errno alone. They may be called by several threads
// and in signal handlers. They wait for patience() microseconds at most while the daemon is busy, which is 0 unless it
// was set, and 0 in panic: without patience a burst of more than some ten records (net.unix.max_dgram_qlen) is lost. A
// descriptor that the program has closed is never used again, whatever has its number now: another one is opened. That
// is checked by one system call for each call. When a stream takes only a part of a record, the record is lost and the
// connection is given up, so that the next record is not taken for its end.
//
// Stack: send_all() 4 KB, or 8 KB where the daemon has a stream; anything else, and everything in panic, less than 1 KB.
class unix_socket : public sink_base {
 public:
  using default_framing = cached<local>;
  using default_options = posix::options;
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 1;

  unix_socket() : unix_socket{text{}, true} {}
  explicit unix_socket(text path) : unix_socket{path, false} {}

  // False: no record can ever be sent. The daemon need not be there yet.
  explicit operator bool() const { return datagrams_ && lines_; }
  // What is wrong now, in words: the path, or with a true object something that may pass: no daemon listens there.
  text error() const {
    if (const int fault = fault_.load(); fault != 0) return detail::socket_words(fault);
    return error_.empty() && !*this ? text{"there is no path"} : error_;
  }
  // The error number of the latest send or connection that failed, or 0.
  int last_error() const { return last_error_.load(); }

  // How many microseconds a call may wait for a daemon that is busy. By anybody, at any time.
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
    const int number = panicking_.load() == 0 && *this ? current().number() : -1;
    if (number < 0)
      for (size_t index = 0; index < count; ++index) outcomes[index] = send_one(packets[index], time);
    else if (stream_.load() != 0) send_lines(packets, outcomes, count, time);
    else send_datagrams(number, packets, outcomes, count, time);
  }

  // From now on nothing waits, and little stack is used.
  void panic() { panicking_.store(1); }

 protected:
  struct large_records_as_files {};
  unix_socket(text path, large_records_as_files) : unix_socket{path, false} { as_files_ = true; }

 private:
  unix_socket(text path, bool any) : any_{any} {
    const detail::errno_keeper keeper;
    address_.sun_family = AF_UNIX;
    if (!any && path.empty()) {
      error_ = "the path is missing";
    } else if (!detail::copy_terminated(address_.sun_path, path)) {
      error_ = "the path is longer than that of a socket can be";
    } else {
      // They hold the numbers until there is a connection.
      datagrams_ = detail::own_socket{detail::open_socket(AF_UNIX, SOCK_DGRAM)};
      lines_ = detail::own_socket{detail::open_socket(AF_UNIX, SOCK_STREAM)};
      if (*this) connect();
      else note(errno);
    }
  }

  const detail::own_socket& current() const { return stream_.load() != 0 ? lines_ : datagrams_; }

  outcome send_one(const packet& bytes, detail::deadline& time) {
    if (!*this) return outcome::lost;
    for (int attempt = 0; attempt < 3;) {
      packet record = bytes;
      const bool stream = stream_.load() != 0;
      if (stream && !detail::finish_record(record, detail::lines{})) return outcome::lost;
      const int number = (stream ? lines_ : datagrams_).number();
      if (number >= 0) {
        const ssize_t taken = detail::send_now(number, record.data(), record.size());
        if (taken >= 0) {
          if (attempt == 0 && fault_.load() != 0) fault_.store(0);
          if (!stream || static_cast<size_t>(taken) == record.size()) return outcome::sent;
          ::shutdown(number, SHUT_RDWR);
          return outcome::lost;
        }
        const int error = errno;
        if (detail::means_full(error) && time.wait_after(error, number)) continue;
#if defined(__linux__)
        if (error == EMSGSIZE && as_files_ && !stream && detail::send_as_file(number, record.data(), record.size()))
          return outcome::sent;
#endif
        note(error);
        if (detail::means_full(error) || error == EMSGSIZE) return outcome::lost;
      }
      if (++attempt == 3 || !connect()) return outcome::lost;
    }
    return outcome::lost;
  }

  // Not in send_all(), where both would take their stack.
  [[gnu::noinline]] void send_datagrams([[maybe_unused]] int number, packet* packets, outcome* outcomes, size_t count,
                                        detail::deadline& time) {
#if defined(__linux__)
    detail::datagrams batch;
    for (size_t done = 0; done < count;) {
      batch.clear();
      for (size_t next = done; next < count && batch.room() > 0; ++next) {
        batch.begin();
        batch.add(packets[next].data(), packets[next].size());
      }
      const auto sent = [&](size_t index) { outcomes[done + index] = outcome::sent; };
      const auto refused = [&](size_t index) {
        if (time.wait_after(errno, number)) return true;
        outcomes[done + index] = send_one(packets[done + index], time);
        return false;
      };
      batch.send(number, sent, refused);
      done += batch.size();
    }
#else
    for (size_t index = 0; index < count; ++index) outcomes[index] = send_one(packets[index], time);
#endif
  }

  [[gnu::noinline]] void send_lines(packet* packets, outcome* outcomes, size_t count, detail::deadline& time) {
    detail::gather(packets, outcomes, count, detail::lines{}, [&](const iovec* lines, outcome* results, size_t left) {
      const char* const begin = static_cast<const char*>(lines->iov_base);
      const int number = lines_.number();
      const ssize_t taken = number < 0 ? -1 : detail::send_now(number, begin, detail::pieces_within(lines, left).size);
      if (taken < 0) {
        // As one alone, also where the daemon has come back as the other kind.
        packet record{static_cast<char*>(lines->iov_base), lines->iov_len, 0};
        record.append(lines->iov_len - 1);
        results[0] = send_one(record, time);
        return size_t{1};
      }
      size_t torn = static_cast<size_t>(taken);
      const size_t whole = detail::whole_pieces(lines, left, torn);
      detail::set_all(results, whole, outcome::sent);
      if (torn == 0) return whole;
      ::shutdown(number, SHUT_RDWR);
      results[whole] = outcome::lost;
      return whole + 1;
    });
  }

  void note(int error) {
    last_error_.store(error);
    fault_.store(error);
  }

  bool connect() {
    if (!any_) return connect_to(address_);
    constexpr const char* paths[] = {"/dev/log", "/var/run/syslog", "/var/run/log"};
    for (const char* const path : paths) {
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      detail::copy_terminated(address.sun_path, path);
      if (connect_to(address)) return true;
    }
    return false;
  }

  bool connect_to(const sockaddr_un& address) {
    constexpr int types[] = {SOCK_DGRAM, SOCK_STREAM};
    for (const int type : types) {
      detail::descriptor fresh = detail::open_socket(AF_UNIX, type);
      if (fresh && ::connect(fresh.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        const bool stream = type == SOCK_STREAM;
        if ((stream ? lines_ : datagrams_).replace_by(static_cast<detail::descriptor&&>(fresh)))
          return stream_.store(stream ? 1 : 0), fault_.store(0), true;
        if (errno == EBUSY) return true;
      }
      note(errno);
      if (last_error() != EPROTOTYPE) break;
    }
    return false;
  }

  // One for each kind, so that a record without a newline never gets into a stream that has just taken the datagrams'
  // place.
  detail::own_socket datagrams_;
  detail::own_socket lines_;
  sockaddr_un address_{};
  bool any_;
  bool as_files_ = false;
  text error_;                // what was wrong with the path
  detail::shared_int fault_;  // what is wrong now, or 0
  detail::shared_int patience_;
  detail::shared_int panicking_;
  detail::shared_int stream_;
  detail::shared_int last_error_;
};

static_assert(sink<unix_socket>);

}  // namespace lineout::posix
