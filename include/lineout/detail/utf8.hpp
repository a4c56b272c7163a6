// Where characters begin and end in UTF-8 (RFC 3629 section 4).
#pragma once

#include <lineout/types.hpp>

namespace lineout::detail {

constexpr bool is_continuation(char c) { return (static_cast<uint8_t>(c) & 0xc0) == 0x80; }

// The character at p, of which size bytes (at least 1) are there, if it has two bytes or more: eight times its number and
// its size in bytes. 0 where it is ASCII, not UTF-8 or not whole.
constexpr uint32_t utf8_decode(const char* p, size_t size) {
  uint32_t code = static_cast<uint8_t>(*p);
  if (code - 0xc2 > 0xf4 - 0xc2) return 0;
  unsigned length = 1;
  for (uint32_t marks = code << 25; marks >> 31 != 0; marks <<= 1, ++length) {  // a bit for each further byte
    if (length == size) return 0;
    const uint32_t bits = static_cast<uint8_t>(p[length]) ^ 0x80U;
    if (bits > 0x3f) return 0;
    code = code << 6 | bits;
  }
  code &= (1U << (length * 5 + 1)) - 1;
  if (code >> (length * 5 - 4) == 0 || code >> 11 == 0x1b || code > 0x10ffff)
    return 0;  // overlong, surrogate, too large
  return code * 8 + length;
}
constexpr size_t utf8_character(const char* p, size_t size) {
  return static_cast<uint8_t>(*p) < 0x80 ? 1 : utf8_decode(p, size) & 7;
}

// Of what utf8_decode() gives: whether it is U+0080 to U+009F (C1), of which U+0085 ends a line.
constexpr bool is_c1(uint32_t decoded) { return decoded < 0xa0 * 8; }

// The same of characters that readers obey or drop and do not show: U+2028 and U+2029 end a line, U+202A to U+202E and
// U+2066 to U+2069 turn the direction of the text, U+FEFF is dropped where a text begins.
[[gnu::always_inline]] constexpr bool is_unseen(uint32_t decoded) {
  const uint32_t code = decoded / 8 - 0x2028;
  return code <= 6 || code - 0x3e <= 3 || code == 0xfeff - 0x2028;
}

// How many of the last bytes of p[0, size) are the beginning of a character that may yet become whole: 0 to 3.
constexpr size_t unfinished_character(const char* p, size_t size) {
  for (size_t back = 1; back <= 3 && back <= size; ++back) {
    const uint8_t c = static_cast<uint8_t>(p[size - back]);
    if ((c & 0xc0) == 0x80) continue;
    const size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 1;
    return c <= 0xf4 && length > back ? back : 0;
  }
  return 0;
}

// The largest count, up to limit < size, at which p[0, size) can be cut without cutting a character.
constexpr size_t whole_characters(const char* p, size_t limit) {
  size_t count = limit;
  while (count > 0 && limit - count < 3 && is_continuation(p[count])) --count;
  return is_continuation(p[count]) ? limit : count;
}

// Characters in p[0, size), for a column width.
constexpr size_t count_characters(const char* p, size_t size) {
  size_t count = 0;
  for (size_t index = 0; index < size; ++index) count += is_continuation(p[index]) ? 0 : 1;
  return count;
}

}  // namespace lineout::detail
