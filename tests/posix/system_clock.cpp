#include <lineout/posix/system_clock.hpp>

#include <cstdlib>
#include <string>

#include "posix/support.hpp"

using lineout::posix::system_clock;

namespace {

// The rules of a place while this lives.
class time_zone {
 public:
  explicit time_zone(const char* rules) {
    const char* const before = getenv("TZ");
    had_ = before != nullptr;
    if (had_) before_ = before;
    setenv("TZ", rules, 1);
    tzset();
  }
  ~time_zone() {
    if (had_) setenv("TZ", before_.c_str(), 1);
    else unsetenv("TZ");
    tzset();
  }

 private:
  bool had_;
  std::string before_;
};

long offset_by_libc(int64_t seconds) {
  const time_t instant = static_cast<time_t>(seconds);
  tm local{};
  localtime_r(&instant, &local);
  return local.tm_gmtoff / 60;
}

constexpr int64_t day = 86400;

// Instants between which the offset changes, found by looking at each quarter of an hour around it.
int changes_seen(const system_clock& clock, int64_t from, int64_t to) {
  int changes = 0;
  for (int64_t at = from; at < to; at += 900) changes += clock.offset_at(at) != clock.offset_at(at + 900) ? 1 : 0;
  return changes;
}

}  // namespace

TEST_CASE("system_clock knows the local offset of each hour of ten years, as libc does") {
  const int64_t now = time(nullptr);
  struct {
    const char* rules;
    int changes;  // within ten years, or -1
  } const places[] = {{"UTC0", 0},
                      {"CET-1CEST,M3.5.0,M10.5.0/3", 20},
                      {"EST5EDT,M3.2.0,M11.1.0", 20},
                      {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 20},  // half an hour of summer time
                      {"NZST-12NZDT,M9.5.0,M4.1.0/3", 20},
                      {"<+0545>-5:45", 0},
                      {"<-12>12", 0},
                      {"<+14>-14", 0},
                      {"IST-1GMT0,M10.5.0,M3.5.0/1", 20},  // winter time goes back
                      {"Europe/Berlin", -1},
                      {"America/New_York", -1},
                      {"Australia/Lord_Howe", -1},
                      {"Asia/Kathmandu", -1},
                      {"Africa/Casablanca", -1},
                      {"America/Sao_Paulo", -1},
                      {"UTC", -1}};
  for (const auto& place : places) {
    CAPTURE(place.rules);
    const time_zone zone{place.rules};
    const system_clock clock;
    int wrong = 0;
    for (int64_t at = now - day + 60; at < now + 3640 * day; at += 3600)
      wrong += clock.offset_at(at) != offset_by_libc(at) ? 1 : 0;
    CHECK(wrong == 0);
    if (place.changes >= 0) CHECK(changes_seen(clock, now, now + 3650 * day) == place.changes);
  }
}

TEST_CASE("system_clock changes its offset with the very second") {
  const time_zone zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
  const system_clock clock;
  // The last Sundays of these months, at 01:00 UTC.
  const int64_t march = lineout::timestamp::from_civil({2030, 3, 31, 1, 0, 0}).seconds();
  const int64_t october = lineout::timestamp::from_civil({2030, 10, 27, 1, 0, 0}).seconds();
  CHECK(clock.offset_at(march - 1) == 60);
  CHECK(clock.offset_at(march) == 120);
  CHECK(clock.offset_at(october - 1) == 120);
  CHECK(clock.offset_at(october) == 60);
}

TEST_CASE("system_clock outside its years stays at the first and the last offset") {
  const time_zone zone{"EST5EDT,M3.2.0,M11.1.0"};
  const system_clock clock;
  const int64_t now = time(nullptr);
  CHECK(clock.offset_at(0) == offset_by_libc(now - day));
  const int last = clock.offset_at(now + 3652 * day);
  CHECK((last == -300 || last == -240));
  CHECK(clock.offset_at(253402300799) == last);
}

TEST_CASE("system_clock tells the real time, and keeps errno") {
  const time_zone zone{"<+0545>-5:45"};
  errno = 12345;
  const system_clock clock;
  CHECK(errno == 12345);
  timespec before{};
  timespec after{};
  clock_gettime(CLOCK_REALTIME, &before);
  const lineout::timestamp now = clock.now();
  clock_gettime(CLOCK_REALTIME, &after);
  REQUIRE(now.known());
  const auto nanoseconds = [](int64_t seconds, int64_t more) { return seconds * 1000000000 + more; };
  CHECK(nanoseconds(now.seconds(), now.nanoseconds()) >= nanoseconds(before.tv_sec, before.tv_nsec));
  CHECK(nanoseconds(now.seconds(), now.nanoseconds()) <= nanoseconds(after.tv_sec, after.tv_nsec));
  CHECK(now.offset_minutes() == 345);
}

TEST_CASE("system_clock shows the wall time that libc shows") {
  const time_zone zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
  const system_clock clock;
  const lineout::timestamp now = clock.now();
  const time_t seconds = static_cast<time_t>(now.seconds());
  tm local{};
  localtime_r(&seconds, &local);
  const lineout::civil_time civil = now.civil();
  CHECK(civil.year == local.tm_year + 1900);
  CHECK(civil.month == local.tm_mon + 1);
  CHECK(civil.day == local.tm_mday);
  CHECK(civil.hour == local.tm_hour);
  CHECK(civil.minute == local.tm_min);
  CHECK(civil.second == local.tm_sec);
}

TEST_CASE("system_clock goes by the rules that held when it was made") {
  const time_zone zone{"<+03>-3"};
  const system_clock clock;
  const time_zone other{"<-03>3"};
  CHECK(clock.now().offset_minutes() == 180);
  CHECK(system_clock{}.now().offset_minutes() == -180);
}

TEST_CASE("coarse_clock is never ahead of system_clock, behind by less than a second, and in the same zone") {
  const time_zone zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
  const lineout::posix::coarse_clock coarse;
  const system_clock exact;
  const auto nanoseconds = [](const lineout::timestamp& time) { return time.seconds() * 1000000000 + time.nanoseconds(); };
  for (int round = 0; round < 1000; ++round) {
    const auto late = coarse.now();
    const auto now = exact.now();
    CHECK(nanoseconds(late) <= nanoseconds(now));
    CHECK(nanoseconds(now) - nanoseconds(late) < 1000000000);
    CHECK(late.offset_minutes() == now.offset_minutes());
  }
}
