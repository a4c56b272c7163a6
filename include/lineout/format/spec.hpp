// format_spec: what stands behind the colon of a placeholder, [[fill]align][sign][#][0][width][.precision][letter].
#pragma once

#include <lineout/text.hpp>

namespace lineout {

// A subset of std::format's. Zero means: not given.
struct format_spec {
  char letter = 0;         // d x X b B o c s p f
  char fill = 0;           // ASCII
  char align = 0;          // < > ^
  char sign = 0;           // + or a blank
  bool alternate = false;  // #
  bool zero = false;       // pad with zeros behind the sign
  uint8_t width = 0;       // columns, 0 to 255; a character of any size counts as one
  uint8_t precision = 0;   // one more than what was given: characters of a text, digits of a fraction

  constexpr bool has_precision() const { return precision != 0; }
};

namespace detail {

// What may be wrong with a format string.
enum class format_fault : uint8_t {
  none,
  few_arguments,
  many_arguments,
  open_placeholder,
  closing_brace,
  control_character,
  not_utf8,
  by_number,
  fill_character,
  width_too_large,
  precision_too_large,
  no_colon,
  specs_are_off,
  no_letter,
  no_sign,
  no_alternate,
  no_zero,
  no_precision,
};

// Not constexpr and defined nowhere: the compiler names them where a format string is wrong.
void error__fewer_arguments_than_placeholders();
void error__more_arguments_than_placeholders();
void error__a_placeholder_is_not_closed_by_a_brace();
void error__a_closing_brace_alone_is_written_twice();
void error__a_format_string_is_one_line_without_control_characters();
void error__a_format_string_is_not_utf8();
void error__arguments_are_taken_in_order_and_not_by_number();
void error__a_fill_character_is_printable_ascii_and_no_brace();
void error__a_width_is_a_number_from_1_to_255();
void error__a_precision_is_a_number_from_0_to_99();
void error__only_a_colon_and_a_specification_may_stand_in_a_placeholder();
void error__this_logger_has_no_format_specs__see_options();
void error__this_argument_does_not_take_this_letter();
void error__this_argument_does_not_take_a_sign();
void error__this_argument_does_not_take_the_alternate_form();
void error__this_argument_does_not_take_zero_padding();
void error__this_argument_does_not_take_a_precision();

constexpr bool is_align(char c) { return c == '<' || c == '>' || c == '^'; }

// What a placeholder says, and where its text ends; the numbers as they were written.
struct spec_reading {
  format_spec spec{};
  const char* end = nullptr;
  unsigned width = 0;
  unsigned precision = 0;
};

// Reads digits; stops growing beyond 9999.
constexpr unsigned read_number(const char*& at) {
  unsigned value = 0;
  for (; is_digit(*at); ++at)
    if (value < 1000) value = value * 10 + static_cast<unsigned>(*at - '0');
  return value;
}

// Reads from behind the colon as far as it makes sense: to the closing brace, where the compiler has checked it. The
// text ends in NUL.
constexpr spec_reading read_spec(const char* at) {
  spec_reading result;
  format_spec& spec = result.spec;
  if (*at != '\0' && is_align(at[1])) {
    spec.fill = at[0];
    spec.align = at[1];
    at += 2;
  } else if (is_align(*at)) {
    spec.align = *at++;
  }
  if (*at == '+' || *at == ' ') spec.sign = *at++;
  else if (*at == '-') ++at;
  if (*at == '#') {
    spec.alternate = true;
    ++at;
  }
  if (*at == '0') {
    spec.zero = true;
    ++at;
  }
  result.width = read_number(at);
  spec.width = static_cast<uint8_t>(result.width);
  if (*at == '.') {
    ++at;
    result.precision = is_digit(*at) ? read_number(at) : 9999;
    spec.precision = static_cast<uint8_t>(result.precision + 1);
  }
  if (is_letter(*at)) spec.letter = *at++;
  result.end = at;
  return result;
}

// Reads the placeholder behind whose brace at stands, and says what is wrong. at is then behind it.
constexpr format_fault check_placeholder(const char*& at, format_spec& spec) {
  if (is_digit(*at)) return format_fault::by_number;
  spec_reading reading{.end = at};
  if (*at == ':') reading = read_spec(at + 1);
  const char fill = reading.spec.fill;
  if (fill != 0 && (fill < 0x20 || fill > 0x7e || fill == '{' || fill == '}')) return format_fault::fill_character;
  if (reading.width > 255) return format_fault::width_too_large;
  if (reading.precision > 99) return format_fault::precision_too_large;
  if (*reading.end == '\0') return format_fault::open_placeholder;
  if (*reading.end != '}') return format_fault::no_colon;
  at = reading.end + 1;
  spec = reading.spec;
  return format_fault::none;
}

}  // namespace detail
}  // namespace lineout
