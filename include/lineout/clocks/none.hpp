// none: the clock of a machine that has none; the receiver stamps what arrives.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout::clocks {

struct none {
  struct nothing {};

  constexpr timestamp now() const { return {}; }
  constexpr nothing count() const { return {}; }
  constexpr timestamp at(nothing) const { return {}; }
};

static_assert(clock<none>);

}  // namespace lineout::clocks
