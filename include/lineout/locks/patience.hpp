// patience: how long a call may wait, in microseconds, and how that is measured where a system has no timer.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout {

// A patience without an end.
inline constexpr uint32_t forever = ~uint32_t{0};

// The timer of systems that have none: each look counts as one microsecond. A look takes some nanoseconds, so a wait is
// shorter than it was asked to be, and bounded on every processor. One object measures one wait.
class look_timer {
 public:
  constexpr uint32_t microseconds() { return ++looks_; }

 private:
  uint32_t looks_ = 0;
};

static_assert(timer<look_timer>);

namespace detail {

// Tells the processor that this is a loop that waits.
constexpr void pause() {
  if (__builtin_is_constant_evaluated()) return;
#if defined(__x86_64__) || defined(__i386__)
  asm volatile("pause" : : : "memory");
#elif defined(__aarch64__) || (defined(__ARM_ARCH) && __ARM_ARCH >= 7)
  asm volatile("yield" : : : "memory");
#else
  asm volatile("" : : : "memory");
#endif
}

// Calls attempt() until it returns true or the patience is over, and relax() before each further one. The first
// attempt, and a patience of 0, read no time. A timer that shows the same for a million looks has stopped, and ends the
// wait.
template <timer Timer, typename Attempt, typename Relax>
constexpr bool try_for(uint32_t patience, Attempt&& attempt, Relax&& relax) {
  if (attempt()) return true;
  if (patience == 0) return false;
  constexpr uint32_t most_looks = 1000000;
  Timer timer{};
  const uint32_t start = timer.microseconds();
  uint32_t before = start;
  for (uint32_t looks = 0; looks < most_looks || patience == forever; ++looks) {
    relax();
    if (attempt()) return true;
    if (patience == forever) continue;
    const uint32_t now = timer.microseconds();
    if (now - start >= patience) return false;
    if (now != before) looks = 0;
    before = now;
  }
  return false;
}

}  // namespace detail
}  // namespace lineout
