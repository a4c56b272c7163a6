// formatter: how a type is written; specialise it for your own. The types of the language are here.
#pragma once

#include <lineout/format/spec.hpp>
#include <lineout/format/writer.hpp>

namespace lineout {

// A specialisation has
// - static constexpr void format(writer&, const T&), or with a const format_spec& behind, to be told what the
//   placeholder says: constexpr if it is to be used in constant expressions;
// - static constexpr auto passed(const T&): what stands for the value, and has a formatter that writes the same: a text
//   of characters that outlive the call, an integer, a pointer. It is passed in its place, by value. Those below are for
//   their own types, and not for those whose formatters are derived from them.
// - static constexpr bool is_self_contained = true, if a copy of the value's bytes is all of it, with no pointer or view
//   of anything else: channels that format later may then keep it. Else they have it formatted at the call.
// - static constexpr text letters: which of the spec's letters it takes besides none; flags: which of + # 0 . it takes.
//   Without them only {} and a width are accepted, and a width is for format() to honour (write_padded does).
template <typename T> struct formatter {
  static constexpr bool is_missing = true;  // where a format string is checked, the compiler says so
};

// Writes clean words in the spec's width; align is used where the spec has none.
constexpr void write_padded(writer& out, text words, const format_spec& spec, char align = '<') {
  const size_t columns = spec.width == 0 ? 0 : detail::count_characters(words.data(), words.size());
  const size_t padding = spec.width > columns ? spec.width - columns : 0;
  if (spec.align != 0) align = spec.align;
  const size_t before = align == '>' ? padding : align == '^' ? padding >> 1 : 0;
  const char fill = spec.fill != 0 ? spec.fill : ' ';
  out.fill(fill, before);
  out.text(words);
  out.fill(fill, padding - before);
}

namespace detail {

// The digits of value in a base of 2, 8 or 16, ending before end.
template <typename Value>
constexpr char* write_power_of_two(char* end, Value value, unsigned bits, const char* digits) {
  do {
    *--end = digits[value & ((1U << bits) - 1)];
    value = static_cast<Value>(value >> bits);
  } while (value != 0);
  return end;
}

// A sign, a prefix and digits in the spec's width. Value is uint32_t or uint64_t.
template <typename Value>
constexpr void write_integer(writer& out, Value value, bool negative, const format_spec& spec) {
  constexpr size_t most = sizeof(Value) * 8 + 3;
  char buffer[most];
  char* const end = buffer + most;
  char* first = nullptr;
  const char* prefix = "";
  switch (spec.letter) {
    case 'x':
      first = write_power_of_two(end, value, 4, "0123456789abcdef");
      prefix = "0x";
      break;
    case 'X':
      first = write_power_of_two(end, value, 4, "0123456789ABCDEF");
      prefix = "0X";
      break;
    case 'b':
      first = write_power_of_two(end, value, 1, "01");
      prefix = "0b";
      break;
    case 'B':
      first = write_power_of_two(end, value, 1, "01");
      prefix = "0B";
      break;
    case 'o':
      first = write_power_of_two(end, value, 3, "01234567");
      prefix = value != 0 ? "0" : "";
      break;
    default:
      first = write_decimal(end, value);
      break;
  }
  char before[3] = {};
  size_t before_size = 0;
  if (negative) before[before_size++] = '-';
  else if (spec.sign != 0) before[before_size++] = spec.sign;
  if (spec.alternate)
    for (; *prefix != '\0'; ++prefix) before[before_size++] = *prefix;
  const size_t digits = static_cast<size_t>(end - first);
  if (spec.zero && spec.align == 0) {
    out.literal(before, before_size);
    if (spec.width > before_size + digits) out.fill('0', spec.width - before_size - digits);
    out.literal(first, digits);
  } else {
    while (before_size > 0) *--first = before[--before_size];
    write_padded(out, {first, static_cast<size_t>(end - first)}, spec, '>');
  }
}

constexpr bool is_plain(const format_spec& spec) {
  return spec.letter == 0 && spec.width == 0 && spec.sign == 0 && !spec.alternate && !spec.zero;
}

template <integer T> constexpr void format_integer(writer& out, T value, const format_spec& spec) {
  using word = word_for<T>;
  const bool negative = value < 0;
  const word magnitude = negative ? word{0} - static_cast<word>(value) : static_cast<word>(value);
  if (!is_plain(spec)) return write_integer(out, magnitude, negative, spec);
  if (negative) out.literal("-", 1);
  out.decimal(magnitude);
}

[[gnu::noinline]] constexpr void format_text_by_spec(writer& out, text words, const format_spec& spec) {
  if (spec.has_precision()) {
    size_t size = 0;
    for (size_t count = spec.precision - 1U; size < words.size(); ++size)
      if (!is_continuation(words[size]) && count-- == 0) break;
    words = words.first(size);
  }
  write_padded(out, words, spec);
}

[[gnu::always_inline]] constexpr void format_text(writer& out, text words, const format_spec& spec) {
  if (spec.width == 0 && !spec.has_precision()) out.text(words);
  else format_text_by_spec(out, words, spec);
}

// Up to the NUL, or all of an array that has none.
constexpr text array_text(const char* data, size_t size) {
  size_t length = 0;
  while (length < size && data[length] != '\0') ++length;
  return {data, length};
}

constexpr void format_bytes(writer& out, const uint8_t* data, size_t size, const format_spec& spec) {
  const char* const digits = spec.letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
  for (size_t index = 0; index < size; ++index) {
    const char pair[] = {digits[data[index] >> 4], digits[data[index] & 15]};
    out.literal(pair, 2);
  }
}

[[gnu::noinline]] inline void format_address(writer& out, const void* value, format_spec spec) {
  spec.letter = 'x';
  spec.alternate = true;
  format_integer(out, reinterpret_cast<uintptr_t>(value), spec);
}

template <typename T>
concept byte_range = requires(const T& value) {
  { *value.data() } -> same_as<const uint8_t&>;
  static_cast<size_t>(value.size());
};

// Bytes that somebody else keeps.
class byte_view {
 public:
  constexpr byte_view(const uint8_t* data, size_t size) : data_{data}, size_{size} {}
  constexpr const uint8_t* data() const { return data_; }
  constexpr size_t size() const { return size_; }

