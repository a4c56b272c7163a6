// processor_lock: a lock between processors that knows who has it, so that a processor never waits for itself.
#pragma once

#include <lineout/locks/spin.hpp>

#include "machine.hpp"

namespace hypervisor {

// The processor that is writing its last words, and one more; 0: nobody is.
extern constinit size_t panicking_processor;

// Where the one who wants it has it already (a driver that logs), try_acquire says so at once. While one processor
// panics, the other is stopped here, before it can disturb.
class processor_lock {
 public:
  struct state {
    locks::spin::state inner{};
  };

  constexpr processor_lock() = default;

  bool try_acquire(state& saved, uint32_t microseconds) {
    const size_t own = this_processor() + 1;
    stop_if_another_panics(own);
    if (__atomic_load_n(&owner_, __ATOMIC_RELAXED) == own || !spin_.try_acquire(saved.inner, microseconds)) return false;
    stop_if_another_panics(own);
    __atomic_store_n(&owner_, own, __ATOMIC_RELAXED);
    return true;
  }
  void acquire(state& saved) {
    while (!try_acquire(saved, 0)) pause();
  }
  void release(state& saved) {
    __atomic_store_n(&owner_, size_t{0}, __ATOMIC_RELAXED);
    spin_.release(saved.inner);
  }

 private:
  static void stop_if_another_panics(size_t own) {
    const size_t panicking = __atomic_load_n(&panicking_processor, __ATOMIC_ACQUIRE);
    if (panicking != 0 && panicking != own) halt();
  }

  locks::spin spin_{};
  size_t owner_ = 0;
};

static_assert(lock<processor_lock>);

}  // namespace hypervisor
