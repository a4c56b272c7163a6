// format_string: "disk {} at {}%", checked by the compiler for the types of its arguments.
#pragma once

#include <lineout/format/arguments.hpp>
#include <lineout/format/detail/format_words.hpp>

namespace lineout {

namespace detail {

// Says what is wrong where an argument of type T is written so.
template <typename T> constexpr format_fault check_spec(const format_spec& spec) {
  using how = formatter<T>;
  constexpr bool is_known = !requires { how::is_missing; };
  static_assert(is_known,
                "lineout: no formatter for the type of this argument. Specialise lineout::formatter<T> for it; "
                "for float and double include <lineout/values/floating.hpp>");
  constexpr bool is_whole = !is_known || is_written<T>;
  static_assert(is_whole, "lineout: a formatter has static void format(lineout::writer&, const T&), or with a const "
                          "lineout::format_spec& behind; see lineout/format/formatter.hpp");
  if (!is_known || (is_plain(spec) && !spec.has_precision())) return format_fault::none;
  text letters;
  text flags;
  if constexpr (requires { how::letters; }) letters = how::letters;
  if constexpr (requires { how::flags; }) flags = how::flags;
  const auto takes = [&](char flag) { return flags.find(flag) < flags.size(); };
  if (spec.letter != 0 && letters.find(spec.letter) == letters.size()) return format_fault::no_letter;
  if (spec.sign != 0 && !takes('+')) return format_fault::no_sign;
  if (spec.alternate && !takes('#')) return format_fault::no_alternate;
  if (spec.zero && !takes('0')) return format_fault::no_zero;
  if (spec.has_precision() && !takes('.')) return format_fault::no_precision;
  return format_fault::none;
}

// Says what is wrong with a literal and its placeholders, of which it notes the specs.
constexpr format_fault check_format(text literal, bool with_specs, format_spec* specs, size_t count) {
  size_t index = 0;
  const char* const end = literal.end();
  for (const char* at = literal.begin(); at < end;) {
    const uint8_t c = static_cast<uint8_t>(*at);
    if (c == '{' || c == '}') {
      if (at[1] == *at) {
        at += 2;
        continue;
      }
      if (c == '}') return format_fault::closing_brace;
      if (index == count) return format_fault::few_arguments;
      ++at;
      if (!with_specs && *at != '}') return format_fault::specs_are_off;
      const format_fault found = check_placeholder(at, specs[index++]);
      if (found != format_fault::none) return found;
    } else if (c >= 0x20 && c < 0x7f) {
      ++at;
    } else {
      const size_t size = utf8_character(at, static_cast<size_t>(end - at));
      if (c < 0x20 || c == 0x7f || (c == 0xc2 && size == 2 && static_cast<uint8_t>(at[1]) < 0xa0))
        return format_fault::control_character;
      if (size == 0) return format_fault::not_utf8;
      at += size;
    }
  }
  return index < count ? format_fault::many_arguments : format_fault::none;
}

// What somebody may take for a format, and is none.
template <typename T>
concept no_literal = requires(const T& value) {
  text{value};
};

}  // namespace detail

// A literal with a placeholder {} for each argument; {{ and }} are braces. Made by the compiler, which refuses a wrong
// one. Small, to be passed by value. Without Specs every placeholder is {}, and what would read and honour specs is not
// in the program.
template <bool Specs, typename... Args> class basic_format_string {
 public:
  template <size_t Size> consteval basic_format_string(const char (&literal)[Size]) : literal_{literal} {
    using fault = detail::format_fault;
    format_spec specs[sizeof...(Args) + 1];
    fault found = detail::check_format({literal, Size - 1}, Specs, specs, sizeof...(Args));
    [[maybe_unused]] size_t index = 0;
    ((found == fault::none ? void(found = detail::check_spec<detail::remove_cvref_t<Args>>(specs[index++])) : void()),
     ...);
    if (found == fault::none) return;
    // Here, so that the compiler's message is short.
    if (found == fault::few_arguments)
      detail::error__fewer_arguments_than_placeholders();
    if (found == fault::many_arguments)
      detail::error__more_arguments_than_placeholders();
    if (found == fault::open_placeholder)
      detail::error__a_placeholder_is_not_closed_by_a_brace();
    if (found == fault::closing_brace)
      detail::error__a_closing_brace_alone_is_written_twice();
    if (found == fault::control_character)
      detail::error__a_format_string_is_one_line_without_control_characters();
    if (found == fault::not_utf8)
      detail::error__a_format_string_is_not_utf8();
    if (found == fault::by_number)
      detail::error__arguments_are_taken_in_order_and_not_by_number();
    if (found == fault::fill_character)
      detail::error__a_fill_character_is_printable_ascii_and_no_brace();
    if (found == fault::width_too_large)
      detail::error__a_width_is_a_number_from_1_to_255();
    if (found == fault::precision_too_large)
      detail::error__a_precision_is_a_number_from_0_to_99();
    if (found == fault::no_colon)
      detail::error__only_a_colon_and_a_specification_may_stand_in_a_placeholder();
    if (found == fault::specs_are_off)
      detail::error__this_logger_has_no_format_specs__see_options();
    if (found == fault::no_letter)
      detail::error__this_argument_does_not_take_this_letter();
    if (found == fault::no_sign)
      detail::error__this_argument_does_not_take_a_sign();
    if (found == fault::no_alternate)
      detail::error__this_argument_does_not_take_the_alternate_form();
    if (found == fault::no_zero)
      detail::error__this_argument_does_not_take_zero_padding();
    if (found == fault::no_precision)
      detail::error__this_argument_does_not_take_a_precision();
  }
  // Found instead for what is no literal, and says so.
  template <detail::no_literal T> constexpr basic_format_string(T&&) {
    static_assert(detail::always_false<T>,
                  "lineout: a format is a literal. For a text that is only known at run time write (\"{}\", text)");
  }

  constexpr const char* literal() const { return literal_; }

 private:
  const char* literal_ = "";
};

template <typename... Args> using format_string = basic_format_string<true, Args...>;

namespace detail {

// Writes what stands before the next placeholder, and the argument that it is for.
template <typename T> constexpr const char* write_next(writer& out, const char* at, const T& value) {
  at = write_literal(out, at);
  spec_reading reading{.end = at + 1};
  if (at[1] != '}') reading = read_spec(at + 2);
  write_argument(out, value, reading.spec);
  return reading.end + 1;
}

}  // namespace detail

// Writes what the format and its arguments say.
template <typename... Args>
constexpr void format_to(writer& out, format_string<detail::type_identity_t<Args>...> format, const Args&... args) {
  if (__builtin_is_constant_evaluated()) {
    const char* at = format.literal();
    ((at = detail::write_next(out, at, args)), ...);
    detail::write_literal(out, at);
  } else if constexpr (sizeof...(Args) == 0) {
    detail::format_words<true>(out, format.literal(), 0, nullptr);
  } else {
    using packed = detail::packed_kinds<Args...>;
    detail::argument_word words[packed::words];
    detail::put_arguments<true>(words, args...);
    detail::format_words<true>(out, format.literal(), packed::head >> detail::priority_bits, words);
  }
}

}  // namespace lineout
