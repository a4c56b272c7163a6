// Times against gmtime_r() and timegm().
#include <time.h>
#include <lineout/timestamp.hpp>

#include "support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  auto seconds = static_cast<int64_t>(in.number());
  if (in.flag()) seconds %= 253402400000;
  const auto nanoseconds = static_cast<uint32_t>(in.number(4));
  const int offset = static_cast<int16_t>(in.number(2));
  const auto got = lineout::timestamp::at(seconds, nanoseconds, offset);
  const bool valid =
      seconds >= 0 && seconds <= 253402300799 && nanoseconds < 1000000000 && offset > -1440 && offset < 1440;
  fuzz::check(got.known() == valid, "which times are known", std::to_string(seconds), std::to_string(offset));
  tm broken{};
  if (valid) {
    const time_t shown = seconds + offset * 60;
    gmtime_r(&shown, &broken);
    const lineout::civil_time civil = got.civil();
    fuzz::check(civil.year == broken.tm_year + 1900 && civil.month == broken.tm_mon + 1 &&
                    civil.day == broken.tm_mday && civil.hour == broken.tm_hour && civil.minute == broken.tm_min &&
                    civil.second == broken.tm_sec,
                "the civil time", std::to_string(seconds), std::to_string(offset));
  }
  lineout::civil_time civil;
  civil.year = static_cast<uint16_t>(in.number(2) % 12000);
  civil.month = static_cast<uint8_t>(in.below(15));
  civil.day = static_cast<uint8_t>(in.below(34));
  if (in.flag()) {  // leap years or not
    civil.year = static_cast<uint16_t>(civil.year / 100 * 100);
    civil.month = 2;
    civil.day = static_cast<uint8_t>(28 + civil.day % 3);
  }
  civil.hour = static_cast<uint8_t>(in.below(26));
  civil.minute = static_cast<uint8_t>(in.below(62));
  civil.second = static_cast<uint8_t>(in.below(62));
  broken = {};
  broken.tm_year = civil.year - 1900;
  broken.tm_mon = civil.month - 1;
  broken.tm_mday = civil.day;
  broken.tm_hour = civil.hour;
  broken.tm_min = civil.minute;
  broken.tm_sec = civil.second;
  const time_t instant = timegm(&broken);
  // timegm() makes another date of one that does not exist.
  const bool exists = civil.year >= 1970 && civil.year <= 9999 && broken.tm_year == civil.year - 1900 &&
                      broken.tm_mon == civil.month - 1 && broken.tm_mday == civil.day && broken.tm_hour == civil.hour &&
                      broken.tm_min == civil.minute && broken.tm_sec == civil.second;
  const auto of = lineout::timestamp::from_civil(civil);
  fuzz::check(of.known() == exists, "which dates exist", std::to_string(civil.year),
              std::to_string(civil.month * 100 + civil.day));
  if (exists) fuzz::check(of.seconds() == instant, "the instant of a date", std::to_string(instant));
  return 0;
}
