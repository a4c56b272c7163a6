#include <lineout/locks/patience.hpp>

#include <doctest/doctest.h>

namespace {

using lineout::uint32_t;
using lineout::detail::try_for;

// A timer that shows ten microseconds more each time, and counts how often it was asked.
struct fast_timer {
  static inline uint32_t now = 0;
  static inline int readings = 0;
  uint32_t microseconds() { return ++readings, now += 10; }
};
struct stopped_timer {
  static inline int readings = 0;
  uint32_t microseconds() { return ++readings, 7; }
};

int attempts;
int relaxed;
const auto never = [] { return ++attempts, false; };
const auto relax = [] { ++relaxed; };

}  // namespace

TEST_CASE("what succeeds at once, or may not wait, reads no time") {
  fast_timer::readings = attempts = relaxed = 0;
  CHECK(try_for<fast_timer>(1000, [] { return true; }, relax));
  CHECK_FALSE(try_for<fast_timer>(0, never, relax));
  CHECK(attempts == 1);
  CHECK(relaxed == 0);
  CHECK(fast_timer::readings == 0);
}

TEST_CASE("a wait ends when the patience is over, also where the timer goes round") {
  const uint32_t starts[] = {0, 0xffffffd0};
  for (const uint32_t start : starts) {
    fast_timer::now = start;
    attempts = relaxed = 0;
    CHECK_FALSE(try_for<fast_timer>(100, never, relax));
    CHECK(attempts == 11);
    CHECK(relaxed == 10);
    CHECK(fast_timer::now - start == 110);
  }
}

TEST_CASE("a wait ends when what was waited for is there") {
  attempts = 0;
  CHECK(try_for<fast_timer>(1000, [] { return ++attempts == 5; }, relax));
  CHECK(attempts == 5);
  CHECK(try_for<fast_timer>(lineout::forever, [] { return ++attempts == 1000; }, relax));
}

TEST_CASE("a timer that has stopped ends a wait") {
  stopped_timer::readings = 0;
  CHECK_FALSE(try_for<stopped_timer>(10, never, relax));
  CHECK(stopped_timer::readings < 2000000);
}

TEST_CASE("where there is no timer each look counts as a microsecond") {
  attempts = 0;
  CHECK_FALSE(try_for<lineout::look_timer>(500, never, relax));
  CHECK(attempts == 501);
  static_assert(!try_for<lineout::look_timer>(10, [] { return false; }, lineout::detail::pause));
}
