// none: the clock of a machine that has none; the receiver stamps what arrives.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout::clocks {

struct none {
  constexpr timestamp now() const { return {}; }
};

static_assert(clock<none>);

}  // namespace lineout::clocks
