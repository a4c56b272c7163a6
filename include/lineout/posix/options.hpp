// options: what a logger on an operating system takes for granted: real time.
#pragma once

#include <lineout/options.hpp>
#include <lineout/posix/system_clock.hpp>

namespace lineout::posix {

struct coarse_options;

// Derive from it and override what differs, as from lineout::options. A logger takes coarse instead, where its framing
// shows whole seconds and nothing else was asked for.
struct options : lineout::options {
  using clock = posix::system_clock;
  using coarse = coarse_options;
};
struct coarse_options : options {
  using clock = posix::coarse_clock;
};

}  // namespace lineout::posix
