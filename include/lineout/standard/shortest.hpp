// shortest: a floating point number in the fewest digits that read back as the same number. Needs the standard library
// (std::to_chars), which the core does not.
#pragma once

#include <lineout/format/formatter.hpp>

#include <charconv>

namespace lineout {

// log.info("load {}", shortest(0.1)) writes 0.1.
template <typename T> struct shortest {
  static_assert(detail::is_same<T, float> || detail::is_same<T, double> || detail::is_same<T, long double>,
                "lineout: shortest is for float, double and long double");
  T value;

  constexpr explicit shortest(T number) : value{number} {}
};

template <typename T> struct formatter<shortest<T>> {
  static constexpr bool is_self_contained = true;
  static constexpr text flags = "+";
  static void format(writer& out, const shortest<T>& number, const format_spec& spec) {
    char buffer[64];
    char* first = buffer;
    if (spec.sign != 0 && !__builtin_signbit(number.value)) *first++ = spec.sign;
    const auto result = std::to_chars(first, buffer + sizeof buffer, number.value);
    write_padded(out, {buffer, static_cast<size_t>(result.ptr - buffer)}, spec, '>');
  }
};

}  // namespace lineout
