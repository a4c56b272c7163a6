// Division that never becomes a call into the compiler's run-time library (__udivdi3, __aeabi_uidiv, ...).
#pragma once

#include <lineout/detail/target.hpp>
#include <lineout/types.hpp>

namespace lineout::detail {

struct division {
  uint64_t quotient;
  uint32_t remainder;
};

// 64 steps of shift and subtract, on 32-bit words because a 64-bit shift may itself be a call.
constexpr division divide_by_steps(uint64_t value, uint32_t divisor) {
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

struct short_division {
  uint32_t quotient;
  uint32_t remainder;
};

constexpr short_division divide_by_steps(uint32_t value, uint32_t divisor) {
  uint32_t remainder = 0;
  for (int step = 0; step < 32; ++step) {
    remainder = (remainder << 1) | (value >> 31);
    value <<= 1;
    if (remainder >= divisor) {
      remainder -= divisor;
      value |= 1;
    }
  }
  return {value, remainder};
}

[[gnu::noinline]] constexpr uint32_t tenth_by_shifts(uint32_t value) {
  uint32_t quotient = (value >> 1) + (value >> 2);
  quotient += quotient >> 4;
  quotient += quotient >> 8;
  quotient += quotient >> 16;
  quotient >>= 3;
  return quotient + (value - quotient * 10 > 9 ? 1 : 0);
}

// Divisors are from 1 to 2^31.
constexpr division divide(uint64_t value, uint32_t divisor) {
  if constexpr (has_wide_division) return {value / divisor, static_cast<uint32_t>(value % divisor)};
  else return divide_by_steps(value, divisor);
}

constexpr short_division divide(uint32_t value, uint32_t divisor) {
  if constexpr (has_division) return {value / divisor, value % divisor};
  else return divide_by_steps(value, divisor);
}

constexpr uint32_t tenth(uint32_t value) {
  if constexpr (has_division) return value / 10;
  else if (has_multiplication && value <= 0xffff) return (value * 52429) >> 19;
  else return tenth_by_shifts(value);
}

}  // namespace lineout::detail
