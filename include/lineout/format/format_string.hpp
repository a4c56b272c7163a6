// format: "disk {} at {}%" with its arguments, checked by the compiler.
#pragma once

#include <lineout/format/detail/plain_format.hpp>
#include <lineout/format/formatter.hpp>
#include <lineout/format/spec.hpp>
#include <lineout/format/writer.hpp>

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
constexpr const char* write_literal(writer& out, const char* at, literal_size size) {
  if (size.is_unknown()) [[unlikely]]
    return write_unknown_literal(out, at);
  out.literal(at, size.value());
  return at + size.value();
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
    size_t plain_size = 0;
    bool doubled = false;
    const auto note = [&](const char* to) {
      const auto size = static_cast<size_t>(to - from);
      const bool regular = !doubled && size <= detail::literal_size::most;
      const auto in_front = static_cast<size_t>(from - literal);
      set(index + 1,
          regular ? detail::literal_size::code(size, in_front, Size - in_front) : detail::literal_size::unknown);
      plain_size += regular ? size : not_plain;
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
        if (*at != '}') plain_size = not_plain;
        specs[index++] = detail::check_placeholder(at);
        from = at;
      } else {
        ++at;
      }
    }
    if (index < sizeof...(Args)) detail::error__more_arguments_than_placeholders();
    note(at);
    set(0, plain_size < not_plain ? plain_size : not_plain);
    index = 0;
    (detail::check_spec<detail::remove_cvref_t<Args>>(specs[index++]), ...);
  }

  // For as many arguments of other types, which are written in the same way.
  template <typename... Others>
  requires(sizeof...(Others) ==
           sizeof...(Args)) constexpr explicit basic_format_string(const basic_format_string<Specs, Others...>& other)
      : literal_{other.literal_} {
    for (size_t index = 0; index < unit_count; ++index) sizes_[index] = other.sizes_[index];
  }

  constexpr const char* literal() const { return literal_; }
  // Of the literal before the argument of this number.
  constexpr detail::literal_size size(size_t index) const { return detail::literal_size{byte(index + 1)}; }
  // Whether there is nothing to be looked for in it: each placeholder is {}, each size is known.
  constexpr bool is_plain() const { return byte(0) != not_plain; }
  // Then: of all literals.
  constexpr size_t plain_size() const { return byte(0); }

 private:
  template <bool, typename...> friend class basic_format_string;
  static constexpr size_t not_plain = 255;
  // Bytes, in whole words; as words they are kept in registers, where there are registers.
  using unit = detail::conditional_t<detail::has_plain_format, size_t, uint8_t>;
  static constexpr size_t word_count = (sizeof...(Args) + 1 + sizeof(size_t)) / sizeof(size_t);
  static constexpr size_t unit_count = word_count * sizeof(size_t) / sizeof(unit);

  constexpr uint8_t byte(size_t index) const {
    return static_cast<uint8_t>(sizes_[index / sizeof(unit)] >> (index % sizeof(unit) * 8));
  }
  constexpr void set(size_t index, size_t size) {
    if constexpr (sizeof(unit) == 1) sizes_[index] = static_cast<uint8_t>(size);
    else sizes_[index / sizeof(unit)] |= size << (index % sizeof(unit) * 8);
  }

  const char* literal_;
  unit sizes_[unit_count]{};
};

template <typename... Args> using format_string = basic_format_string<true, Args...>;

namespace detail {

template <bool Specs, typename Format, typename... Args>
constexpr void write_format(writer& out, Format format, const Args&... args) {
  const char* at = format.literal();
  size_t index = 0;
  ((at = write_literal(out, at, format.size(index++)), at = write_placeholder<Specs>(out, at, args)), ...);
  write_literal(out, at, format.size(index));
}

// What an argument is passed as: what its formatter says stands for it, or a reference.
template <typename T> [[gnu::always_inline]] constexpr decltype(auto) passed(const T& value) {
  using how = formatter<remove_cvref_t<T>>;
  if constexpr (requires { how::passed(value); }) return how::passed(value);
  else return (value);
}
template <typename T> using passed_t = decltype(passed(declared<const T&>()));

}  // namespace detail

// Writes what the format and its arguments say.
template <typename... Args>
constexpr void format_to(writer& out, format_string<detail::type_identity_t<Args>...> format, const Args&... args) {
  detail::write_format<true>(out, format, args...);
}

}  // namespace lineout
