// monotonic_timer: the system's time since some start, which nobody sets and nothing makes jump.
#pragma once

#include <time.h>

#include <lineout/concepts.hpp>

namespace lineout::posix {

// Neither waits nor allocates; for threads and signal handlers. Where the system counts none of the time that it
// sleeps, neither does this.
struct monotonic_timer {
  uint32_t microseconds() const {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint32_t>(static_cast<uint64_t>(now.tv_sec) * 1000000 +
                                 static_cast<uint64_t>(now.tv_nsec) / 1000);
  }
};

static_assert(timer<monotonic_timer>);

}  // namespace lineout::posix
