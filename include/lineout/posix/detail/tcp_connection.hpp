// tcp_connection: a TCP connection to one of several addresses, which is made again whenever it has to be.
#pragma once

#include <lineout/posix/detail/endpoint.hpp>
#include <lineout/posix/detail/own_socket.hpp>
#include <lineout/posix/detail/reconnect_pace.hpp>
#include <lineout/posix/tcp_options.hpp>

namespace lineout::detail {

// For one context at a time, but for the two error numbers. Nothing waits longer than the deadline it is given, but the
// look-up of a name in find().
class tcp_connection {
 public:
  constexpr tcp_connection() = default;
  explicit tcp_connection(const posix::tcp_options& options)
      : options_{options}, pace_{options.shortest_pause, options.longest_pause} {
    options_.source = {};
  }

  // What was wrong with the source or the destination, in words. May wait and allocate.
  text find(text destination, text source) {
    if (!source.empty()) {
      host_and_port from = split_host_and_port(source);
      if (from.error.empty()) source_ = numeric_endpoint(from);
      if (!from.error.empty()) return from.error;
      if (source_.size == 0) return "the source is an address in numbers";
      source_.set_port(0);
    }
    host_and_port parts = split_host_and_port(destination);
    endpoint numeric;
    if (parts.error.empty()) numeric = numeric_endpoint(parts);
    if (!parts.error.empty()) return parts.error;
    const auto add = [this](const endpoint& one) {
      if (source_.size == 0 || source_.family() == one.family()) destinations_[count_++] = one;
      return count_ == most_destinations;
    };
    if (numeric.size > 0) add(numeric);
    else if (const text error = resolve(parts, SOCK_STREAM, add); !error.empty()) return error;
    return count_ == 0 ? text{"the host has no address that is known here"} : text{};
  }

  bool has_destination() const { return count_ > 0; }
  // Whether there is a connection as far as is known.
  bool is_made() const { return socket_ && !connecting_; }
  bool is_in_the_making() const { return connecting_; }
  explicit operator bool() const { return static_cast<bool>(socket_); }
  // Of the socket, as it was when is_usable() or is_own() said true.
  int number() const { return number_; }
  // False, with errno: there is no socket, or the program has closed its descriptor.
  bool is_own() { return (number_ = socket_.number()) >= 0; }
  uint32_t patience() const { return options_.patience; }

  int last_error() const { return last_error_.load(); }
  // What is wrong now, or 0.
  int fault() const { return fault_.load(); }
  void note(int error) {
    last_error_.store(error);
    fault_.store(error);
  }
  void works() {
    if (fault_.load() != 0) fault_.store(0);
  }

  // Whether there is a connection, and the receiver has not closed it, which is otherwise noticed one record too late.
  // Where it has, or somebody has closed the descriptor, lost() is called, and another connection is begun.
  template <typename Lost> bool is_usable(deadline& time, uint32_t patience, Lost lost) {
    if (socket_ && !is_own()) {
      note(errno);
      lost();
    }
    if (!is_connected(time, patience)) return false;
    char unexpected[64];
    ssize_t size = 0;
    for (int reads = 0; reads < 4; ++reads) {
      size = ::recv(number_, unexpected, sizeof unexpected, MSG_DONTWAIT);
      if (size <= 0) break;
    }
    if (size > 0 || (size < 0 && (means_full(errno) || errno == EINTR))) return true;
    note(size == 0 ? ECONNRESET : errno);
    lost();
    return is_connected(time, patience);
  }

  // Whether there is a connection; begins to make one, to each of the addresses in turn, where there is none. For a
  // connection that is missing all calls together wait no longer than patience.
  bool is_connected(deadline& time, uint32_t patience) {
    for (int tried = 0;;) {
      if (is_made()) return true;
      if (missing_since_ == 0) missing_since_ = reconnect_pace::now();
      if (!socket_) {
        if (tried == count_ || !pace_.may_try()) {
          if (!may_wait(patience) || !time.pause()) return false;
          tried = 0;
          continue;
        }
        ++tried;
        if (!start()) continue;
      }
      const int error = connecting_ ? progress(time, patience) : 0;
      if (error == EINPROGRESS) return note(error), false;
      if (error == 0) {
        connecting_ = false;
        missing_since_ = 0;
        pace_.connected();
        return true;
      }
      fail(error);
    }
  }

  // The connection is no more.
  void drop() {
    close();
    pace_.failed();
  }
  // Without a word to the receiver where another process has it too.
  void close() {
    socket_.close();
    connecting_ = false;
  }

 private:
  bool may_wait(uint32_t patience) const { return (reconnect_pace::now() - missing_since_) * 1000 < patience; }

  // What has become of the connection that is being made.
  int progress(deadline& time, uint32_t patience) {
    for (;;) {
      pollfd look{number_, POLLOUT, 0};
      if (::poll(&look, 1, 0) != 0) break;
      const uint64_t age = reconnect_pace::now() - began_;
      if (options_.connect_timeout > 0 && age >= options_.connect_timeout) return ETIMEDOUT;
      if (!may_wait(patience) || !time.wait_for(number_)) return EINPROGRESS;
    }
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(number_, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
  }

  bool start() {
    const endpoint& to = destinations_[current_];
    descriptor fresh = open_socket(to.family(), SOCK_STREAM);
    if (fresh && apply_tcp_options(fresh.number(), options_, source_)) {
      const bool done = ::connect(fresh.number(), &to.address.base, to.size) == 0;
      connecting_ = !done && (errno == EINPROGRESS || errno == EINTR);
      if (done || connecting_) {
        began_ = reconnect_pace::now();
        socket_ = own_socket{static_cast<descriptor&&>(fresh)};
        number_ = socket_.number();
        if (number_ >= 0) return true;
      }
    }
    fail(errno);
    return false;
  }

  void fail(int error) {
    note(error);
    close();
    current_ = current_ + 1 < count_ ? current_ + 1 : 0;
    if (current_ == 0) pace_.failed();
  }

  static constexpr int most_destinations = 4;

  own_socket socket_;
  int number_ = -1;
  bool connecting_ = false;
  uint64_t began_ = 0;          // when the connection was begun, in milliseconds
  uint64_t missing_since_ = 0;  // since when there is none; 0: there is one
  posix::tcp_options options_{};
  reconnect_pace pace_;
  endpoint source_;
  endpoint destinations_[most_destinations];
  int count_ = 0;
  int current_ = 0;
  shared_int last_error_;
  shared_int fault_;
};

}  // namespace lineout::detail
