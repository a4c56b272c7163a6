// What this program adds to the library's sinks: it has time, and so it may wait where a library may not.
#pragma once

#include <lineout/posix.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

#include "input.hpp"

// Tries again as long as the receiver's buffer is full, for so many seconds at most; SIGINT and SIGTERM end the wait.
template <lineout::sink Sink> class patient : public lineout::sink_decorator<Sink> {
 public:
  explicit patient(Sink sink, std::chrono::seconds patience = std::chrono::seconds{5})
      : lineout::sink_decorator<Sink>{std::move(sink)}, patience_{patience} {}

  lineout::outcome send(lineout::packet& bytes) {
    const auto end = std::chrono::steady_clock::now() + patience_;
    for (;;) {
      lineout::packet attempt = bytes;
      if (this->next().send(attempt) == lineout::outcome::sent) return lineout::outcome::sent;
      const bool full = this->next().last_error() == EAGAIN || this->next().last_error() == ENOBUFS;
      if (!full || interrupted() || std::chrono::steady_clock::now() > end) return lineout::outcome::lost;
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
  int last_error() const { return this->next().last_error(); }

 private:
  std::chrono::seconds patience_;
};

// Lets ten packets go in a millisecond, and never many at once: a UDP receiver whose buffer is full drops packets and
// tells nobody.
template <lineout::sink Sink> class paced : public lineout::sink_decorator<Sink> {
 public:
  explicit paced(Sink sink) : lineout::sink_decorator<Sink>{std::move(sink)} {}

  lineout::outcome send(lineout::packet& bytes) {
    using std::chrono::milliseconds;
    const auto now = std::chrono::steady_clock::now();
    next_ = std::max(next_ + std::chrono::microseconds{100}, now - milliseconds{5});
    if (next_ > now) std::this_thread::sleep_until(next_ + milliseconds{1});
    return this->next().send(bytes);
  }
  int last_error() const { return this->next().last_error(); }

 private:
  std::chrono::steady_clock::time_point next_{};
};
