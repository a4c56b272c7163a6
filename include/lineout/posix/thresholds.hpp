// thresholds: set by an environment variable.
#pragma once

#include <stdlib.h>

#include <lineout/thresholds.hpp>

namespace lineout::posix {

// Sets the threshold of each logger as LINEOUT_LEVELS="info,net=debug" says, by the app name of its origin. Called once,
// by main(). Without the variable nothing changes. Returns what is wrong with its text; empty: nothing.
template <typename... Loggers> text read_thresholds(const Loggers&... loggers) {
  const char* const levels = ::getenv("LINEOUT_LEVELS");
  return levels != nullptr ? set_thresholds(levels, loggers...) : text{};
}

}  // namespace lineout::posix
