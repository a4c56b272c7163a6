// patient_wait: looks again and again, for so many microseconds and no longer.
#pragma once

#include <sched.h>
#include <time.h>
#include <lineout/posix/detail/deadline.hpp>

namespace lineout::detail {

// The time begins with the first again(), by CLOCK_MONOTONIC: signals do not shorten or lengthen it. With 0
// microseconds nothing waits and no clock is read. For signal handlers too.
class patient_wait {
 public:
  explicit constexpr patient_wait(uint32_t microseconds) : left_{microseconds} {}

  // Lets others run for a moment, at most 0.1 ms longer than the time. False: the time is over.
  bool again() {
    if (left_ == 0) return false;
    const uint64_t now = monotonic_microseconds();
    if (looks_ == 0) end_ = now + left_;
    if (now >= end_) left_ = 0;
    if (left_ == 0) return false;
    const timespec nap{0, 100000};
    if (++looks_ < 100) ::sched_yield();
    else ::nanosleep(&nap, nullptr);
    return true;
  }

 private:
  uint32_t left_;
  unsigned looks_ = 0;
  uint64_t end_ = 0;
};

}  // namespace lineout::detail
