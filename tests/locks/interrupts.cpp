#include <lineout/locks/interrupts.hpp>

#include <lineout/locks/spin.hpp>

#include <doctest/doctest.h>

namespace {

using lineout::locks::interrupts;
using lineout::locks::spin;

// A processor's interrupt flag.
struct processor {
  static inline bool enabled = true;
  static inline int masked = 0;
  static bool mask() {
    ++masked;
    const bool was = enabled;
    enabled = false;
    return was;
  }
  static void restore(bool was) { enabled = was; }
};

using alone = interrupts<lineout::locks::none, processor>;
using among_processors = interrupts<spin, processor>;
static_assert(lineout::lock<alone>);
static_assert(lineout::lock<among_processors>);

// With the processor's own instructions, where they are known.
template <bool CanMask> constexpr bool masks_by_itself() {
  if constexpr (CanMask) return lineout::lock<interrupts<>> && lineout::lock<interrupts<spin>>;
  else return true;
}
static_assert(masks_by_itself<lineout::detail::can_mask_interrupts>());

constinit among_processors guard;

}  // namespace

TEST_CASE("interrupts are masked from acquire to release, and nested locks do not unmask early") {
  alone outer;
  alone inner;
  alone::state outer_state;
  alone::state inner_state;
  outer.acquire(outer_state);
  CHECK_FALSE(processor::enabled);
  CHECK(inner.try_acquire(inner_state, 1));
  inner.release(inner_state);
  CHECK_FALSE(processor::enabled);
  outer.release(outer_state);
  CHECK(processor::enabled);
}

TEST_CASE("a lock that is not had leaves interrupts as they were") {
  among_processors::state holder;
  guard.acquire(holder);
  processor::enabled = true;
  const int before = processor::masked;
  among_processors::state other;
  CHECK_FALSE(guard.try_acquire(other, 10));
  CHECK(processor::masked > before + 1);
  CHECK(processor::enabled);
  guard.release(holder);
  CHECK(guard.try_acquire(other, 1));
  CHECK_FALSE(processor::enabled);
  guard.release(other);
  CHECK(processor::enabled);
}
