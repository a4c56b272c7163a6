// none: the clock of a system that has no time; receivers fill in theirs.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout::clocks {

struct none {
  constexpr timestamp now() const { return {}; }
};

static_assert(clock<none>);

}  // namespace lineout::clocks
