// Division that never becomes a call into the compiler's run-time library (__udivdi3, __aeabi_uidiv, ...).
#pragma once

#include <lineout/detail/target.hpp>
#include <lineout/types.hpp>

namespace lineout::detail {

struct division {
  uint64_t quotient;
  uint32_t remainder;
};

// divisor > 0, at most 2^31. Where there is no 64-bit division: 64 steps of shift and subtract, on 32-bit words because
// a 64-bit shift may itself be a call.
constexpr division divide(uint64_t value, uint32_t divisor) {
  if constexpr (has_wide_division) {
    return {value / divisor, static_cast<uint32_t>(value % divisor)};
  } else {
    uint32_t high = static_cast<uint32_t>(value >> 32);
    uint32_t low = static_cast<uint32_t>(value);
    uint32_t remainder = 0;
    for (int step = 0; step < 64; ++step) {
      remainder = (remainder << 1) | (high >> 31);
      high = (high << 1) | (low >> 31);
      low <<= 1;
      if (remainder >= divisor) {
        remainder -= divisor;
        low |= 1;
      }
    }
    return {(static_cast<uint64_t>(high) << 32) | low, remainder};
  }
}

struct short_division {
  uint32_t quotient;
  uint32_t remainder;
};

constexpr short_division divide(uint32_t value, uint32_t divisor) {
  if constexpr (has_division) {
    return {value / divisor, value % divisor};
  } else {
    uint32_t quotient = 0;
    uint32_t remainder = 0;
    for (int bit = 31; bit >= 0; --bit) {
      remainder = (remainder << 1) | ((value >> bit) & 1);
      quotient <<= 1;
      if (remainder >= divisor) {
        remainder -= divisor;
        quotient |= 1;
      }
    }
    return {quotient, remainder};
  }
}

// The tens of a number below 2^32, by shifts and additions where there is no division.
constexpr uint32_t tenth(uint32_t value) {
  if constexpr (has_division) {
    return value / 10;
  } else {
    uint32_t quotient = (value >> 1) + (value >> 2);
    quotient += quotient >> 4;
    quotient += quotient >> 8;
    quotient += quotient >> 16;
    quotient >>= 3;
    return quotient + (value - quotient * 10 > 9 ? 1 : 0);
  }
}

}  // namespace lineout::detail
