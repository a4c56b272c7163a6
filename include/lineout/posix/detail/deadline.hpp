// deadline: how long a call may still wait for a socket.
#pragma once

#include <poll.h>
#include <time.h>
#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

inline uint64_t monotonic_microseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000000 + static_cast<uint64_t>(now.tv_nsec) / 1000;
}

// The time begins with the first wait. With 0 microseconds nothing waits and no clock is read. Signals do not shorten
// or lengthen it. Safe in signal handlers.
class deadline {
 public:
  explicit constexpr deadline(uint32_t microseconds) : left_{microseconds} {}

  // Waits until the socket can be written to (or read from: POLLIN). False: the time is over, or none was given.
  bool wait_for(int number, short events = POLLOUT) {
    const uint64_t left = remaining();
    if (left == 0) return false;
    pollfd look{number, events, 0};
    const int milliseconds = static_cast<int>(left / 1000);
    const uint64_t before = monotonic_microseconds();
    const int found = ::poll(&look, 1, milliseconds);
    // A socket that is ready at once and yet full again and again must not keep a processor busy.
    const bool at_once = found != 0 && monotonic_microseconds() - before < 50;
    if ((at_once && was_at_once_) || milliseconds == 0) return pause();
    was_at_once_ = at_once;
    return true;
  }

  // Waits for a moment, for what cannot be waited for: a device's queue. False: the time is over.
  bool pause() {
    const uint64_t left = remaining();
    if (left == 0) return false;
    was_at_once_ = false;
    const uint64_t nap = left < 200 ? left : 200;
    const timespec time{0, static_cast<long>(nap) * 1000};
    ::nanosleep(&time, nullptr);
    return true;
  }

  // The one or the other, by what the system said of a full buffer. False also where it said something else.
  bool wait_after(int error, int number) {
    if (error == EAGAIN || error == EWOULDBLOCK) return wait_for(number);
    return means_full(error) && pause();
  }

 private:
  uint64_t remaining() {
    if (left_ == 0) return 0;
    const uint64_t now = monotonic_microseconds();
    if (end_ == 0) end_ = now + left_;
    if (now >= end_) left_ = 0;
    return now < end_ ? end_ - now : 0;
  }

  uint32_t left_;
  uint64_t end_ = 0;
  bool was_at_once_ = false;
};

}  // namespace lineout::detail
