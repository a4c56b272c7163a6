// interrupts: a lock that keeps this processor's interrupts away, and with interrupts<spin> the other processors too.
#pragma once

#include <lineout/detail/interrupt_mask.hpp>
#include <lineout/locks/none.hpp>

namespace lineout::locks {

// Masks by the processor's own instructions, which needs the privilege to. Your kernel's way is a type with the same
// two functions: mask() masks and returns what restore() needs to go back to how it was, so that they nest.
struct processor_interrupts {
  static uintptr_t mask() { return detail::mask_interrupts(); }
  static void restore(uintptr_t saved) { detail::restore_interrupts(saved); }
};

// Interrupts stay masked from acquire to release, so what it guards is to be short. An interrupt that cannot be masked
// (NMI) is not kept out: it uses try_acquire, with an Inner that can be had or not.
template <lock Inner = none, typename Interrupts = processor_interrupts> class interrupts {
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
    saved.mask = Interrupts::mask();
    inner_.acquire(saved.inner);
  }
  constexpr bool try_acquire(state& saved, size_t attempts) {
    saved.mask = Interrupts::mask();
    if (inner_.try_acquire(saved.inner, attempts)) return true;
    Interrupts::restore(saved.mask);
    return false;
  }
  constexpr void release(state& saved) {
    inner_.release(saved.inner);
    Interrupts::restore(saved.mask);
  }

 private:
  [[no_unique_address]] Inner inner_{};
};

}  // namespace lineout::locks
