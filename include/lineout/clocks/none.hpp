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

// The same where nobody chose a clock: options have it by default.
struct unset : none {};

static_assert(time_source<none>);
static_assert(time_source<unset>);

}  // namespace lineout::clocks
