// Where characters begin and end in UTF-8 (RFC 3629 section 4).
#pragma once

#include <lineout/types.hpp>

namespace lineout::detail {

constexpr bool is_continuation(char c) { return (static_cast<uint8_t>(c) & 0xc0) == 0x80; }

// The size of the character at p, of which size bytes (at least 1) are there; 0 where it is not UTF-8 or not whole.
constexpr size_t utf8_character(const char* p, size_t size) {
  const uint8_t first = static_cast<uint8_t>(p[0]);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (size < length) return 0;
  for (size_t index = 1; index < length; ++index)
    if (!is_continuation(p[index])) return 0;
  const uint8_t second = static_cast<uint8_t>(p[1]);
  if (first == 0xe0 && second < 0xa0) return 0;  // overlong
  if (first == 0xed && second > 0x9f) return 0;  // surrogates
  if (first == 0xf0 && second < 0x90) return 0;  // overlong
  if (first == 0xf4 && second > 0x8f) return 0;  // beyond U+10FFFF
  return length;
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
