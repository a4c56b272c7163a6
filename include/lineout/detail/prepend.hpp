// Writing a header from its last byte to its first, into a packet's headroom, which must have been provided.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/digits.hpp>
#include <lineout/packet.hpp>
#include <lineout/text.hpp>
#include <lineout/timestamp.hpp>

namespace lineout::detail {

constexpr void prepend(packet& bytes, char c) { *bytes.prepend(1) = c; }
constexpr void prepend(packet& bytes, text words) { copy(bytes.prepend(words.size()), words.data(), words.size()); }

constexpr void prepend_decimal(packet& bytes, uint32_t value) {
  char digits[most_digits];
  const char* const first = write_decimal(digits + most_digits, value);
  const size_t size = static_cast<size_t>(digits + most_digits - first);
  copy(bytes.prepend(size), first, size);
}

// Two digits; the first is pad when it would be a zero.
constexpr void prepend_two_digits(packet& bytes, uint32_t value, char pad) {
  char* const to = bytes.prepend(2);
  const uint32_t tens = tenth(value);
  to[0] = tens == 0 ? pad : static_cast<char>('0' + tens);
  to[1] = static_cast<char>('0' + (value - tens * 10));
}

// "Mmm dd hh:mm:ss " as RFC 3164 section 4.1.2 writes it: the day is padded with a space. 16 bytes.
inline constexpr size_t bsd_time_size = 16;
constexpr void prepend_bsd_time(packet& bytes, const civil_time& time) {
  constexpr const char* months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  prepend(bytes, ' ');
  prepend_two_digits(bytes, time.second, '0');
  prepend(bytes, ':');
  prepend_two_digits(bytes, time.minute, '0');
  prepend(bytes, ':');
  prepend_two_digits(bytes, time.hour, '0');
  prepend(bytes, ' ');
  prepend_two_digits(bytes, time.day, ' ');
  prepend(bytes, ' ');
  copy(bytes.prepend(3), months + (time.month - 1) * 3, 3);
}

// "TAG[PID]: "; "TAG: " without a process id.
inline constexpr size_t tag_size = 31 + 12 + 2;
constexpr void prepend_tag(packet& bytes, text app_name, uint32_t process_id) {
  prepend(bytes, text{": ", 2});
  if (process_id != 0) {
    prepend(bytes, ']');
    prepend_decimal(bytes, process_id);
    prepend(bytes, '[');
  }
  prepend(bytes, app_name);
}

// "<PRI>" without leading zeros.
inline constexpr size_t pri_size = 5;
constexpr void prepend_pri(packet& bytes, uint8_t pri) {
  prepend(bytes, '>');
  prepend_decimal(bytes, pri);
  prepend(bytes, '<');
}

}  // namespace lineout::detail
