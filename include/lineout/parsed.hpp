// parsed: what reading a value from text gives: the value, or what was wrong and where.
#pragma once

#include <lineout/text.hpp>

namespace lineout {

// True in a condition when there is a value; otherwise error says in words what was wrong at position (a byte offset).
template <typename T> struct parsed {
  T value{};
  text error{};
  size_t position = 0;

  constexpr explicit operator bool() const { return error.empty(); }
};

}  // namespace lineout
