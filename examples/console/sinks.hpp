// What this program adds to the library's sinks: it has time, and so it may wait where a library may not.
#pragma once

#include <lineout/posix.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

#include "input.hpp"

// Tries again as long as the receiver's buffer is full, for so many seconds at most; SIGINT and SIGTERM end the wait.
template <lineout::sink Sink> class patient {
 public:
  static constexpr size_t headroom = Sink::headroom;
  static constexpr size_t tailroom = Sink::tailroom;

  explicit patient(Sink sink, std::chrono::seconds patience = std::chrono::seconds{5})
      : sink_{std::move(sink)}, patience_{patience} {}

  lineout::outcome send(lineout::packet& bytes) {
    const auto end = std::chrono::steady_clock::now() + patience_;
    for (;;) {
      lineout::packet attempt = bytes;
      if (sink_.send(attempt) == lineout::outcome::sent) return lineout::outcome::sent;
      const bool full = sink_.last_error() == EAGAIN || sink_.last_error() == ENOBUFS;
      if (!full || interrupted() || std::chrono::steady_clock::now() > end) return lineout::outcome::lost;
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
  int last_error() const { return sink_.last_error(); }

 private:
  Sink sink_;
  std::chrono::seconds patience_;
};

// Lets ten packets go in a millisecond, and never many at once: a UDP receiver whose buffer is full drops packets and
// tells nobody.
template <lineout::sink Sink> class paced {
 public:
  static constexpr size_t headroom = Sink::headroom;
  static constexpr size_t tailroom = Sink::tailroom;

  explicit paced(Sink sink) : sink_{std::move(sink)} {}

  lineout::outcome send(lineout::packet& bytes) {
    using std::chrono::milliseconds;
    const auto now = std::chrono::steady_clock::now();
    next_ = std::max(next_ + std::chrono::microseconds{100}, now - milliseconds{5});
    if (next_ > now) std::this_thread::sleep_until(next_ + milliseconds{1});
    return sink_.send(bytes);
  }
  int last_error() const { return sink_.last_error(); }

 private:
  Sink sink_;
  std::chrono::steady_clock::time_point next_{};
};
