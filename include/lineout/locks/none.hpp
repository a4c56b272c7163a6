// none: the lock for one context alone.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout::locks {

struct none {
  struct state {};
  constexpr void acquire(state&) {}
  constexpr bool try_acquire(state&, uint32_t) { return true; }
  constexpr void release(state&) {}
};

static_assert(lock<none>);

}  // namespace lineout::locks