 private:
  const uint8_t* data_;
  size_t size_;
};

struct text_formatter {
  static constexpr text letters = "s";
  static constexpr text flags = ".";
};

}  // namespace detail

// A signed number in a base other than ten has a minus in front.
template <detail::integer T> struct formatter<T> {
  static constexpr text letters = "dxXbBoc";
  static constexpr text flags = "+#0";
  static constexpr T passed(detail::same_as<T> auto value) { return value; }
  static constexpr void format(writer& out, T value, const format_spec& spec) {
    if (spec.letter == 'c') {
      const char character = static_cast<char>(value);
      return detail::format_text(out, {&character, 1}, spec);
    }
    detail::format_integer(out, value, spec);
  }
};

template <> struct formatter<char> {
  static constexpr text letters = "cdxXbBo";
  static constexpr text flags = "+#0";
  static constexpr char passed(detail::same_as<char> auto value) { return value; }
  static constexpr void format(writer& out, char value, const format_spec& spec) {
    if (spec.letter == 0 || spec.letter == 'c') return detail::format_text(out, {&value, 1}, spec);
    detail::format_integer(out, static_cast<uint8_t>(value), spec);
  }
};

template <> struct formatter<bool> {
  static constexpr text letters = "sdxXbBo";
  static constexpr text flags = "#0";
  static constexpr bool passed(detail::same_as<bool> auto value) { return value; }
  static constexpr void format(writer& out, bool value, const format_spec& spec) {
    if (spec.letter == 0 || spec.letter == 's') return detail::format_text(out, value ? "true" : "false", spec);
    detail::format_integer(out, static_cast<uint8_t>(value), spec);
  }
};

// An enumeration is its number, unless it has a formatter of its own.
template <typename T>
requires detail::is_enum<T>
struct formatter<T> : formatter<__underlying_type(T)> {
  static constexpr auto passed(detail::same_as<T> auto value) { return static_cast<__underlying_type(T)>(value); }
  static constexpr void format(writer& out, T value, const format_spec& spec) {
    formatter<__underlying_type(T)>::format(out, static_cast<__underlying_type(T)>(value), spec);
  }
};

// Anything with data() and size(), and C strings; a null one is written (null).
template <text_like T> struct formatter<T> : detail::text_formatter {
  static constexpr text passed(const detail::same_as<T> auto& value) { return value; }
  static constexpr void format(writer& out, const T& value, const format_spec& spec) {
    detail::format_text(out, value, spec);
  }
};
template <> struct formatter<const char*> : detail::text_formatter {
  static constexpr const char* passed(detail::same_as<const char*> auto value) { return value; }
  static constexpr void format(writer& out, const char* value, const format_spec& spec) {
    detail::format_text(out, value != nullptr ? text{value} : text{"(null)"}, spec);
  }
};
template <> struct formatter<char*> : formatter<const char*> {
  static constexpr const char* passed(detail::same_as<char*> auto value) { return value; }
};
template <size_t Size> struct formatter<char[Size]> : detail::text_formatter {
  static constexpr text passed(const char (&value)[Size]) { return detail::array_text(value, Size); }
  static constexpr void format(writer& out, const char (&value)[Size], const format_spec& spec) {
    detail::format_text(out, detail::array_text(value, Size), spec);
  }
};

// Bytes as pairs of hexadecimal digits.
template <detail::byte_range T> struct formatter<T> {
  static constexpr text letters = "xX";
  static constexpr detail::byte_view passed(const detail::same_as<T> auto& value) {
    return {value.data(), static_cast<size_t>(value.size())};
  }
  static constexpr void format(writer& out, const T& value, const format_spec& spec) {
    detail::format_bytes(out, value.data(), static_cast<size_t>(value.size()), spec);
  }
};
template <size_t Size> struct formatter<uint8_t[Size]> {
  static constexpr text letters = "xX";
  static constexpr detail::byte_view passed(const uint8_t (&value)[Size]) { return {value, Size}; }
  static constexpr void format(writer& out, const uint8_t (&value)[Size], const format_spec& spec) {
    detail::format_bytes(out, value, Size, spec);
  }
};

// An address, as 0x and hexadecimal digits.
template <typename T> struct formatter<T*> {
  static constexpr text letters = "p";
  static constexpr text flags = "0";
  static constexpr const void* passed(detail::same_as<T*> auto value) {
    if constexpr (requires { static_cast<const volatile void*>(value); })
      return const_cast<const void*>(static_cast<const volatile void*>(value));
    else return reinterpret_cast<const void*>(value);  // a function's
  }
  static void format(writer& out, T* value, const format_spec& spec) {
    detail::format_address(out, passed(value), spec);
  }
};
template <> struct formatter<decltype(nullptr)> : formatter<const void*> {
  static constexpr const void* passed(detail::same_as<decltype(nullptr)> auto value) { return value; }
};

}  // namespace lineout
