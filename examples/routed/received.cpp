#include "received.hpp"

namespace {

using lineout::timestamp;
using std::string_view;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A number of so many digits at most, which are taken off.
bool take_number(string_view& words, size_t digits, unsigned& value) {
  size_t size = 0;
  value = 0;
  while (size < digits && size < words.size() && is_digit(words[size]))
    value = value * 10 + static_cast<unsigned>(words[size++] - '0');
  words.remove_prefix(size);
  return size > 0;
}
bool take(string_view& words, char wanted) {
  if (!words.starts_with(wanted)) return false;
  words.remove_prefix(1);
  return true;
}
string_view take_word(string_view& words) {
  const string_view word = words.substr(0, words.find(' '));
  words.remove_prefix(word.size());
  take(words, ' ');
  return word;
}
string_view unless_nil(string_view word) { return word == "-" ? string_view{} : word; }

bool take_priority(string_view& words, lineout::priority& level) {
  string_view left = words;
  unsigned pri = 0;
  if (!take(left, '<') || !take_number(left, 3, pri) || !take(left, '>')) return false;
  const auto read = lineout::priority::from_pri(pri);
  if (!read) return false;
  level = read.value;
  words = left;
  return true;
}

bool take_clock(string_view& words, lineout::civil_time& time) {
  unsigned hour = 0, minute = 0, second = 0;
  if (!take_number(words, 2, hour) || !take(words, ':') || !take_number(words, 2, minute) || !take(words, ':') ||
      !take_number(words, 2, second))
    return false;
  time.hour = static_cast<decltype(time.hour)>(hour);
  time.minute = static_cast<decltype(time.minute)>(minute);
  time.second = static_cast<decltype(time.second)>(second);
  return true;
}

// "Mmm dd hh:mm:ss ", of the year by which it is the latest that is not more than a week ahead.
bool take_bsd_time(string_view& words, timestamp now, timestamp& time) {
  static constexpr string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  string_view left = words;
  const size_t month = left.size() < 4 ? string_view::npos : months.find(left.substr(0, 3));
  if (month == string_view::npos || month % 3 != 0 || left[3] != ' ') return false;
  left.remove_prefix(4);
  take(left, ' ');
  lineout::civil_time shown{};
  unsigned day = 0;
  if (!take_number(left, 2, day) || !take(left, ' ') || !take_clock(left, shown) || !take(left, ' ')) return false;
  shown.month = static_cast<decltype(shown.month)>(month / 3 + 1);
  shown.day = static_cast<decltype(shown.day)>(day);
  for (int back = -1; back <= 4 && now.known(); ++back) {
    shown.year = static_cast<decltype(shown.year)>(now.civil().year - back);
    time = timestamp::from_civil(shown, 0, now.offset_minutes());
    if (time.known() && time.seconds() <= now.seconds() + 7 * 86400) break;
  }
  words = left;
  return true;
}

// "2026-11-22T07:23:16.123456+00:00 "
bool take_time(string_view& words, timestamp& time) {
  string_view left = words;
  lineout::civil_time shown{};
  unsigned year = 0, month = 0, day = 0, nanoseconds = 0, hours = 0, minutes = 0;
  if (!take_number(left, 4, year) || !take(left, '-') || !take_number(left, 2, month) || !take(left, '-') ||
      !take_number(left, 2, day) || !take(left, 'T') || !take_clock(left, shown))
    return false;
  shown.year = static_cast<decltype(shown.year)>(year);
  shown.month = static_cast<decltype(shown.month)>(month);
  shown.day = static_cast<decltype(shown.day)>(day);
  if (take(left, '.')) {
    const size_t before = left.size();
    if (!take_number(left, 9, nanoseconds)) return false;
    for (size_t digits = before - left.size(); digits < 9; ++digits) nanoseconds *= 10;
  }
  int offset = 0;
  if (!take(left, 'Z')) {
    const bool west = left.starts_with('-');
    if (!(take(left, '+') || take(left, '-')) || !take_number(left, 2, hours) || !take(left, ':') ||
        !take_number(left, 2, minutes))
      return false;
    offset = static_cast<int>(hours * 60 + minutes) * (west ? -1 : 1);
  }
  time = timestamp::from_civil(shown, nanoseconds, offset);
  if (!time.known() || !take(left, ' ')) return false;
  words = left;
  return true;
}

// "TAG:" or "TAG[PID]:", and a blank or the end behind it.
bool take_tag(string_view& words, received& result) {
  string_view word = words.substr(0, words.find(' '));
  const size_t size = word.size();
  if (size < 2 || !word.ends_with(':')) return false;
  word.remove_suffix(1);
  if (const size_t bracket = word.rfind('['); word.ends_with(']') && bracket != string_view::npos) {
    string_view digits = word.substr(bracket + 1);
    unsigned id = 0;
    if (take_number(digits, 9, id) && digits == "]") {
      result.process_id = id;
      word = word.substr(0, bracket);
    }
  }
  if (word.empty()) return false;
  result.tag = word;
  words.remove_prefix(size);
  take(words, ' ');
  return true;
}

// One or several [ID NAME="VALUE"...], or -.
bool take_structured_data(string_view& words, string_view& data) {
  size_t size = 0;
  if (words.starts_with('-')) size = 1;
  while (size < words.size() && words[size] == '[') {
    bool quoted = false;
    for (++size; size < words.size() && (quoted || words[size] != ']'); ++size) {
      if (quoted && words[size] == '\\') ++size;
      else if (words[size] == '"') quoted = !quoted;
    }
    if (size++ >= words.size()) return false;
  }
  if (size == 0 || (size < words.size() && words[size] != ' ')) return false;
  data = unless_nil(words.substr(0, size));
  words.remove_prefix(size);
  take(words, ' ');
  return true;
}

// Behind "<PRI>1 ".
bool take_ietf(string_view words, received& result) {
  received read = result;
  if (words.starts_with("- ")) words.remove_prefix(2);
  else if (!take_time(words, read.time)) return false;
  read.hostname = unless_nil(take_word(words));
  read.tag = unless_nil(take_word(words));
  string_view id = unless_nil(take_word(words));
  unsigned number = 0;
  if (take_number(id, 9, number) && id.empty()) read.process_id = number;
  read.id = unless_nil(take_word(words));
  if (!take_structured_data(words, read.structured_data)) return false;
  if (words.starts_with("\xef\xbb\xbf")) words.remove_prefix(3);
  read.text = words;
  result = read;
  return true;
}

}  // namespace

received parse_received(string_view words, lineout::priority level, timestamp now) {
  received result;
  result.level = level;
  const bool has_priority = take_priority(words, result.level);
  result.text = words;
  if (!has_priority) return result;
  if (words.starts_with("1 ") && take_ietf(words.substr(2), result)) return result;
  const bool has_time = take_bsd_time(words, now, result.time) || take_time(words, result.time);
  if (!take_tag(words, result) && has_time) {
    // The first word is a host's name where a tag follows it.
    string_view behind = words;
    const string_view host = take_word(behind);
    if (take_tag(behind, result)) {
      result.hostname = host;
      words = behind;
    }
  }
  result.text = words;
  return result;
}
