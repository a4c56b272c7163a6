// Copying bytes, in constant expressions too.
#pragma once

#include <lineout/detail/target.hpp>
#include <lineout/types.hpp>

namespace lineout::detail {

constexpr void copy(char* to, const char* from, size_t size) {
  if (__builtin_is_constant_evaluated()) {
    for (size_t index = 0; index < size; ++index) to[index] = from[index];
  } else {
    __builtin_memcpy(to, from, size);
  }
}

template <typename Word> inline Word load(const char* from) {
  Word word;
  __builtin_memcpy(&word, from, sizeof word);
  return word;
}
template <typename Word> inline void store(char* to, Word word) { __builtin_memcpy(to, &word, sizeof word); }

// The same pointer, of which the compiler no longer knows to what: it would warn of what happens for sizes that do not
// occur.
inline const char* unknown(const char* pointer) {
  asm("" : "+r"(pointer));
  return pointer;
}

// The same for sizes that are mostly small and not known to the compiler: without a call up to 16 bytes, the first and
// the last word overlapping.
constexpr void copy_short(char* to, const char* from, size_t size) {
  if constexpr (has_unaligned_access) {
    if (!__builtin_is_constant_evaluated() && !__builtin_constant_p(size) && size <= 16 && size >= 2) {
      from = unknown(from);
      if (size >= 8) {
        const auto last = load<uint64_t>(from + size - 8);
        store(to, load<uint64_t>(from));
        store(to + size - 8, last);
      } else if (size >= 4) {
        const auto last = load<uint32_t>(from + size - 4);
        store(to, load<uint32_t>(from));
        store(to + size - 4, last);
      } else {
        const auto last = load<uint16_t>(from + size - 2);
        store(to, load<uint16_t>(from));
        store(to + size - 2, last);
      }
      return;
    }
  }
  copy(to, from, size);
}

// Nonzero if one of the word's bytes is not printable ASCII: below 0x20, 0x7f, or 0x80 and above.
template <typename Word> constexpr Word unprintable(Word word) {
  constexpr Word ones = static_cast<Word>(~Word{0} / 255);
  return static_cast<Word>(((word - ones * 0x20) | (word + ones) | word) & (ones * 0x80));
}

// Copies and says whether everything was printable ASCII; if not, what is in to is of no use.
constexpr bool copy_printable(char* to, const char* from, size_t size) {
  if constexpr (has_unaligned_access) {
    if (!__builtin_is_constant_evaluated() && size >= 4) {
      using word = size_t;
      from = unknown(from);
      if (size < sizeof(word)) {
        const auto first = load<uint32_t>(from);
        const auto last = load<uint32_t>(from + size - 4);
        store(to, first);
        store(to + size - 4, last);
        return (unprintable(first) | unprintable(last)) == 0;
      }
      const word last = load<word>(from + size - sizeof(word));
      word found = unprintable(last);
      for (size_t index = 0; index + sizeof(word) < size; index += sizeof(word)) {
        const word next = load<word>(from + index);
        found |= unprintable(next);
        store(to + index, next);
      }
      store(to + size - sizeof(word), last);
      return found == 0;
    }
  }
  for (size_t index = 0; index < size; ++index) {
    if (from[index] < 0x20 || from[index] > 0x7e) return false;
    to[index] = from[index];
  }
  return true;
}

}  // namespace lineout::detail
