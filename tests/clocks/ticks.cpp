#include <lineout/clocks/ticks.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <type_traits>

namespace {

using lineout::timestamp;
using lineout::clocks::ticks;

std::uint64_t counter = 0;
lineout::uint64_t read_counter() { return counter; }

constinit ticks<1000> milliseconds{read_counter};
static_assert(std::is_trivially_destructible_v<ticks<1000>>);
static_assert(lineout::time_source<ticks<84000000>>);

// What a clock of PerSecond shows after some ticks.
template <std::uint32_t PerSecond> timestamp after(std::uint64_t elapsed, timestamp from) {
  counter = 123456789012345;
  ticks<PerSecond> clock{read_counter};
  clock.set(from);
  counter += elapsed;
  return clock.now();
}

}  // namespace

TEST_CASE("the time is unknown until it is set, and again when it is set to unknown") {
  counter = 5000;
  CHECK_FALSE(milliseconds.now().known());
  milliseconds.set(timestamp::at(1700637668, 0, 60));
  CHECK(milliseconds.now() == timestamp::at(1700637668, 0, 60));
  counter += 1;
  CHECK(milliseconds.now() == timestamp::at(1700637668, 1000000, 60));
  counter += 86400 * 1000 - 1;
  CHECK(milliseconds.now() == timestamp::at(1700637668 + 86400, 0, 60));
  milliseconds.set({});
  CHECK_FALSE(milliseconds.now().known());
}

TEST_CASE("a second setting corrects the clock and changes its offset") {
  counter = 0;
  ticks<1000> clock{read_counter};
  clock.set(timestamp::at(1000, 0));
  counter = 500;
  clock.set(timestamp::at(2000, 999999999, 120));
  CHECK(clock.now() == timestamp::at(2000, 999999999, 120));
  counter = 501;
  CHECK(clock.now() == timestamp::at(2001, 999999, 120));
  clock.set(timestamp::at(3000));
  CHECK(clock.now() == timestamp::at(3000));
}

TEST_CASE("nanoseconds are those of the ticks, cut off and never a whole second") {
  const timestamp zero = timestamp::at(0);
  CHECK(after<1>(7, zero) == timestamp::at(7));
  CHECK(after<3>(2, zero) == timestamp::at(0, 666666666));
  CHECK(after<32768>(1, zero) == timestamp::at(0, 30517));
  CHECK(after<32768>(32767, zero) == timestamp::at(0, 999969482));
  CHECK(after<84000000>(83999999, zero) == timestamp::at(0, 999999988));
  CHECK(after<1000000000>(999999999, zero) == timestamp::at(0, 999999999));
  CHECK(after<0x80000000>(0x7fffffff, zero) == timestamp::at(0, 999999999));
  CHECK(after<0x80000000>(0x80000000, zero) == timestamp::at(1));
}

TEST_CASE("what cannot be told is unknown: a counter that went back, a time after the year 9999") {
  CHECK_FALSE(after<1000>(static_cast<std::uint64_t>(-1), timestamp::at(5)).known());
  CHECK_FALSE(after<0x80000000>(static_cast<std::uint64_t>(-1), timestamp::at(5)).known());
  CHECK_FALSE(after<1>(253402300799, timestamp::at(5)).known());
  CHECK_FALSE(after<1>(UINT64_MAX - 123456789012345, timestamp::at(5)).known());
}

TEST_CASE("a count is converted later, to the time that now() would have given") {
  counter = 5000;
  ticks<1000> clock{read_counter};
  const auto early = clock.count();
  CHECK(early == 5000);
  CHECK_FALSE(clock.at(early).known());
  counter = 6500;
  clock.set(timestamp::at(1000, 250000000, 60));
  counter = 7600;
  const auto later = clock.count();
  CHECK(clock.at(later) == clock.now());
  counter = 9999;
  CHECK(clock.at(later) == timestamp::at(1001, 350000000, 60));
  // Before the time was learnt, or set anew.
  CHECK(clock.at(6500) == timestamp::at(1000, 250000000, 60));
  CHECK(clock.at(6499) == timestamp::at(1000, 249000000, 60));
  CHECK(clock.at(6250) == timestamp::at(1000, 0, 60));
  CHECK(clock.at(6249) == timestamp::at(999, 999000000, 60));
  CHECK(clock.at(early) == timestamp::at(998, 750000000, 60));
  clock.set({});
  CHECK_FALSE(clock.at(later).known());
}

TEST_CASE("a count from before 1970 is an unknown time") {
  counter = 3000;
  ticks<1000> clock{read_counter};
  clock.set(timestamp::at(2));
  CHECK(clock.at(1000) == timestamp::at(0));
  CHECK_FALSE(clock.at(999).known());
}

TEST_CASE("a function object without a state need not be given") {
  struct read {
    lineout::uint64_t operator()() const { return counter; }
  };
  counter = 10;
  ticks<10, read> clock;
  clock.set(timestamp::at(1));
  counter = 20;
  CHECK(clock.now() == timestamp::at(2));
}
