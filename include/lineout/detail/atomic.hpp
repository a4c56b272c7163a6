// atomic: one machine word that threads, processors and interrupts share, without <atomic> and without libatomic.
#pragma once

#include <lineout/detail/interrupt_mask.hpp>
#include <lineout/types.hpp>

namespace lineout::detail {

// Every operation is whole for all contexts. Where the core has no such instruction (Cortex-M0+, RV32 without A) an
// update masks interrupts for its few instructions. Usable in constant expressions.
class atomic {
 public:
  using word = size_t;
  static constexpr bool has_instructions = __atomic_always_lock_free(sizeof(word), nullptr);
  static_assert(has_instructions || can_mask_interrupts,
                "lineout: this processor has no atomic instructions, and how it masks interrupts is not known; "
                "detail/interrupt_mask.hpp is where to say it");

  constexpr atomic(word value = 0) : value_{value} {}
  atomic(const atomic&) = delete;
  atomic& operator=(const atomic&) = delete;

  constexpr word load() const {
    if (__builtin_is_constant_evaluated()) return value_;
    return __atomic_load_n(&value_, __ATOMIC_ACQUIRE);
  }
  // Says nothing of other words.
  [[gnu::always_inline]] constexpr word load_relaxed() const {
    if (__builtin_is_constant_evaluated()) return value_;
    return __atomic_load_n(&value_, __ATOMIC_RELAXED);
  }
  constexpr void store(word value) {
    if (__builtin_is_constant_evaluated()) value_ = value;
    else __atomic_store_n(&value_, value, __ATOMIC_RELEASE);
  }

 private:
  template <typename Change> constexpr word update(Change change) {
    if (__builtin_is_constant_evaluated()) {
      const word before = value_;
      value_ = change(before);
      return before;
    }
    const uintptr_t saved = mask_interrupts();
    const word before = load();
    store(change(before));
    restore_interrupts(saved);
    return before;
  }

 public:
  // Each gives back what was there before.
  constexpr word add(word difference) {
    if constexpr (has_instructions)
      if (!__builtin_is_constant_evaluated()) return __atomic_fetch_add(&value_, difference, __ATOMIC_RELAXED);
    return update([difference](word before) { return before + difference; });
  }
  constexpr word set_bits(word bits) {
    if constexpr (has_instructions)
      if (!__builtin_is_constant_evaluated()) return __atomic_fetch_or(&value_, bits, __ATOMIC_ACQ_REL);
    return update([bits](word before) { return before | bits; });
  }
  constexpr word clear_bits(word bits) {
    if constexpr (has_instructions)
      if (!__builtin_is_constant_evaluated()) return __atomic_fetch_and(&value_, ~bits, __ATOMIC_ACQ_REL);
    return update([bits](word before) { return before & ~bits; });
  }
  constexpr word exchange(word value) {
    if constexpr (has_instructions)
      if (!__builtin_is_constant_evaluated()) return __atomic_exchange_n(&value_, value, __ATOMIC_ACQ_REL);
    return update([value](word) { return value; });
  }
  // True: it was as expected and is now as desired. Else expected becomes what is there.
  constexpr bool compare_exchange(word& expected, word desired) {
    if constexpr (has_instructions)
      if (!__builtin_is_constant_evaluated())
        return __atomic_compare_exchange_n(&value_, &expected, desired, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
    const word before = update([expected, desired](word now) { return now == expected ? desired : now; });
    const bool exchanged = before == expected;
    expected = before;
    return exchanged;
  }

 private:
  word value_;
};

}  // namespace lineout::detail
