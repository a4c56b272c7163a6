// ipv4_address: four octets (RFC 791), read from dotted decimal text and checked by the compiler where it is a literal.
#pragma once

#include <lineout/format/formatter.hpp>
#include <lineout/parsed.hpp>

namespace lineout {

namespace detail {

// Not constexpr and defined nowhere: the compiler names it where a literal is wrong.
void error__an_ipv4_address_is_four_numbers_from_0_to_255_without_leading_zeros_separated_by_dots();

}  // namespace detail

// All zero unless given.
struct ipv4_address {
  uint8_t octets[4] = {};

  constexpr ipv4_address() = default;
  constexpr ipv4_address(uint8_t a, uint8_t b, uint8_t c, uint8_t d) : octets{a, b, c, d} {}
  // From a literal; a wrong one is a compile error.
  consteval ipv4_address(const char* literal) {
    const auto result = parse(literal);
    if (!result) detail::error__an_ipv4_address_is_four_numbers_from_0_to_255_without_leading_zeros_separated_by_dots();
    for (int index = 0; index < 4; ++index) octets[index] = result.value.octets[index];
  }

  static constexpr ipv4_address broadcast() { return {255, 255, 255, 255}; }

  // "192.168.0.23": exactly four numbers from 0 to 255. "010" is refused, because some programs would read it as 8.
  static constexpr parsed<ipv4_address> parse(text input) {
    parsed<ipv4_address> result;
    const auto fail = [&result](text error, size_t position) {
      result = {.error = error, .position = position};
      return result;
    };
    size_t position = 0;
    for (int index = 0; index < 4; ++index) {
      if (index > 0) {
        if (position == input.size()) return fail("an IPv4 address has four numbers, and here are fewer", position);
        if (input[position] != '.') return fail("the numbers of an IPv4 address are separated by dots", position);
        ++position;
      }
      const size_t begin = position;
      unsigned octet = 0;
      while (position < input.size() && detail::is_digit(input[position])) {
        if (position > begin && octet == 0)
          return fail("a number of an IPv4 address has no leading zero: some programs would read it as octal", begin);
        octet = octet * 10 + static_cast<unsigned>(input[position++] - '0');
        if (octet > 255) return fail("a number of an IPv4 address is at most 255", begin);
      }
      if (position == begin)
        return fail("an IPv4 address is four decimal numbers separated by dots, and here is no digit", position);
      result.value.octets[index] = static_cast<uint8_t>(octet);
    }
    if (position != input.size()) return fail("an IPv4 address ends after its fourth number", position);
    return result;
  }

  friend constexpr bool operator==(const ipv4_address&, const ipv4_address&) = default;
};

// As four decimal numbers separated by dots.
template <> struct formatter<ipv4_address> {
  static constexpr bool is_self_contained = true;
  static constexpr void format(writer& out, const ipv4_address& value, const format_spec& spec) {
    char words[15];
    char* const end = words + sizeof words;
    char* first = end;
    for (int index = 3; index >= 0; --index) {
      first = detail::write_decimal(first, uint32_t{value.octets[index]});
      if (index > 0) *--first = '.';
    }
    write_padded(out, {first, static_cast<size_t>(end - first)}, spec);
  }
};

}  // namespace lineout
