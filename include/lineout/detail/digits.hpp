// Decimal digits, written from the last to the first.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/divide.hpp>
#include <lineout/types.hpp>

namespace lineout::detail {

inline constexpr size_t most_digits = 20;  // of 2^64 - 1

// "00" to "99"
inline constexpr char digit_pairs[] =
    "000102030405060708091011121314151617181920212223242526272829303132333435363738394041424344454647484950515253545556"
    "57585960"
    "616263646566676869707172737475767778798081828384858687888990919293949596979899";

constexpr char* write_pair(char* end, uint32_t value) {
  copy(end - 2, digit_pairs + value * 2, 2);
  return end - 2;
}

// Writes the digits of value so that they end before end and returns where they begin; 0 has one digit.
constexpr char* write_decimal(char* end, uint32_t value) {
  if constexpr (has_wide_division) {
    while (value >= 100) {
      const uint32_t hundreds = value / 100;
      end = write_pair(end, value - hundreds * 100);
      value = hundreds;
    }
    if (value >= 10) return write_pair(end, value);
    *--end = static_cast<char>('0' + value);
    return end;
  } else {
    do {
      const uint32_t tens = tenth(value);
      *--end = static_cast<char>('0' + (value - tens * 10));
      value = tens;
    } while (value != 0);
    return end;
  }
}

constexpr char* write_decimal(char* end, uint64_t value) {
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
  return write_decimal(end, static_cast<uint32_t>(value));
}

inline constexpr uint32_t powers_of_ten[] = {0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

// How many digits value has.
constexpr size_t count_digits(uint32_t value) {
  if constexpr (has_leading_zeros) {  // 1233 / 4096 is a little more than the logarithm of 2
    const uint32_t guess = (static_cast<uint32_t>(32 - __builtin_clz(value | 1)) * 1233) >> 12;
    return guess + 1 - (value < powers_of_ten[guess] ? 1 : 0);
  } else {
    size_t count = 1;
    while (count < 10 && value >= powers_of_ten[count]) ++count;
    return count;
  }
}

}  // namespace lineout::detail
