// duration: a length of time, written for people: 1d 02:03:04.
#pragma once

#include <lineout/format/formatter.hpp>
#include <lineout/parsed.hpp>

namespace lineout {

namespace detail {

// Not constexpr and defined nowhere: the compiler names it where a literal is wrong.
void error__a_duration_is_written_as_1d_02_03_04_or_02_03_04_with_colons_or_as_1d12h_90s_or_500ms();

// Without a 64-bit multiplication, which is a call on small processors.
constexpr uint64_t repeat(uint64_t value, uint32_t times) {
  uint64_t sum = 0;
  for (; times != 0; times >>= 1) {
    if ((times & 1) != 0) sum += value;
    value += value;
  }
  return sum;
}

}  // namespace detail

// Whole seconds and nanoseconds, with a sign: zero unless given. What is read is kept below 100 million days.
class duration {
 public:
  constexpr duration() = default;
  // From a literal, as parse() reads it; a wrong one is a compile error.
  consteval duration(const char* literal) {
    const auto result = parse(literal);
    if (!result) detail::error__a_duration_is_written_as_1d_02_03_04_or_02_03_04_with_colons_or_as_1d12h_90s_or_500ms();
    *this = result.value;
  }

  static constexpr duration of_seconds(int64_t count, uint32_t nanoseconds = 0) {
    duration result;
    result.negative_ = count < 0;
    result.seconds_ = count < 0 ? uint64_t{0} - static_cast<uint64_t>(count) : static_cast<uint64_t>(count);
    result.nanoseconds_ = nanoseconds < 1000000000 ? nanoseconds : 999999999;
    return result;
  }
  static constexpr duration of_milliseconds(int64_t count) { return of_fraction(count, 1000, 1000000); }
  static constexpr duration of_microseconds(int64_t count) { return of_fraction(count, 1000000, 1000); }
  static constexpr duration of_nanoseconds(int64_t count) { return of_fraction(count, 1000000000, 1); }

  // "1d 02:03:04.5", "02:03:04", with hours below 24 behind days and minutes and seconds below 60; or numbers with
  // units from the longest to the shortest of d, h, m, s, ms, us, ns: "1d12h", "90s", "500ms". '-' in front of either.
  static constexpr parsed<duration> parse(text input);

  constexpr uint64_t whole_seconds() const { return seconds_; }
  constexpr uint32_t nanoseconds() const { return nanoseconds_; }
  // Whether it is less than zero; the others are then its magnitude.
  constexpr bool negative() const { return negative_ && (seconds_ != 0 || nanoseconds_ != 0); }

  friend constexpr bool operator==(const duration& left, const duration& right) {
    return left.seconds_ == right.seconds_ && left.nanoseconds_ == right.nanoseconds_ &&
           left.negative() == right.negative();
  }

 private:
  class reader;

  static constexpr duration of_fraction(int64_t count, uint32_t parts, uint32_t nanoseconds) {
    duration result;
    const auto split =
        detail::divide(count < 0 ? uint64_t{0} - static_cast<uint64_t>(count) : static_cast<uint64_t>(count), parts);
    result.negative_ = count < 0;
    result.seconds_ = split.quotient;
    result.nanoseconds_ = split.remainder * nanoseconds;
    return result;
  }

  uint64_t seconds_ = 0;
  uint32_t nanoseconds_ = 0;
  bool negative_ = false;
};

class duration::reader {
 public:
  constexpr explicit reader(text input) : input_{input} {}

  constexpr parsed<duration> read() {
    parsed<duration> result;
    result.value.negative_ = take('-');
    const size_t begin = at_;
    uint32_t count = number();
    if (is_at(':') || (is_at('d') && at_ + 1 < input_.size() && input_[at_ + 1] == ' '))
      clock(result.value, count, begin);
    else units(result.value, count);
    if (error_.empty() && at_ < input_.size()) fail("a duration ends here", at_);
    if (!error_.empty()) return {.error = error_, .position = position_};
    return result;
  }

 private:
  struct unit {
    text name;
    uint32_t seconds;      // one is so long,
    uint32_t per_second;   // or so many are a second
    uint32_t nanoseconds;  // and one then so long
  };
  static constexpr unit table[] = {{"d", 86400, 0, 0},      {"h", 3600, 0, 0},        {"m", 60, 0, 0},
                                   {"s", 1, 0, 0},          {"ms", 0, 1000, 1000000}, {"us", 0, 1000000, 1000},
                                   {"ns", 0, 1000000000, 1}};

  constexpr bool is_at(char c) const { return at_ < input_.size() && input_[at_] == c; }
  constexpr bool take(char c) {
    const bool there = is_at(c);
    if (there) ++at_;
    return there;
  }
  constexpr void fail(text words, size_t position) {
    if (!error_.empty()) return;
    error_ = words;
    position_ = position;
  }
  // One or more digits.
  constexpr uint32_t number() {
    const size_t begin = at_;
    uint32_t value = 0;
    for (; at_ < input_.size() && detail::is_digit(input_[at_]); ++at_) {
      if (at_ - begin == 8) return fail("a number in a duration has at most eight digits", begin), 0;
      value = value * 10 + static_cast<uint32_t>(input_[at_] - '0');
    }
    if (at_ == begin) fail("a number is expected here", begin);
    return value;
  }
  constexpr uint32_t two_digits(uint32_t below) {
    const size_t begin = at_;
    const uint32_t value = number();
    if (at_ != begin + 2 || value >= below) fail("two digits are expected here, 00 to 59, or to 23 for hours", begin);
    return value;
  }

