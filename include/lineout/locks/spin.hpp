// spin: a lock between processors or threads that waits by looking again.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/atomic.hpp>

namespace lineout {

namespace detail {

// Tells the processor that this is a loop that waits.
inline void pause() {
#if defined(__x86_64__) || defined(__i386__)
  asm volatile("pause" : : : "memory");
#elif defined(__aarch64__) || (defined(__ARM_ARCH) && __ARM_ARCH >= 7)
  asm volatile("yield" : : : "memory");
#else
  asm volatile("" : : : "memory");
#endif
}

}  // namespace detail

namespace locks {

// Not fair. Not for a context that can interrupt the holder on the same processor, which would wait for ever:
// interrupts<spin> is for those.
class spin {
 public:
  struct state {};

  constexpr spin() = default;

  constexpr void acquire(state&) {
    while (!take()) detail::pause();
  }
  // At least one look is had.
  constexpr bool try_acquire(state&, size_t attempts) {
    while (!take()) {
      if (attempts <= 1) return false;
      --attempts;
      detail::pause();
    }
    return true;
  }
  constexpr void release(state&) { taken_.store(0); }

 private:
  // Looks before it writes, so that those who wait share the word instead of tearing at it.
  constexpr bool take() { return taken_.load() == 0 && taken_.exchange(1) == 0; }

  detail::atomic taken_{0};
};

static_assert(lock<spin>);

}  // namespace locks
}  // namespace lineout
