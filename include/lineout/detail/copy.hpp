// Copying bytes, in constant expressions too.
#pragma once

#include <lineout/types.hpp>

namespace lineout::detail {

constexpr void copy(char* to, const char* from, size_t size) {
  if (__builtin_is_constant_evaluated()) {
    for (size_t index = 0; index < size; ++index) to[index] = from[index];
  } else {
    __builtin_memcpy(to, from, size);
  }
}

}  // namespace lineout::detail
