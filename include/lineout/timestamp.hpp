// timestamp: an instant with its distance from UTC, or honestly unknown; civil time by arithmetic, without libc.
#pragma once

#include <lineout/detail/divide.hpp>
#include <lineout/types.hpp>

namespace lineout {

// A date and a time of day on the proleptic Gregorian calendar. month and day count from 1.
struct civil_time {
  uint16_t year = 1970;
  uint8_t month = 1;
  uint8_t day = 1;
  uint8_t hour = 0;
  uint8_t minute = 0;
  uint8_t second = 0;

  friend constexpr bool operator==(const civil_time&, const civil_time&) = default;
};

// Unknown unless made by at() or from_civil() from something within the years 1970 to 9999.
class timestamp {
 public:
  constexpr timestamp() = default;

  // Seconds since 1970-01-01 00:00:00 UTC, without leap seconds; offset_minutes east of UTC is where it will be shown.
  // What is out of range (nanoseconds too, and an offset of a day or more) is the unknown timestamp.
  static constexpr timestamp at(int64_t seconds, uint32_t nanoseconds = 0, int offset_minutes = 0) {
    if (seconds < 0 || seconds > 253402300799 || nanoseconds > 999999999) return {};
    if (offset_minutes <= -1440 || offset_minutes >= 1440) return {};
    return of_valid(seconds, nanoseconds, static_cast<int16_t>(offset_minutes));
  }
  // The same for who knows that it is in range.
  static constexpr timestamp of_valid(int64_t seconds, uint32_t nanoseconds, int16_t offset_minutes) {
    timestamp result;
    result.seconds_ = seconds;
    result.nanoseconds_ = nanoseconds;
    result.offset_minutes_ = offset_minutes;
    return result;
  }

  // The instant at which a clock offset_minutes east of UTC shows this; a date that does not exist is unknown.
  static constexpr timestamp from_civil(const civil_time& local, uint32_t nanoseconds = 0, int offset_minutes = 0) {
    if (local.year < 1970 || local.year > 9999 || local.month < 1 || local.month > 12) return {};
    if (local.day < 1 || local.day > days_in_month(local.year, local.month)) return {};
    if (local.hour > 23 || local.minute > 59 || local.second > 59) return {};
    const uint32_t days = days_since_1970(local.year, local.month, local.day);
    const int32_t within = local.hour * 3600 + local.minute * 60 + local.second;
    // 86400 = 675 * 128: a 64-bit multiplication may be a call.
    const int64_t midnight = static_cast<int64_t>(static_cast<uint64_t>(days * 675) << 7);
    return at(midnight + within - offset_minutes * 60, nanoseconds, offset_minutes);
  }

  constexpr bool known() const { return seconds_ >= 0; }
  constexpr int64_t seconds() const { return seconds_; }
  constexpr uint32_t nanoseconds() const { return nanoseconds_; }
  constexpr int offset_minutes() const { return offset_minutes_; }

  // What a clock at offset_minutes shows; meaningful when known(). The first and last hours of the range may show 1969
  // or 10000.
  constexpr civil_time civil() const {
    const auto day = detail::divide(
        static_cast<uint64_t>(seconds_ + int64_t{days_before_1970} * 86400 + offset_minutes_ * 60), 86400);
    civil_time result = date(static_cast<uint32_t>(day.quotient));
    const auto hour = detail::divide(day.remainder, 3600U);
    const auto minute = detail::divide(hour.remainder, 60U);
    result.hour = static_cast<uint8_t>(hour.quotient);
    result.minute = static_cast<uint8_t>(minute.quotient);
    result.second = static_cast<uint8_t>(minute.remainder);
    return result;
  }

  friend constexpr bool operator==(const timestamp&, const timestamp&) = default;

 private:
  // Days are counted from 0000-03-01: with the year beginning in March, the leap day is the year's last.
  static constexpr uint32_t days_before_1970 = 719468;

  static constexpr bool is_leap(uint32_t year) {
    return (year & 3) == 0 && ((year & 15) == 0 || detail::divide(year, 25U).remainder != 0);
  }
  static constexpr uint32_t days_in_month(uint32_t year, uint32_t month) {
    constexpr uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
  }
  static constexpr uint32_t days_before_month(uint32_t months_since_march) {
    return detail::divide(153 * months_since_march + 2, 5U).quotient;
  }
  static constexpr uint32_t days_since_1970(uint32_t year, uint32_t month, uint32_t day) {
    const uint32_t march_year = month > 2 ? year : year - 1;
    const uint32_t march_month = month > 2 ? month - 3 : month + 9;
    const uint32_t century = detail::divide(march_year, 100U).quotient;
    const uint32_t days =
        march_year * 365 + (march_year >> 2) - century + (century >> 2) + days_before_month(march_month) + day - 1;
    return days - days_before_1970;
  }
  static constexpr civil_time date(uint32_t days) {
    const auto cycle = detail::divide(days, 146097U);  // days in 400 years
    const uint32_t within = cycle.remainder;
    const uint32_t leaps =
        detail::divide(within, 1460U).quotient - detail::divide(within, 36524U).quotient + (within == 146096 ? 1 : 0);
    const uint32_t year_of_cycle = detail::divide(within - leaps, 365U).quotient;
    const uint32_t century = detail::divide(year_of_cycle, 100U).quotient;
    const uint32_t day_of_year = within - (365 * year_of_cycle + (year_of_cycle >> 2) - century);
    const uint32_t months_since_march = detail::divide(5 * day_of_year + 2, 153U).quotient;
    const uint32_t month = months_since_march < 10 ? months_since_march + 3 : months_since_march - 9;
    civil_time result;
    result.year = static_cast<uint16_t>(cycle.quotient * 400 + year_of_cycle + (month <= 2 ? 1 : 0));
    result.month = static_cast<uint8_t>(month);
    result.day = static_cast<uint8_t>(day_of_year - days_before_month(months_since_march) + 1);
    return result;
  }

  int64_t seconds_ = -1;
  uint32_t nanoseconds_ = 0;
  int16_t offset_minutes_ = 0;
};

}  // namespace lineout
