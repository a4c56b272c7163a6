// Decimal digits, written from the last to the first.
#pragma once

#include <lineout/detail/divide.hpp>
#include <lineout/types.hpp>

namespace lineout::detail {

inline constexpr size_t most_digits = 20;  // of 2^64 - 1

// Writes the digits of value so that they end before end and returns where they begin; 0 has one digit.
constexpr char* write_decimal(char* end, uint32_t value) {
  do {
    const uint32_t tens = tenth(value);
    *--end = static_cast<char>('0' + (value - tens * 10));
    value = tens;
  } while (value != 0);
  return end;
}

constexpr char* write_decimal(char* end, uint64_t value) {
  if constexpr (has_wide_division) {
    while (value > 0xffffffff) {
      *--end = static_cast<char>('0' + value % 10);
      value /= 10;
    }
  } else {
    // The lower nine digits at a time: at most twice.
    while (value > 0xffffffff) {
      const division split = divide(value, 1000000000);
      uint32_t lower = split.remainder;
      for (int digit = 0; digit < 9; ++digit) {
        const uint32_t tens = tenth(lower);
        *--end = static_cast<char>('0' + (lower - tens * 10));
        lower = tens;
      }
      value = split.quotient;
    }
  }
  return write_decimal(end, static_cast<uint32_t>(value));
}

}  // namespace lineout::detail
