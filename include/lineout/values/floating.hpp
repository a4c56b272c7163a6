// float and double as arguments, in fixed notation: {} and {:f} with six decimals, {:.3f} with three. Opt-in, because a
// kernel that keeps out of the floating point registers cannot compile it.
#pragma once

#include <lineout/format/formatter.hpp>

namespace lineout {

namespace detail {

// The number as it is in memory (IEEE 754): a mantissa times two to the power of an exponent.
template <typename T> struct binary_number;

template <> struct binary_number<double> {
  static constexpr size_t integer_limbs = 64;
  static constexpr size_t fraction_limbs = 68;
  static constexpr size_t most_integer_digits = 309;
  uint64_t mantissa;
  int exponent;
  bool negative;
  bool finite;

  static constexpr binary_number of(double value) {
    const uint64_t bits = __builtin_bit_cast(uint64_t, value);
    const int biased = static_cast<int>((bits >> 52) & 0x7ff);
    const uint64_t fraction = bits & 0xfffffffffffff;
    return {biased == 0 || biased == 0x7ff ? fraction : fraction | 0x10000000000000, (biased == 0 ? 1 : biased) - 1075,
            (bits >> 63) != 0, biased != 0x7ff};
  }
};

template <> struct binary_number<float> {
  static constexpr size_t integer_limbs = 8;
  static constexpr size_t fraction_limbs = 10;
  static constexpr size_t most_integer_digits = 39;
  uint64_t mantissa;
  int exponent;
  bool negative;
  bool finite;

  static constexpr binary_number of(float value) {
    const uint32_t bits = __builtin_bit_cast(uint32_t, value);
    const int biased = static_cast<int>((bits >> 23) & 0xff);
    const uint32_t fraction = bits & 0x7fffff;
    return {biased == 0 || biased == 0xff ? fraction : fraction | 0x800000, (biased == 0 ? 1 : biased) - 150,
            (bits >> 31) != 0, biased != 0xff};
  }
};

// Every bit of a number around a fixed point, so that each decimal digit is exact. 16 bits to the limb keep the
// arithmetic in 32; the lowest limb comes first.
template <typename Number> class fixed_point {
 public:
  constexpr explicit fixed_point(const Number& number) {
    const unsigned position = static_cast<unsigned>(number.exponent + static_cast<int>(fraction_limbs * 16));
    const uint32_t low = static_cast<uint32_t>(number.mantissa);
    const uint32_t high = static_cast<uint32_t>(number.mantissa >> 32);
    const uint32_t pieces[] = {low & 0xffff, low >> 16, high & 0xffff, high >> 16};
    size_t limb = position >> 4;
    lowest_ = limb;
    for (const uint32_t piece : pieces) {
      const uint32_t shifted = piece << (position & 15);
      if ((shifted & 0xffff) != 0) limbs_[limb] = static_cast<uint16_t>(limbs_[limb] | (shifted & 0xffff));
      if ((shifted >> 16) != 0) limbs_[limb + 1] = static_cast<uint16_t>(shifted >> 16);
      ++limb;
    }
    while (used_ > fraction_limbs && limbs_[used_ - 1] == 0) --used_;
  }

  // Writes the integer's digits so that they end before end, returns where they begin, and uses the integer up.
  constexpr char* write_integer(char* end) {
    do {
      uint32_t remainder = 0;
      for (size_t limb = used_; limb-- > fraction_limbs;) {
        const auto split = divide((remainder << 16) | limbs_[limb], 10000U);
        limbs_[limb] = static_cast<uint16_t>(split.quotient);
        remainder = split.remainder;
      }
      while (used_ > fraction_limbs && limbs_[used_ - 1] == 0) --used_;
      for (int digit = 0; digit < 4 && (digit == 0 || remainder > 0 || used_ > fraction_limbs); ++digit) {
        const uint32_t tens = tenth(remainder);
        *--end = static_cast<char>('0' + (remainder - tens * 10));
        remainder = tens;
      }
    } while (used_ > fraction_limbs);
    return end;
  }

  // The fraction's next digit.
  constexpr char next_digit() {
    uint32_t carry = 0;
    for (size_t limb = lowest_; limb < fraction_limbs; ++limb) {
      const uint32_t tenfold = limbs_[limb] * uint32_t{10} + carry;
      limbs_[limb] = static_cast<uint16_t>(tenfold & 0xffff);
      carry = tenfold >> 16;
    }
    return static_cast<char>('0' + carry);
  }

  // Whether what is left of the fraction makes the last digit one more: above a half, or at a half when it is odd.
  constexpr bool rounds_up(char last_digit) const {
    const uint32_t top = limbs_[fraction_limbs - 1];
    if (top != 0x8000) return top > 0x8000;
    for (size_t limb = lowest_; limb < fraction_limbs - 1; ++limb)
      if (limbs_[limb] != 0) return true;
    return (last_digit & 1) != 0;
  }

 private:
  static constexpr size_t fraction_limbs = Number::fraction_limbs;
  static constexpr size_t all_limbs = fraction_limbs + Number::integer_limbs;

  uint16_t limbs_[all_limbs] = {};
  size_t lowest_ = 0;
  size_t used_ = all_limbs;
};

// A sign and what stands behind it, which has a byte free in front.
constexpr void write_number(writer& out, char sign, char* first, const char* end, const format_spec& spec, bool zeros) {
  if (zeros) {
    if (sign != '\0') out.literal(&sign, 1);
    const size_t size = static_cast<size_t>(end - first) + (sign != '\0' ? 1 : 0);
    if (spec.width > size) out.fill('0', spec.width - size);
    out.literal(first, static_cast<size_t>(end - first));
  } else {
    if (sign != '\0') *--first = sign;
    write_padded(out, {first, static_cast<size_t>(end - first)}, spec, '>');
  }
}

template <typename T> constexpr void format_floating(writer& out, T value, const format_spec& spec) {
  using number = binary_number<T>;
  const number parts = number::of(value);
  const char sign = parts.negative ? '-' : spec.sign;
  if (!parts.finite) {
    char words[4] = {'\0', 'i', 'n', 'f'};
    if (parts.mantissa != 0) words[1] = 'n', words[2] = 'a', words[3] = 'n';
    return write_number(out, sign, words + 1, words + 4, spec, false);
  }
  constexpr size_t before_point = 2 + number::most_integer_digits;  // a sign, and a digit that rounding may add
  constexpr size_t most_decimals = 99;
  char buffer[before_point + 1 + most_decimals];
  const size_t decimals = spec.has_precision() ? spec.precision - 1U : 6;
  char* const point = buffer + before_point;
  fixed_point<number> digits{parts};
  char* first = digits.write_integer(point);
  char* end = point;
  if (decimals > 0 || spec.alternate) *end++ = '.';
  for (size_t count = 0; count < decimals; ++count) *end++ = digits.next_digit();
  char* last = decimals > 0 ? end - 1 : point - 1;
  if (digits.rounds_up(*last)) {
    while (last >= first && (*last == '9' || *last == '.')) {
      if (*last == '9') *last = '0';
      --last;
    }
    if (last >= first) ++*last;
    else *--first = '1';
  }
  write_number(out, sign, first, end, spec, spec.zero && spec.align == 0);
}

}  // namespace detail

// The digits are those of the number's exact value, rounded to the nearest, and at a tie to the even digit, as printf
// has it; up to 99 decimals. Not finite: inf and nan. Uses integer arithmetic only, no division or shift of 64 bits,
// and some 700 bytes of stack for double, 200 for float.
template <> struct formatter<double> {
  static constexpr bool is_self_contained = true;
  static constexpr text letters = "f";
  static constexpr text flags = "+#0.";
  static constexpr void format(writer& out, double value, const format_spec& spec) {
    detail::format_floating(out, value, spec);
  }
};
template <> struct formatter<float> : formatter<double> {
  static constexpr void format(writer& out, float value, const format_spec& spec) {
    detail::format_floating(out, value, spec);
  }
};

}  // namespace lineout
