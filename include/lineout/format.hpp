// format: "disk {} at {}%" with its arguments, checked by the compiler, written without looking at the string again.
#pragma once

#include <lineout/format_spec.hpp>
#include <lineout/formatter.hpp>
#include <lineout/writer.hpp>

namespace lineout {

namespace detail {

// A literal, and the placeholder behind it.
struct format_piece {
  uint16_t offset = 0;
  uint16_t size = 0;
  bool doubled_braces = false;
  format_spec spec{};
};

// Whether arguments of type T may be written so; stops the compiler by name where not.
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
  if (literal.size() > 65535) error__a_literal_is_longer_than_65535_bytes();
}

}  // namespace detail

// A literal with one placeholder {} for each argument; {{ and }} are braces. Made by the compiler, which refuses a wrong one.
template <typename... Args> class format_string {
 public:
  template <size_t Size> consteval format_string(const char (&literal)[Size]) : data_{literal} {
    const text words{literal, Size - 1};
    detail::check_literal(words);
    constexpr size_t count = sizeof...(Args);
    size_t argument = 0;
    size_t begin = 0;
    for (size_t position = 0; position < words.size(); ++position) {
      const bool doubled = position + 1 < words.size() && words[position + 1] == words[position];
      if (words[position] != '{' && words[position] != '}') continue;
      if (doubled) {
        pieces_[argument].doubled_braces = true;
        ++position;
        continue;
      }
      if (words[position] == '}') detail::error__a_closing_brace_alone_is_written_twice();
      if (argument == count) detail::error__fewer_arguments_than_placeholders();
      end_piece(argument, begin, position++);
      if (position < words.size() && detail::is_digit(words[position]))
        detail::error__arguments_are_taken_in_order_and_not_by_number();
      if (position < words.size() && words[position] == ':') ++position;
      else if (position < words.size() && words[position] != '}')
        detail::error__unknown_characters_behind_the_colon_of_a_placeholder();
      pieces_[argument].spec = detail::parse_spec(words, position);
      begin = position + 1;
      ++argument;
    }
    if (argument < count) detail::error__more_arguments_than_placeholders();
    end_piece(count, begin, words.size());
    argument = 0;
    (detail::check_spec<detail::remove_cvref_t<Args>>(pieces_[argument++].spec), ...);
  }

  // Writes the literal before an argument; behind the last one: index is their number.
  constexpr void write_literal(writer& out, size_t index) const {
    const detail::format_piece& piece = pieces_[index];
    const char* const from = data_ + piece.offset;
    if (!piece.doubled_braces) [[likely]] return out.literal(from, piece.size);
    for (size_t position = 0; position < piece.size; ++position) {
      out.literal(from + position, 1);
      if (from[position] == '{' || from[position] == '}') ++position;
    }
  }
  constexpr const format_spec& spec(size_t index) const { return pieces_[index].spec; }

 private:
  consteval void end_piece(size_t index, size_t begin, size_t end) {
    pieces_[index].offset = static_cast<uint16_t>(begin);
    pieces_[index].size = static_cast<uint16_t>(end - begin);
  }

  const char* data_;
  detail::format_piece pieces_[sizeof...(Args) + 1]{};
};

namespace detail {

template <typename T> constexpr void format_argument(writer& out, const format_spec& spec, const T& value) {
  using how = formatter<remove_cvref_t<T>>;
  if constexpr (requires { how::format(out, value, spec); }) how::format(out, value, spec);
  else how::format(out, value);
}

}  // namespace detail

// Writes what the format and its arguments say.
template <typename... Args>
constexpr void format_to(writer& out, const format_string<detail::type_identity_t<Args>...>& format, const Args&... args) {
  size_t index = 0;
  ((format.write_literal(out, index), detail::format_argument(out, format.spec(index), args), ++index), ...);
  format.write_literal(out, index);
}

}  // namespace lineout
