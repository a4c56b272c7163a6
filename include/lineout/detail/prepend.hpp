// Writing a header from its last byte to its first. Each function writes so that its bytes end before end, where room
// must have been provided, and returns where they begin.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/digits.hpp>
#include <lineout/text.hpp>
#include <lineout/timestamp.hpp>

namespace lineout::detail {

constexpr char* prepend(char* end, char c) {
  *--end = c;
  return end;
}
constexpr char* prepend(char* end, text words) {
  end -= words.size();
  copy_short(end, words.data(), words.size());
  return end;
}

// Two digits; the first is pad when it would be a zero.
constexpr char* prepend_two_digits(char* end, uint32_t value, char pad) {
  const uint32_t tens = tenth(value);
  *--end = static_cast<char>('0' + (value - tens * 10));
  *--end = tens == 0 ? pad : static_cast<char>('0' + tens);
  return end;
}

// "Mmm dd hh:mm:ss " as RFC 3164 section 4.1.2 writes it: the day is padded with a space. 16 bytes.
inline constexpr size_t bsd_time_size = 16;
constexpr char* prepend_bsd_time(char* end, const civil_time& time) {
  constexpr const char* months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  *--end = ' ';
  end = prepend_two_digits(end, time.second, '0');
  *--end = ':';
  end = prepend_two_digits(end, time.minute, '0');
  *--end = ':';
  end = prepend_two_digits(end, time.hour, '0');
  *--end = ' ';
  end = prepend_two_digits(end, time.day, ' ');
  *--end = ' ';
  end -= 3;
  copy(end, months + (time.month - 1) * 3, 3);
  return end;
}

// RFC 3164 allows 32; with 32 some receivers show none.
inline constexpr size_t tag_name_limit = 31;

// "TAG[PID]: "; "TAG: " without a process id. A longer app name is cut.
inline constexpr size_t tag_size = tag_name_limit + 12 + 2;
constexpr char* prepend_tag(char* end, text app_name, uint32_t process_id) {
  *--end = ' ';
  *--end = ':';
  if (process_id != 0) {
    *--end = ']';
    end = write_decimal(end, process_id);
    *--end = '[';
  }
  return prepend(end, app_name.first(tag_name_limit));
}
// Writes the app name alone, where prepend_tag() writes it. Returns where the app name begins.
constexpr char* rewrite_tag(char* end, text app_name, uint32_t process_id) {
  end -= process_id != 0 ? count_digits(process_id) + 4 : 2;
  return prepend(end, app_name.first(tag_name_limit));
}

// "<PRI>" without leading zeros.
inline constexpr size_t pri_size = 5;
constexpr char* prepend_pri(char* end, uint8_t pri) {
  *--end = '>';
  end = write_decimal(end, static_cast<uint32_t>(pri));
  *--end = '<';
  return end;
}

}  // namespace lineout::detail
