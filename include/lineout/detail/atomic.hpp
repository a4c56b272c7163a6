// atomic: one machine word that threads, processors and interrupts share, without <atomic> and without libatomic.
#pragma once

#include <lineout/update_guard.hpp>

namespace lineout::detail {

// Every operation is whole for all contexts. Where the core has no such instruction an update is made within an
// update_guard. Usable in constant expressions.
template <bool HasInstructions, typename Guard = update_guard<all_cores>> class basic_atomic {
 public:
  using word = size_t;
  static constexpr bool has_instructions = HasInstructions;
  static_assert(has_instructions || can_mask_interrupts || Guard::several_cores,
                "lineout: this processor has no atomic instructions, and how it masks interrupts is not known; "
                "update_guard.hpp says how to tell it");

  // A core sees its own loads and stores in order: there the compiler alone has to keep it.
  static constexpr bool on_one_core = !has_instructions && !Guard::several_cores;
  static constexpr int acquire = on_one_core ? __ATOMIC_RELAXED : __ATOMIC_ACQUIRE;

  constexpr basic_atomic(word value = 0) : value_{value} {}
  basic_atomic(const basic_atomic&) = delete;
  basic_atomic& operator=(const basic_atomic&) = delete;

  constexpr word load() const {
    if (__builtin_is_constant_evaluated()) return value_;
    const word value = __atomic_load_n(&value_, acquire);
    if constexpr (on_one_core) __atomic_signal_fence(__ATOMIC_ACQUIRE);
    return value;
  }
  // Says nothing of other words.
  [[gnu::always_inline]] constexpr word load_relaxed() const {
    if (__builtin_is_constant_evaluated()) return value_;
    return __atomic_load_n(&value_, __ATOMIC_RELAXED);
  }
  constexpr void store(word value) {
    if (__builtin_is_constant_evaluated()) {
      value_ = value;
      return;
    }
    // Not between another core's load and store.
    if constexpr (!has_instructions)
      if constexpr (Guard::several_cores) {
        update([value](word) { return value; });
        return;
      }
    write(value);
  }

 private:
  void write(word value) {
    if constexpr (on_one_core) __atomic_signal_fence(__ATOMIC_RELEASE);
    __atomic_store_n(&value_, value, on_one_core ? __ATOMIC_RELAXED : __ATOMIC_RELEASE);
  }
  template <typename Change> constexpr word update(Change change) {
    if (__builtin_is_constant_evaluated()) {
      const word before = value_;
      value_ = change(before);
      return before;
    }
    const uintptr_t saved = Guard::enter();
    const word before = load();
    write(change(before));
    Guard::leave(saved);
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

using atomic = basic_atomic<__atomic_always_lock_free(sizeof(size_t), nullptr)>;

}  // namespace lineout::detail
