// How a format with nothing but {} takes its texts and integers: all of it in one go, where there is room for the most
// that it can be, and what must not leave raw is looked for once, at the end.
#pragma once

#include <lineout/detail/digits.hpp>
#include <lineout/text.hpp>

namespace lineout::detail {

// Whether the target has the registers and the room for that much code.
inline constexpr bool has_plain_format =
    sizeof(size_t) == 8 && has_unaligned_access && has_wide_division && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

// The size of what lies between two placeholders, as the compiler notes it: with how it may be read, which is not to be
// outside the format string.
class literal_size {
 public:
  static constexpr size_t most = 126;
  static constexpr uint8_t unknown = 255;  // longer, or with doubled braces; to be looked for

  constexpr explicit literal_size(uint8_t code) : code_{code} {}
  // Of size bytes, with so many in front of them and from their first one on.
  static constexpr uint8_t code(size_t size, size_t in_front, size_t readable) {
    if (size > most) return unknown;
    if (!has_plain_format) return static_cast<uint8_t>(size);
    if (size <= 8 && readable >= 8) return static_cast<uint8_t>(size);
    if (size > 8 && size <= 16 && readable >= 16) return static_cast<uint8_t>(size);
    if (size != 0 && size <= 8 && in_front + size >= 8) return static_cast<uint8_t>(size | ending);
    return static_cast<uint8_t>(size | anyhow);
  }

  constexpr bool is_unknown() const { return code_ == unknown; }
  constexpr bool is_nothing() const { return (code_ & 127) == 0; }
  constexpr size_t value() const {
    if constexpr (has_plain_format) return code_ & (code_ >= anyhow ? 127 : 31);
    else return code_;
  }

  // Eight bytes can be read there, or sixteen: then code() is value().
  constexpr bool begins_a_word() const { return code_ <= 8; }
  constexpr bool begins_two_words() const { return code_ <= 16; }
  constexpr size_t code() const { return code_; }
  // Eight bytes that end with it can be read.
  constexpr bool ends_a_word() const { return code_ < anyhow; }

