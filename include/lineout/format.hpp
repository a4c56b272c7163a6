// format: "disk {} at {}%" with its arguments, checked by the compiler.
#pragma once

#include <lineout/format_spec.hpp>
#include <lineout/formatter.hpp>
#include <lineout/writer.hpp>

namespace lineout {

namespace detail {

// Stops the compiler where arguments of type T may not be written so.
template <typename T> consteval void check_spec(const format_spec& spec) {
  using how = formatter<T>;
  text letters;
  text flags;
  if constexpr (requires { how::letters; }) letters = how::letters;
  if constexpr (requires { how::flags; }) flags = how::flags;
  const auto takes = [&](char flag) { return flags.find(flag) < flags.size(); };
  if (spec.letter != 0 && letters.find(spec.letter) == letters.size()) error__this_argument_does_not_take_this_letter();
  if (spec.sign != 0 && !takes('+')) error__this_argument_does_not_take_a_sign();
  if (spec.alternate && !takes('#')) error__this_argument_does_not_take_the_alternate_form();
  if (spec.zero && !takes('0')) error__this_argument_does_not_take_zero_padding();
  if (spec.has_precision() && !takes('.')) error__this_argument_does_not_take_a_precision();
}

consteval void check_literal(text literal) {
  for (size_t position = 0; position < literal.size();) {
    const uint8_t c = static_cast<uint8_t>(literal[position]);
    if (c < 0x20 || c == 0x7f) error__a_format_string_is_one_line_without_control_characters();
    const size_t size = utf8_character(literal.data() + position, literal.size() - position);
    if (size == 0) error__a_format_string_is_not_utf8();
    position += size;
  }
}

// The size that stands for: longer, or with doubled braces; to be looked for.
inline constexpr uint8_t unknown_size = 255;

// Writes the literal at a place in a format string up to where it ends, and returns that.
[[gnu::noinline]] constexpr const char* write_unknown_literal(writer& out, const char* at) {
  const char* from = at;
  for (; *at != '\0'; ++at) {
    if (*at != '{' && *at != '}') continue;
    if (at[1] != *at) break;
    ++at;
    out.literal(from, static_cast<size_t>(at - from));
    from = at + 1;
  }
  out.literal(from, static_cast<size_t>(at - from));
  return at;
}

// The same with the size that was noted.
constexpr const char* write_literal(writer& out, const char* at, uint8_t size) {
  if (size == unknown_size) [[unlikely]]
    return write_unknown_literal(out, at);
  out.literal(at, size);
  return at + size;
}

template <typename T> constexpr void write_argument(writer& out, const T& value, const format_spec& spec) {
  using how = formatter<remove_cvref_t<T>>;
  if constexpr (requires { how::format(out, value, spec); }) how::format(out, value, spec);
  else how::format(out, value);
}

template <typename T>
[[gnu::noinline]] constexpr const char* write_by_spec(writer& out, const char* at, const T& value) {
  const spec_reading reading = read_spec(at + 2);
  write_argument(out, value, reading.spec);
  return reading.end + 1;
}

// Writes an argument as the placeholder at a place in a format string says; returns where that ends.
template <bool Specs, typename T> constexpr const char* write_placeholder(writer& out, const char* at, const T& value) {
  if constexpr (Specs)
    if (at[1] != '}') [[unlikely]]
      return write_by_spec(out, at, value);
  write_argument(out, value, format_spec{});
  return at + 2;
}

}  // namespace detail

// A literal with a placeholder {} for each argument; {{ and }} are braces. Made by the compiler, which refuses a wrong
// one and notes the sizes of what lies between the placeholders. Small, to be passed by value. Without Specs every
// placeholder is {}, and what would read and honour specs is not in the program.
template <bool Specs, typename... Args> class basic_format_string {
 public:
  template <size_t Size> consteval basic_format_string(const char (&literal)[Size]) : literal_{literal} {
    detail::check_literal({literal, Size - 1});
    const char* from = literal;
    size_t index = 0;
    bool doubled = false;
    const auto note = [&](const char* to) {
      const bool regular = !doubled && to - from < detail::unknown_size;
      sizes_[index] = regular ? static_cast<uint8_t>(to - from) : detail::unknown_size;
      doubled = false;
    };
    format_spec specs[sizeof...(Args) + 1];
    const char* at = literal;
    while (*at != '\0') {
      const bool brace = *at == '{' || *at == '}';
      if (brace && at[1] == *at) {
        doubled = true;
        at += 2;
      } else if (*at == '}') {
        detail::error__a_closing_brace_alone_is_written_twice();
      } else if (*at == '{') {
        if (index == sizeof...(Args)) detail::error__fewer_arguments_than_placeholders();
        note(at++);
        if (!Specs && *at != '}') detail::error__this_logger_has_no_format_specs__see_options();
        specs[index++] = detail::check_placeholder(at);
        from = at;
      } else {
        ++at;
      }
    }
    if (index < sizeof...(Args)) detail::error__more_arguments_than_placeholders();
    note(at);
    index = 0;
    (detail::check_spec<detail::remove_cvref_t<Args>>(specs[index++]), ...);
  }

  constexpr const char* literal() const { return literal_; }
  // Of the literal before the argument of this number.
  constexpr uint8_t size(size_t index) const { return sizes_[index]; }

 private:
  const char* literal_;
  // One more than there are arguments, in whole words.
  uint8_t sizes_[(sizeof...(Args) + 4) / 4 * 4]{};
};

template <typename... Args> using format_string = basic_format_string<true, Args...>;

namespace detail {

template <bool Specs, typename... Args>
constexpr void write_format(writer& out, basic_format_string<Specs, type_identity_t<Args>...> format,
                            const Args&... args) {
  const char* at = format.literal();
  size_t index = 0;
  ((at = write_literal(out, at, format.size(index++)), at = write_placeholder<Specs>(out, at, args)), ...);
  write_literal(out, at, format.size(index));
}

}  // namespace detail

// Writes what the format and its arguments say.
template <typename... Args>
constexpr void format_to(writer& out, format_string<detail::type_identity_t<Args>...> format, const Args&... args) {
  detail::write_format<true, Args...>(out, format, args...);
}

}  // namespace lineout
