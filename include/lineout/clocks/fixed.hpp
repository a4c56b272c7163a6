// fixed: a clock that shows what it was set to: for tests, and for who sets it whenever the time is learnt.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout::clocks {

// Unknown until it is given a time. Is set while nobody reads it.
class fixed {
 public:
  constexpr fixed() = default;
  constexpr explicit fixed(timestamp time) : time_{time} {}

  constexpr void set(timestamp time) { time_ = time; }
  constexpr timestamp now() const { return time_; }

 private:
  timestamp time_{};
};

static_assert(time_source<fixed>);

}  // namespace lineout::clocks
