#include <lineout/timestamp.hpp>

#include <cstdint>
#include <ctime>

#include <doctest/doctest.h>

using lineout::civil_time;
using lineout::timestamp;

TEST_CASE("a timestamp is unknown until it is made, and when it is made of nonsense") {
  static_assert(!timestamp{}.known());
  static_assert(timestamp::at(0).known());
  static_assert(!timestamp::at(-1).known());
  static_assert(!timestamp::at(253402300800).known());
  static_assert(!timestamp::at(0, 1000000000).known());
  static_assert(!timestamp::at(0, 0, 1440).known());
  static_assert(!timestamp::from_civil({2026, 2, 29, 0, 0, 0}).known());
  static_assert(!timestamp::from_civil({2026, 13, 1, 0, 0, 0}).known());
  static_assert(!timestamp::from_civil({2026, 4, 31, 0, 0, 0}).known());
  static_assert(!timestamp::from_civil({2026, 4, 30, 24, 0, 0}).known());
  static_assert(timestamp::from_civil({2000, 2, 29, 0, 0, 0}).known());
  static_assert(!timestamp::from_civil({2100, 2, 29, 0, 0, 0}).known());
  CHECK(true);
}

TEST_CASE("the ends of the range are 1970 and 9999") {
  static_assert(timestamp::at(0).civil() == civil_time{1970, 1, 1, 0, 0, 0});
  static_assert(timestamp::at(253402300799).civil() == civil_time{9999, 12, 31, 23, 59, 59});
  static_assert(timestamp::at(0, 0, -60).civil() == civil_time{1969, 12, 31, 23, 0, 0});
  static_assert(timestamp::at(253402300799, 0, 1).civil() == civil_time{10000, 1, 1, 0, 0, 59});
  CHECK(true);
}

TEST_CASE("an offset moves what is shown and not the instant") {
  constexpr auto time = timestamp::from_civil({2026, 11, 22, 7, 23, 16}, 5, -330);
  static_assert(time.civil() == civil_time{2026, 11, 22, 7, 23, 16});
  static_assert(time.seconds() == timestamp::from_civil({2026, 11, 22, 12, 53, 16}).seconds());
  static_assert(time.nanoseconds() == 5);
  CHECK(time.offset_minutes() == -330);
}

TEST_CASE("civil time is the C library's on every day from 1970 to 9999, and reads back") {
  for (std::int64_t day = 0; day < 2932897; ++day) {
    const std::time_t seconds = day * 86400 + day % 86400;
    std::tm expected{};
    gmtime_r(&seconds, &expected);
    const civil_time shown = timestamp::at(seconds).civil();
    const bool equal = shown.year == expected.tm_year + 1900 && shown.month == expected.tm_mon + 1 &&
                       shown.day == expected.tm_mday && shown.hour == expected.tm_hour &&
                       shown.minute == expected.tm_min && shown.second == expected.tm_sec;
    if (!equal || timestamp::from_civil(shown).seconds() != seconds) FAIL("differs at " << seconds);
  }
}
