// interrupts: a lock that keeps this processor's interrupts away, and with interrupts<spin> the other processors too.
#pragma once

#include <lineout/detail/interrupt_mask.hpp>
#include <lineout/locks/none.hpp>
#include <lineout/locks/patience.hpp>

namespace lineout::locks {

// Masks by the processor's own instructions, which needs the privilege to. Your kernel's way is a type with the same
// two functions: mask() masks and returns what restore() needs to go back to how it was, so that they nest.
struct processor_interrupts {
  static uintptr_t mask() { return detail::mask_interrupts(); }
  static void restore(uintptr_t saved) { detail::restore_interrupts(saved); }
};

// Interrupts stay masked from acquire to release, so what it guards is to be short. They are not masked while it waits
// for Inner. An interrupt that cannot be masked (NMI) is not kept out: it uses try_acquire, with an Inner that can be
// taken by one context only.
template <lock Inner = none, typename Interrupts = processor_interrupts, timer Timer = look_timer> class interrupts {
  static_assert(
      detail::can_mask_interrupts || !detail::is_same<Interrupts, processor_interrupts>,
      "lineout: how this processor masks interrupts is not known; give interrupts<> a type with static mask() "
      "and restore() of your own");

 public:
  struct state {
    decltype(Interrupts::mask()) mask{};
    typename Inner::state inner{};
  };

  constexpr interrupts() = default;

  constexpr void acquire(state& saved) {
    while (!take(saved)) detail::pause();
  }
  // Waits for at most so many microseconds of the Timer.
  constexpr bool try_acquire(state& saved, uint32_t microseconds) {
    return detail::try_for<Timer>(microseconds, [&] { return take(saved); }, detail::pause);
  }
  constexpr void release(state& saved) {
    inner_.release(saved.inner);
    Interrupts::restore(saved.mask);
  }

 private:
  constexpr bool take(state& saved) {
    saved.mask = Interrupts::mask();
    if (inner_.try_acquire(saved.inner, 0)) return true;
    Interrupts::restore(saved.mask);
    return false;
  }

  [[no_unique_address]] Inner inner_{};
};

}  // namespace lineout::locks
