// unix_socket: a sink for the syslog daemon of this machine, behind /dev/log or one of its other names.
#pragma once

#include <sys/un.h>

#include <lineout/concepts.hpp>
#include <lineout/framings/cached.hpp>
#include <lineout/framings/local.hpp>
#include <lineout/posix/detail/datagrams.hpp>
#include <lineout/posix/detail/descriptor.hpp>
#include <lineout/posix/detail/gathered.hpp>
#include <lineout/posix/options.hpp>

namespace lineout::posix {

// Connects to a path, or without one to the first of /dev/log, /var/run/syslog and /var/run/log where a daemon listens:
// as a datagram socket, or as a stream socket, whose records end in a newline, when that is what the daemon has.
// The daemon may come later, go, and come back as the other kind: a send that finds it gone connects again.
// send() and send_all() never wait, allocate or raise a signal, and leave errno alone: they may be called by several
// threads and in signal handlers, because descriptors keep their numbers. When a stream takes only a part of a record,
// the record is lost and the connection is given up, so that the next record is not taken for its end. send_all() takes
// 3 KB of stack, or 8 KB where the daemon has a stream.
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
  // What was wrong at construction, in words; with a true object, something that may pass: no daemon listens there yet.
  text error() const { return error_.empty() && !*this ? text{"there is no path"} : error_; }
  // The error number of the latest send or connection that failed, or 0.
  int last_error() const { return last_error_.load(); }

  outcome send(packet& bytes) {
    const detail::errno_keeper keeper;
    if (!*this) return outcome::lost;
    for (int attempt = 0; attempt < 2; ++attempt) {
      packet record = bytes;
      const bool stream = stream_.load() != 0;
      if (stream && !detail::finish_record(record, detail::lines{})) return outcome::lost;
      const int number = stream ? lines_.number() : datagrams_.number();
      const ssize_t taken = detail::send_now(number, record.data(), record.size());
      if (taken >= 0) {
        if (!stream || static_cast<size_t>(taken) == record.size()) return outcome::sent;
        ::shutdown(number, SHUT_RDWR);
        return outcome::lost;
      }
      last_error_.store(errno);
      if (detail::means_full(errno) || errno == EMSGSIZE || attempt > 0 || !connect()) return outcome::lost;
    }
    return outcome::lost;
  }

  void send_all(packet* packets, outcome* outcomes, size_t count) {
    const detail::errno_keeper keeper;
    if (!*this) detail::set_all(outcomes, count, outcome::lost);
    else if (stream_.load() != 0) send_lines(packets, outcomes, count);
    else send_datagrams(packets, outcomes, count);
  }

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
      datagrams_ = detail::open_socket(AF_UNIX, SOCK_DGRAM);
      lines_ = detail::open_socket(AF_UNIX, SOCK_STREAM);
      if (!*this) last_error_.store(errno);
      if (!*this || !connect()) error_ = detail::error_words(last_error());
    }
  }

  // Not in send_all(), where both would take their stack.
  [[gnu::noinline]] void send_datagrams(packet* packets, outcome* outcomes, size_t count) {
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
        last_error_.store(errno);
        outcomes[done + index] = send(packets[done + index]);
        return false;
      };
      batch.send(datagrams_.number(), sent, refused);
      done += batch.size();
    }
#else
    for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
#endif
  }

  void send_lines(packet* packets, outcome* outcomes, size_t count) {
    detail::gather(packets, outcomes, count, detail::lines{}, [&](const iovec* lines, outcome* results, size_t left) {
      const char* const begin = static_cast<const char*>(lines->iov_base);
      const ssize_t taken = detail::send_now(lines_.number(), begin, detail::pieces_within(lines, left).size);
      if (taken < 0) {
        // As one alone, also where the daemon has come back as the other kind.
        packet record{static_cast<char*>(lines->iov_base), lines->iov_len, 0};
        record.append(lines->iov_len - 1);
        results[0] = send(record);
        return size_t{1};
      }
      size_t torn = static_cast<size_t>(taken);
      const size_t whole = detail::whole_pieces(lines, left, torn);
      detail::set_all(results, whole, outcome::sent);
      if (torn == 0) return whole;
      ::shutdown(lines_.number(), SHUT_RDWR);
      results[whole] = outcome::lost;
      return whole + 1;
    });
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
      const detail::descriptor fresh = detail::open_socket(AF_UNIX, type);
      if (fresh && ::connect(fresh.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        const bool stream = type == SOCK_STREAM;
        if ((stream ? lines_ : datagrams_).replace_by(fresh)) return stream_.store(stream ? 1 : 0), true;
      }
      last_error_.store(errno);
      if (errno != EPROTOTYPE) break;
    }
    return false;
  }

  // One for each kind, so that a record without a newline never gets into a stream that has just taken the datagrams'
  // place.
  detail::descriptor datagrams_;
  detail::descriptor lines_;
  sockaddr_un address_{};
  bool any_;
  text error_;
  detail::shared_int stream_;
  detail::shared_int last_error_;
};

static_assert(sink<unix_socket>);

}  // namespace lineout::posix
