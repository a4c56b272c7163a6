// format_string: "disk {} at {}%", checked by the compiler for the types of its arguments.
#pragma once

#include <lineout/format/arguments.hpp>
#include <lineout/format/detail/format_words.hpp>

namespace lineout {

namespace detail {

// Stops the compiler where arguments of type T may not be written so.
template <typename T> consteval void check_spec(const format_spec& spec) {
  using how = formatter<T>;
  static_assert(is_written<T>,
                "lineout: a formatter has static void format(lineout::writer&, const T&), or with a const "
                "lineout::format_spec& behind; see lineout/format/formatter.hpp");
  if constexpr (!requires { how::is_missing; }) {
    if (!is_plain(spec) || spec.has_precision()) {
      text letters;
      text flags;
      if constexpr (requires { how::letters; }) letters = how::letters;
      if constexpr (requires { how::flags; }) flags = how::flags;
      const auto takes = [&](char flag) { return flags.find(flag) < flags.size(); };
      if (spec.letter != 0 && letters.find(spec.letter) == letters.size())
        error__this_argument_does_not_take_this_letter();
      if (spec.sign != 0 && !takes('+')) error__this_argument_does_not_take_a_sign();
      if (spec.alternate && !takes('#')) error__this_argument_does_not_take_the_alternate_form();
      if (spec.zero && !takes('0')) error__this_argument_does_not_take_zero_padding();
      if (spec.has_precision() && !takes('.')) error__this_argument_does_not_take_a_precision();
    }
  }
}

consteval void check_literal(text literal) {
  const char* const end = literal.end();
  for (const char* at = literal.begin(); at < end;) {
    const uint8_t c = static_cast<uint8_t>(*at);
    if (c >= 0x20 && c < 0x7f) {
      ++at;
      continue;
    }
    const size_t size = utf8_character(at, static_cast<size_t>(end - at));
    if (c < 0x20 || c == 0x7f || (c == 0xc2 && size == 2 && static_cast<uint8_t>(at[1]) < 0xa0))
      error__a_format_string_is_one_line_without_control_characters();
    if (size == 0) error__a_format_string_is_not_utf8();
    at += size;
  }
}

// Calls placeholder(number, where it begins, where it ends, its spec) for each of a literal, which it checks.
template <bool Specs, typename Placeholder>
consteval void check_format(const char* at, size_t count, Placeholder placeholder) {
  size_t index = 0;
  while (*at != '\0') {
    if (*at != '{' && *at != '}') {
      ++at;
    } else if (at[1] == *at) {
      at += 2;
    } else if (*at == '}') {
      error__a_closing_brace_alone_is_written_twice();
    } else {
      if (index == count) error__fewer_arguments_than_placeholders();
      const char* const begin = at++;
      if (!Specs && *at != '}') error__this_logger_has_no_format_specs__see_options();
      const format_spec spec = check_placeholder(at);
      placeholder(index++, begin, at, spec);
    }
  }
  if (index < count) error__more_arguments_than_placeholders();
}

// What somebody may take for a format, and is none.
template <typename T>
concept no_literal = requires(const T& value) {
  text{value};
};
template <size_t Size> inline constexpr bool no_literal_array = false;

}  // namespace detail

// A literal with a placeholder {} for each argument; {{ and }} are braces. Made by the compiler, which refuses a wrong
// one. Small, to be passed by value. Without Specs every placeholder is {}, and what would read and honour specs is not
// in the program.
template <bool Specs, typename... Args> class basic_format_string {
 public:
  template <size_t Size> consteval basic_format_string(const char (&literal)[Size]) : literal_{literal} {
    detail::check_literal({literal, Size - 1});
    format_spec specs[sizeof...(Args) + 1];
    detail::check_format<Specs>(literal, sizeof...(Args),
                                [&](size_t index, const char*, const char*, const format_spec& spec) {
                                  specs[index] = spec;
                                });
    [[maybe_unused]] size_t index = 0;
    (detail::check_spec<detail::remove_cvref_t<Args>>(specs[index++]), ...);
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
