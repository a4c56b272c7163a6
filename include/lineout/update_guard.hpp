// update_guard: how a word is updated on a processor without atomic instructions; yours where it has several cores.
#pragma once

#include <lineout/detail/interrupt_mask.hpp>

namespace lineout {

struct all_cores;

// On a processor that has no instruction for it (Cortex-M0+, RV32 without A), each update of a shared word is made
// between enter() and leave(), a few instructions later. This one masks the interrupts of its own core: enough for one
// core, and not for two (RP2040). For several cores, specialise it in a header that every file of the program includes
// before lineout's others:
//
//     #include <lineout/update_guard.hpp>
//     template <> struct lineout::update_guard<lineout::all_cores> {
//       static constexpr bool several_cores = true;
//       static lineout::uintptr_t enter();                   // masks interrupts, and takes a lock between the cores
//       static void leave(lineout::uintptr_t what_enter_gave);  // releases the lock, and restores the interrupts
//     };
//     #include <lineout/lineout.hpp>
template <typename Cores> struct update_guard {
  static constexpr bool several_cores = false;
  static uintptr_t enter() { return detail::mask_interrupts(); }
  static void leave(uintptr_t saved) { detail::restore_interrupts(saved); }
};

}  // namespace lineout
