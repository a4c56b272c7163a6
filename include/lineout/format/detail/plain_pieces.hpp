// How texts and integers are written in one go, where there is room for the most that they can be.
#pragma once

#include <lineout/detail/digits.hpp>
#include <lineout/text.hpp>

namespace lineout::detail {

// Whether the target has the registers and the room for that much code.
inline constexpr bool has_plain_format =
    sizeof(size_t) == 8 && has_unaligned_access && has_wide_division && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

// Whether it is to be used where nobody asks for it.
inline constexpr bool is_quick = has_plain_format && !is_optimized_for_size;

// What may be written behind the end of a piece, for the next one to write over.
inline constexpr size_t plain_overlap = 16;

constexpr text plain(same_as<const char*> auto words) { return words != nullptr ? text{words} : text{"(null)"}; }

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

}  // namespace lineout::detail
