// format_spec: what stands behind the colon of a placeholder, [[fill]align][sign][#][0][width][.precision][letter].
#pragma once

#include <lineout/text.hpp>

namespace lineout {

// A subset of std::format's. Zero means: not given.
struct format_spec {
  char letter = 0;        // d x X b B o c s p f
  char fill = 0;          // ASCII
  char align = 0;         // < > ^
  char sign = 0;          // + or a blank
  bool alternate = false;  // #
  bool zero = false;      // pad with zeros behind the sign
  uint8_t width = 0;      // columns, 0 to 255; a character of any size counts as one
  uint8_t precision = 0;  // one more than what was given: characters of a text, digits of a fraction

  constexpr bool has_precision() const { return precision != 0; }
};

namespace detail {

// Not constexpr and defined nowhere: the compiler names them where a format string is wrong.
void error__fewer_arguments_than_placeholders();
void error__more_arguments_than_placeholders();
void error__a_placeholder_is_not_closed_by_a_brace();
void error__a_closing_brace_alone_is_written_twice();
void error__a_format_string_is_one_line_without_control_characters();
void error__a_format_string_is_not_utf8();
void error__a_literal_is_longer_than_65535_bytes();
void error__arguments_are_taken_in_order_and_not_by_number();
void error__a_fill_character_is_printable_ascii_and_no_brace();
void error__a_width_is_a_number_from_1_to_255();
void error__a_precision_is_a_number_from_0_to_99();
void error__unknown_characters_behind_the_colon_of_a_placeholder();
void error__this_argument_does_not_take_this_letter();
void error__this_argument_does_not_take_a_sign();
void error__this_argument_does_not_take_the_alternate_form();
void error__this_argument_does_not_take_zero_padding();
void error__this_argument_does_not_take_a_precision();

constexpr bool is_align(char c) { return c == '<' || c == '>' || c == '^'; }

// Reads digits at position; -1 where there are none, or more than 3.
consteval int parse_number(text literal, size_t& position) {
  int value = -1;
  for (int digit = 0; position < literal.size() && is_digit(literal[position]); ++digit) {
    if (digit == 3) return -1;
    value = (value < 0 ? 0 : value * 10) + (literal[position++] - '0');
  }
  return value;
}

// Reads from behind the colon up to the closing brace, where it leaves position.
consteval format_spec parse_spec(text literal, size_t& position) {
  format_spec spec;
  const auto at = [&](size_t ahead) { return position + ahead < literal.size() ? literal[position + ahead] : '\0'; };
  if (is_align(at(1))) {
    spec.fill = at(0);
    if (spec.fill < 0x20 || spec.fill > 0x7e || spec.fill == '{' || spec.fill == '}')
      error__a_fill_character_is_printable_ascii_and_no_brace();
    spec.align = at(1);
    position += 2;
  } else if (is_align(at(0))) {
    spec.align = literal[position++];
  }
  if (at(0) == '+' || at(0) == ' ' || at(0) == '-') {
    if (at(0) != '-') spec.sign = at(0);
    ++position;
  }
  if (at(0) == '#') {
    spec.alternate = true;
    ++position;
  }
  if (at(0) == '0') {
    spec.zero = true;
    ++position;
  }
  if (is_digit(at(0))) {
    const int width = parse_number(literal, position);
    if (width < 1 || width > 255) error__a_width_is_a_number_from_1_to_255();
    spec.width = static_cast<uint8_t>(width);
  }
  if (at(0) == '.') {
    ++position;
    const int precision = parse_number(literal, position);
    if (precision < 0 || precision > 99) error__a_precision_is_a_number_from_0_to_99();
    spec.precision = static_cast<uint8_t>(precision + 1);
  }
  if (is_letter(at(0))) spec.letter = literal[position++];
  if (position == literal.size()) error__a_placeholder_is_not_closed_by_a_brace();
  if (at(0) != '}') error__unknown_characters_behind_the_colon_of_a_placeholder();
  return spec;
}

}  // namespace detail
}  // namespace lineout
