// hex: bytes written as pairs of hexadecimal digits: hex(frame, 14), hex(digest, ':').
#pragma once

#include <lineout/format/formatter.hpp>

namespace lineout {

namespace detail {

template <typename T>
concept byte = sizeof(T) == 1 && (integer<T> || same_as<T, char> || is_enum<T>);

}  // namespace detail

// A view of bytes (char, uint8_t, std::byte) that somebody else keeps during the call. separator stands between two
// pairs: printable ASCII, or 0 for nothing.
template <detail::byte Byte> class hex {
 public:
  constexpr hex(const Byte* bytes, size_t count, char separator = '\0')
      : bytes_{bytes}, count_{count}, separator_{separator} {}
  // Anything with data() and size().
  template <typename Container>
  requires requires(const Container& bytes) { bytes.data(), bytes.size(); }
  constexpr explicit hex(const Container& bytes, char separator = '\0')
      : hex{bytes.data(), static_cast<size_t>(bytes.size()), separator} {}
  // Every element: of a literal its NUL too.
  template <size_t Count> constexpr explicit hex(const Byte (&bytes)[Count]) : hex{bytes, Count} {}
  template <size_t Count>
  constexpr hex(const Byte (&bytes)[Count], detail::same_as<char> auto separator) : hex{bytes, Count, separator} {}
  // Any object's bytes as they are in memory, once its address has been made a pointer to void on purpose.
  template <detail::same_as<const void> Void>
  hex(Void* object, size_t size, char separator = '\0') : hex{static_cast<const Byte*>(object), size, separator} {}

 private:
  friend formatter<hex>;
  const Byte* bytes_;
  size_t count_;
  char separator_;
};

template <detail::same_as<const void> Void> hex(Void*, size_t, char = {}) -> hex<unsigned char>;
template <typename Container>
requires requires(const Container& bytes) { bytes.data(), bytes.size(); }
hex(const Container&, char = {})
    ->hex<detail::remove_cvref_t<decltype(*static_cast<const Container*>(nullptr)->data())>>;

// {} and {:x} in lower case, {:X} in upper case.
template <typename Byte> struct formatter<hex<Byte>> {
  static constexpr text letters = "xX";
  static constexpr void format(writer& out, const hex<Byte>& value, const format_spec& spec) {
    const size_t pair = value.separator_ != '\0' ? 3 : 2;
    const size_t columns = value.count_ * pair - (pair == 3 && value.count_ > 0 ? 1 : 0);
    const size_t padding = spec.width > columns ? spec.width - columns : 0;
    const size_t before = spec.align == '>' ? padding : spec.align == '^' ? padding >> 1 : 0;
    const char fill = spec.fill != 0 ? spec.fill : ' ';
    out.fill(fill, before);
    const char* const digits = spec.letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    for (size_t index = 0; index < value.count_; ++index) {
      const uint8_t byte = static_cast<uint8_t>(value.bytes_[index]);
      const char words[] = {value.separator_, digits[byte >> 4], digits[byte & 15]};
      if (pair == 3 && index > 0) out.literal(words, 3);
      else out.literal(words + 1, 2);
    }
    out.fill(fill, padding - before);
  }
};

}  // namespace lineout
