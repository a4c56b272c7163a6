// The Internet checksum: the ones' complement sum of 16-bit words (RFC 1071).
#pragma once

#include <lineout/detail/bytes.hpp>
#include <lineout/detail/copy.hpp>

namespace lineout::detail {

// Adds the carries back in until 16 bits remain.
constexpr uint32_t fold(uint32_t sum) {
  sum = (sum & 0xffff) + (sum >> 16);
  return (sum & 0xffff) + (sum >> 16);
}

constexpr uint32_t sum_of_bytes(const char* data, size_t size) {
  uint32_t sum = 0;
  size_t index = 0;
  for (; index + 1 < size; index += 2) {
    sum += (load_byte(data + index) << 8) | load_byte(data + index + 1);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return index < size ? fold(sum + (load_byte(data + index) << 8)) : sum;
}

// The same from aligned loads. The sum does not depend on the order of bytes: it is made of words in the machine's own
// and swapped at the end, once for a little-endian machine and once for an odd address (RFC 1071 section 2 B). A wide
// machine takes whole words and adds their carries back in; elsewhere halfwords are as quick, less code, and 65535
// bytes of them leave no carry.
inline uint32_t sum_of_words(const char* data, size_t size) {
  using word = uintptr_t;
  constexpr bool wide = sizeof(word) > 4;
  constexpr bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
  const auto address = [&data] { return reinterpret_cast<uintptr_t>(data); };
  word sum = 0;
  const auto add = [&sum](word value) {
    sum += value;
    if constexpr (wide) sum += sum < value ? 1 : 0;
  };
  const auto add_two_bytes = [&] {
    uint16_t value;
    __builtin_memcpy(&value, __builtin_assume_aligned(data, sizeof value), sizeof value);
    add(value);
    data += sizeof value;
  };
  const bool odd = (address() & 1) != 0;
  if (odd && size > 0) {
    add(static_cast<word>(little ? load_byte(data) << 8 : load_byte(data)));
    ++data;
    --size;
  }
  const char* const end = data + size;
  const char* const last = end - (size & 1);
  if constexpr (wide) {
    while (last != data && (address() & (sizeof(word) - 1)) != 0) add_two_bytes();
    for (; static_cast<size_t>(last - data) >= sizeof(word); data += sizeof(word)) {
      word value;
      __builtin_memcpy(&value, __builtin_assume_aligned(data, sizeof value), sizeof value);
      add(value);
    }
  }
  if (size_t left = static_cast<size_t>(last - data) / 2; left != 0) {
    do add_two_bytes();
    while (--left != 0);
  }
  if (data != end) add(static_cast<word>(little ? load_byte(data) : load_byte(data) << 8));
  if constexpr (wide) {
    constexpr int half = sizeof(word) * 4;
    sum = (sum & 0xffffffff) + (sum >> half);
    sum = (sum & 0xffffffff) + (sum >> half);
  }
  const uint32_t folded = fold(wide ? fold(static_cast<uint32_t>(sum)) : static_cast<uint32_t>(sum));
  return odd == little ? folded : ((folded & 0xff) << 8) | (folded >> 8);
}

// The same from loads of whole words wherever they lie, so that no address is odd.
inline uint32_t sum_of_unaligned_words(const char* data, size_t size) {
  uint64_t sum = 0;
  const auto add = [&sum](uint64_t value) {
    sum += value;
    sum += sum < value ? 1 : 0;
  };
  for (; size >= 8; data += 8, size -= 8) add(load<uint64_t>(data));
  uint64_t last = 0;
  for (size_t index = 0; index < size; ++index) last |= uint64_t{load_byte(data + index)} << (index * 8);
  add(last);
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffffffff) + (sum >> 32);
  const uint32_t folded = fold(fold(static_cast<uint32_t>(sum)));
  return ((folded & 0xff) << 8) | (folded >> 8);
}

// The sum of size bytes and of what was summed before, in 16 bits; an odd last byte counts as if a zero followed.
constexpr uint32_t ones_complement_sum(const char* data, size_t size, uint32_t before = 0) {
  if (__builtin_is_constant_evaluated()) return fold(sum_of_bytes(data, size) + fold(before));
  constexpr bool anywhere = has_unaligned_access && sizeof(uintptr_t) == 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
  const uint32_t sum = anywhere ? sum_of_unaligned_words(data, size) : sum_of_words(data, size);
  return before == 0 ? sum : fold(sum + fold(before));
}

// What goes into a header's checksum field, of the sum of everything else.
constexpr uint32_t checksum(uint32_t sum) { return ~fold(sum) & 0xffff; }

}  // namespace lineout::detail
