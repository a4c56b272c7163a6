// options: what a logger on an operating system takes for granted: real time.
#pragma once

#include <lineout/options.hpp>
#include <lineout/posix/system_clock.hpp>

namespace lineout::posix {

// To be derived from, as lineout::options is.
struct options : lineout::options {
  using clock = posix::system_clock;
};
// The same, where only whole seconds are shown.
struct coarse_options : options {
  using clock = posix::coarse_clock;
};

}  // namespace lineout::posix
