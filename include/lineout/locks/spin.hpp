// spin: a lock between processors or threads that waits by looking again.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/locks/patience.hpp>

namespace lineout::locks {

// Not fair. A context that interrupts the holder on the same processor waits in vain: interrupts<spin> is for those.
// The lock does not know its holder: it stays taken when its holder is killed, leaves by longjmp(), or is a thread of a
// process whose child this is. posix::mutex knows.
template <timer Timer> class timed_spin {
 public:
  struct state {};

  constexpr timed_spin() = default;

  constexpr void acquire(state&) {
    while (!take()) detail::pause();
  }
  // Waits for at most so many microseconds of the Timer.
  constexpr bool try_acquire(state&, uint32_t microseconds) {
    return detail::try_for<Timer>(microseconds, [this] { return take(); }, detail::pause);
  }
  constexpr void release(state&) { taken_.store(0); }

 private:
  // Looks before it writes, so that those who wait share the word instead of tearing at it.
  constexpr bool take() { return taken_.load() == 0 && taken_.exchange(1) == 0; }

  detail::atomic taken_{0};
};

// Where there is no timer.
using spin = timed_spin<look_timer>;

static_assert(lock<spin>);

}  // namespace lineout::locks
