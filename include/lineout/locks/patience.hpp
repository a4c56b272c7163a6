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
// attempt, and a patience of 0, read no time.
template <timer Timer, typename Attempt, typename Relax>
constexpr bool try_for(uint32_t patience, Attempt&& attempt, Relax&& relax) {
  if (attempt()) return true;
  if (patience == 0) return false;
  Timer timer{};
  const uint32_t start = timer.microseconds();
  do {
    relax();
    if (attempt()) return true;
  } while (patience == forever || timer.microseconds() - start < patience);
  return false;
}

}  // namespace detail
}  // namespace lineout
