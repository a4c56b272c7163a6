// mac_address: the six octets that name a network interface (IEEE 802 section 8), read from text and checked by the
// compiler where the text is a literal.
#pragma once

#include <lineout/format/formatter.hpp>
#include <lineout/parsed.hpp>

namespace lineout {

namespace detail {

// Not constexpr and defined nowhere: the compiler names it where a literal is wrong.
void error__a_mac_address_is_six_pairs_of_hexadecimal_digits_separated_by_colons();

}  // namespace detail

// All zero unless given.
struct mac_address {
  uint8_t octets[6] = {};

  constexpr mac_address() = default;
  constexpr mac_address(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint8_t e, uint8_t f) : octets{a, b, c, d, e, f} {}
  // From a literal; a wrong one is a compile error.
  consteval mac_address(const char* literal) {
    const auto result = parse(literal);
    if (!result) detail::error__a_mac_address_is_six_pairs_of_hexadecimal_digits_separated_by_colons();
    for (int index = 0; index < 6; ++index) octets[index] = result.value.octets[index];
  }

  static constexpr mac_address broadcast() { return {0xff, 0xff, 0xff, 0xff, 0xff, 0xff}; }

  // "00:11:22:33:44:55": two digits of either case per octet; '-' may separate them instead, if it does so throughout.
  static constexpr parsed<mac_address> parse(text input) {
    parsed<mac_address> result;
    const auto fail = [&result](text error, size_t position) {
      result = {.error = error, .position = position};
      return result;
    };
    size_t position = 0;
    for (int index = 0; index < 6; ++index) {
      if (index > 0) {
        if (position == input.size()) return fail("a MAC address has six octets, and here are fewer", position);
        const char separator = input[position];
        if ((separator != ':' && separator != '-') || separator != input[2])
          return fail("the octets of a MAC address are two digits each, separated by ':' or all by '-'", position);
        ++position;
      }
      unsigned octet = 0;
      for (int digit = 0; digit < 2; ++digit, ++position) {
        if (position == input.size())
          return fail("a MAC address has six octets of two digits, and here are fewer", position);
        const int value = detail::hex_value(input[position]);
        if (value < 0) return fail("an octet of a MAC address is two hexadecimal digits", position);
        octet = (octet << 4) | static_cast<unsigned>(value);
      }
      result.value.octets[index] = static_cast<uint8_t>(octet);
    }
    if (position != input.size()) return fail("a MAC address ends after its sixth octet", position);
    return result;
  }

  friend constexpr bool operator==(const mac_address&, const mac_address&) = default;
};

// As pairs separated by colons; {:X} has the digits in upper case.
template <> struct formatter<mac_address> {
  static constexpr bool is_self_contained = true;
  static constexpr text letters = "xX";
  static constexpr void format(writer& out, const mac_address& value, const format_spec& spec) {
    const char* const digits = spec.letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    char words[17];
    for (int index = 0; index < 6; ++index) {
      words[3 * index] = digits[value.octets[index] >> 4];
      words[3 * index + 1] = digits[value.octets[index] & 15];
      if (index < 5) words[3 * index + 2] = ':';
    }
    write_padded(out, {words, sizeof words}, spec);
  }
};

}  // namespace lineout