  // hh:mm:ss[.fraction], behind days or not; the first number has been read.
  constexpr void clock(duration& into, uint32_t first, size_t begin) {
    uint32_t days = 0, hours = first;
    if (take('d')) {
      days = first;
      take(' ');
      hours = two_digits(24);
    } else if (at_ - begin < 2) {
      fail("the hours have two digits or more", begin);
    }
    take_colon();
    const uint32_t minutes = two_digits(60);
    take_colon();
    const uint32_t seconds = two_digits(60);
    into.seconds_ = detail::repeat(days, 86400) + detail::repeat(hours, 3600) + minutes * 60 + seconds;
    if (!take('.')) return;
    const size_t fraction = at_;
    for (uint32_t scale = 100000000; at_ < input_.size() && detail::is_digit(input_[at_]); ++at_) {
      if (at_ - fraction == 9) return fail("a fraction of a second has at most nine digits", fraction);
      into.nanoseconds_ += static_cast<uint32_t>(input_[at_] - '0') * scale;
      scale = detail::tenth(scale);
    }
    if (at_ == fraction) fail("behind the point stand the digits of a fraction", fraction);
  }
  constexpr void take_colon() {
    if (!take(':')) fail("a ':' is expected here: a duration is hh:mm:ss", at_);
  }

  // Numbers with units; the first number has been read.
  constexpr void units(duration& into, uint32_t count) {
    for (size_t next = 0; error_.empty();) {
      const size_t begin = at_;
      while (at_ < input_.size() && detail::is_letter(input_[at_])) ++at_;
      const text name = input_.skip(begin).first(at_ - begin);
      while (next < sizeof table / sizeof *table && !(table[next].name == name)) ++next;
      if (next == sizeof table / sizeof *table)
        return fail("a unit is expected here: d h m s ms us ns, from the longest to the shortest", begin);
      add(into, count, table[next++]);
      if (at_ == input_.size()) return;
      count = number();
    }
  }
  static constexpr void add(duration& into, uint32_t count, const unit& what) {
    into.seconds_ += detail::repeat(count, what.seconds);
    if (what.per_second == 0) return;
    const auto split = detail::divide(count, what.per_second);
    into.seconds_ += split.quotient;
    into.nanoseconds_ += split.remainder * what.nanoseconds;
    if (into.nanoseconds_ < 1000000000) return;
    into.nanoseconds_ -= 1000000000;
    ++into.seconds_;
  }

  text input_;
  size_t at_ = 0;
  text error_{};
  size_t position_ = 0;
};

constexpr parsed<duration> duration::parse(text input) { return reader{input}.read(); }

// {}: days if there are any, hh:mm:ss, and a fraction as long as it needs; {:s}: seconds alone, as 93784.5. A precision
// is the number of the fraction's digits, 0 to 9; what is left of it is cut.
template <> struct formatter<duration> {
  static constexpr bool is_self_contained = true;
  static constexpr text letters = "s";
  static constexpr text flags = ".";
  static constexpr void format(writer& out, const duration& value, const format_spec& spec) {
    char words[48];
    char* const end = words + sizeof words;
    char* first = write_fraction(end, value.nanoseconds(), spec);
    if (spec.letter == 's') {
      first = detail::write_decimal(first, value.whole_seconds());
    } else {
      const auto minutes = detail::divide(value.whole_seconds(), 60);
      const auto hours = detail::divide(minutes.quotient, 60);
      const auto days = detail::divide(hours.quotient, 24);
      first = two_digits(first, minutes.remainder);
      *--first = ':';
      first = two_digits(first, hours.remainder);
      *--first = ':';
      first = two_digits(first, days.remainder);
      if (days.quotient != 0) {
        *--first = ' ';
        *--first = 'd';
        first = detail::write_decimal(first, days.quotient);
      }
    }
    if (value.negative()) *--first = '-';
    write_padded(out, {first, static_cast<size_t>(end - first)}, spec);
  }

 private:
  static constexpr char* two_digits(char* end, uint32_t value) {
    const uint32_t tens = detail::tenth(value);
    *--end = static_cast<char>('0' + (value - tens * 10));
    *--end = static_cast<char>('0' + tens);
    return end;
  }
  static constexpr char* write_fraction(char* end, uint32_t nanoseconds, const format_spec& spec) {
    size_t digits = spec.has_precision() ? spec.precision - 1U : 9;
    if (digits > 9) digits = 9;
    char* first = end;
    for (size_t digit = 9; digit > 0; --digit) {
      const uint32_t tens = detail::tenth(nanoseconds);
      const uint32_t last = nanoseconds - tens * 10;
      nanoseconds = tens;
      if (digit > digits || (!spec.has_precision() && first == end && last == 0)) continue;
      *--first = static_cast<char>('0' + last);
    }
    if (first != end) *--first = '.';
    return first;
  }
};

}  // namespace lineout