 private:
  static constexpr uint8_t ending = 32;
  static constexpr uint8_t anyhow = 128;
  uint8_t code_;
};

// What stands for an argument here; nothing for what is only convertible to one of these.
constexpr text plain(same_as<text> auto words) { return words; }
constexpr text plain(same_as<const char*> auto words) { return words != nullptr ? text{words} : text{"(null)"}; }
constexpr text plain(same_as<bool> auto value) { return value ? "true" : "false"; }
constexpr text plain(const same_as<char> auto& value) { return {&value, 1}; }
template <integer T> constexpr T plain(T value) { return value; }

template <typename T>
concept has_plain = has_plain_format && requires(const T& value) {
  plain(value);
};

constexpr size_t most_size(text words) { return words.size(); }
// With a sign.
template <integer T> constexpr size_t most_size(T) { return sizeof(T) > 4 ? most_digits : 11; }

// What may be written behind the end of a piece, for the next one to write over.
inline constexpr size_t plain_overlap = 16;

// Each writes to where there is room for the most, and plain_overlap more, and returns where it ends.
[[gnu::noinline]] inline void write_exactly(char* to, const char* from, size_t size) {
  from = unknown(from);
  if (size > 16) {
    const auto last = load<uint64_t>(from + size - 8);
    for (size_t index = 0; index + 8 < size; index += 8) store(to + index, load<uint64_t>(from + index));
    store(to + size - 8, last);
  } else if (size >= 2) {
    copy_short(to, from, size);
  } else if (size != 0) {
    *to = *from;
  }
}

// from: moved behind the placeholder that follows.
[[gnu::always_inline]] inline char* write_plain_literal(char* to, const char*& from, literal_size size) {
  const char* const at = unknown(from);
  size_t count = size.code();
  if (size.begins_a_word()) [[likely]] {
    store(to, load<uint64_t>(at));
  } else if (size.begins_two_words()) {
    const auto second = load<uint64_t>(at + 8);
    store(to, load<uint64_t>(at));
    store(to + 8, second);
  } else {
    count = size.value();
    if (size.ends_a_word()) store(to, load<uint64_t>(at + count - 8) >> (64 - count * 8));
    else write_exactly(to, at, count);
  }
  from += count + 2;
  return to + count;
}

// Sets the upper bit of a byte that is not printable ASCII, and perhaps of some behind it.
template <typename Word> constexpr void look_for_unprintable(Word& found, const Word& word) {
  constexpr uint64_t ones = ~uint64_t{0} / 255;
  found |= (word - ones * 0x20) | (word + ones) | word;
}

// At least 16 bytes, two words side by side where the processor has registers for that.
[[gnu::noinline]] inline uint64_t write_long(char* to, const char* from, size_t size) {
  using words [[gnu::vector_size(16)]] = uint64_t;
  from = unknown(from);
  words found{};
  const auto take = [&](size_t index) {
    words next;
    __builtin_memcpy(&next, from + index, sizeof next);
    look_for_unprintable(found, next);
    __builtin_memcpy(to + index, &next, sizeof next);
  };
  for (size_t index = 0; index + sizeof(words) < size; index += sizeof(words)) take(index);
  take(size - sizeof(words));
  return found[0] | found[1];
}

// found: has the upper bit of a byte from the first character on that is not printable ASCII.
inline char* write_plain(char* to, text words, uint64_t& found) {
  const char* const from = unknown(words.data());
  const size_t size = words.size();
  if (size >= 8) {
    if (size > 16) {
      found |= write_long(to, from, size);
    } else {
      const auto first = load<uint64_t>(from);
      const auto last = load<uint64_t>(from + size - 8);
      look_for_unprintable(found, first);
      look_for_unprintable(found, last);
      store(to, first);
      store(to + size - 8, last);
    }
  } else if (size >= 4) {
    const auto first = load<uint32_t>(from);
    const auto last = load<uint32_t>(from + size - 4);
    look_for_unprintable(found, first | uint64_t{last} << 32);
    store(to, first);
    store(to + size - 4, last);
  } else if (size != 0) {
    constexpr uint64_t blanks = ~uint64_t{0} / 255 * ' ';
    const auto byte = [from](size_t index) { return uint64_t{static_cast<uint8_t>(from[index])} << (index * 8); };
    const uint64_t word = byte(0) | byte(size / 2) | byte(size - 1);
    look_for_unprintable(found, word | (blanks << (size * 8)));
    store(to, word);
  }
  return to + size;
}

// The eight digits of a value below 10^8, the first one in the lowest byte: halves, pairs and digits side by side.
constexpr uint64_t eight_digits(uint32_t value) {
  const uint64_t upper = value / 10000;
  const uint64_t halves = upper | (value - upper * 10000) << 32;
  const uint64_t hundreds = ((halves * 10486) >> 20) & 0x0000007f0000007f;  // 10486 / 2^20: 1 / 100 below 43698
  const uint64_t pairs = hundreds + ((halves - hundreds * 100) << 16);
  const uint64_t tens = ((pairs * 103) >> 10) & 0x000f000f000f000f;  // 103 / 2^10: 1 / 10 below 179
  return tens + ((pairs - tens * 10) << 8) + 0x3030303030303030;
}

template <typename Word> [[gnu::noinline]] inline char* write_plain_decimal(char* to, Word value) {
  if (value < 100000000) {
    const auto low = static_cast<uint32_t>(value);
    const size_t size = count_digits(low);
    store(to, eight_digits(low) >> (64 - size * 8));
    return to + size;
  }
  const Word upper = value / 100000000;
  if (upper < 10) *to++ = static_cast<char>('0' + upper);
  else to = write_plain_decimal(to, upper);
  store(to, eight_digits(static_cast<uint32_t>(value - upper * 100000000)));
  return to + 8;
}

template <integer T> [[gnu::always_inline]] inline char* write_plain(char* to, T value, uint64_t&) {
  using word = word_for<T>;
  auto bits = static_cast<word>(value);
  if (bits < 100) {
    store(to, load<uint16_t>(digit_pairs + bits * 2));
    if (bits >= 10) return to + 2;
    *to = static_cast<char>('0' + bits);
    return to + 1;
  }
  if (value < 0) {
    *to++ = '-';
    bits = word{0} - bits;
  }
  return write_plain_decimal(to, bits);
}

// Where the text ends that Format says; null if there may be no room for it, if something in it must not leave raw, or
// if the format is not plain. Of what was written is then nothing of use.
template <typename Format, typename... Args>
[[gnu::always_inline]] inline char* write_plain_format(char* to, size_t room, const Format& format, Args... args) {
  if (!format.is_plain() || ((format.plain_size() + plain_overlap) + ... + most_size(args)) > room) [[unlikely]]
    return nullptr;
  const char* from = format.literal();
  size_t index = 0;
  uint64_t found = 0;
  ((to = write_plain_literal(to, from, format.size(index++)), to = write_plain(to, args, found)), ...);
  if (!format.size(index).is_nothing()) to = write_plain_literal(to, from, format.size(index));
  if ((found & ~uint64_t{0} / 255 * 0x80) != 0) [[unlikely]]
    return nullptr;
  if (to == nullptr) __builtin_unreachable();
  return to;
}

}  // namespace lineout::detail
