#include <lineout/values/duration.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "support/formatted.hpp"

namespace {

using lineout::duration;
using lineout::text;

constexpr duration uptime{"1d 02:03:04"};
static_assert(uptime == duration::of_seconds(93784));
static_assert(duration{"-00:00:01.5"} == duration::of_milliseconds(-1500));
static_assert(duration{"1d12h"} == duration::of_seconds(129600));
static_assert(duration{"90s"} == duration{"00:01:30"});
static_assert(duration{"1500ms"} == duration{"1s500ms"});
static_assert(duration{"2m3us"} == duration::of_seconds(120, 3000));
static_assert(duration{"7ns"} == duration::of_nanoseconds(7));
static_assert(duration{"100:00:00"} == duration{"4d 04:00:00"});
static_assert(duration{"-0s"} == duration{});
static_assert(!duration{"-0s"}.negative());
static_assert(duration{"99999999d"}.whole_seconds() == 99999999ULL * 86400);
static_assert(duration::of_microseconds(-1).negative());
static_assert(duration::of_nanoseconds(INT64_MIN).whole_seconds() == 9223372036);

constexpr bool fails_at(text input, lineout::size_t position) {
  const auto result = duration::parse(input);
  return !result && result.position == position && result.value == duration{};
}

static_assert(fails_at("", 0));
static_assert(fails_at("-", 1));
static_assert(fails_at("5", 1));
static_assert(fails_at("5x", 1));
static_assert(fails_at("5s ", 2));
static_assert(fails_at("5s5s", 3));
static_assert(fails_at("5s5m", 3));
static_assert(fails_at("1:02:03", 0));
static_assert(fails_at("01:60:03", 3));
static_assert(fails_at("01:2:03", 3));
static_assert(fails_at("01:02", 5));
static_assert(fails_at("01:02:3", 6));
static_assert(fails_at("01:02:03.", 9));
static_assert(fails_at("01:02:03.1234567890", 9));
static_assert(fails_at("01:02:03 ", 8));
static_assert(fails_at("1d 24:00:00", 3));
static_assert(fails_at("1d 1:00:00", 3));
static_assert(fails_at("1d ", 3));
static_assert(fails_at("999999999s", 0));
static_assert(fails_at("--1s", 1));
static_assert(fails_at(text{"1s\0", 3}, 2));

}  // namespace

TEST_CASE("a duration is written with days where there are any, and a fraction as long as it needs") {
  CHECK(formatted("{}", uptime) == "1d 02:03:04");
  CHECK(formatted("{}", duration{}) == "00:00:00");
  CHECK(formatted("{}", duration{"23:59:59"}) == "23:59:59");
  CHECK(formatted("{}", duration{"24:00:00"}) == "1d 00:00:00");
  CHECK(formatted("{}", duration{"-00:00:01.5"}) == "-00:00:01.5");
  CHECK(formatted("{}", duration{"50ms"}) == "00:00:00.05");
  CHECK(formatted("{}", duration{"1ns"}) == "00:00:00.000000001");
  CHECK(formatted("{}", duration::of_seconds(INT64_MIN)) == "-106751991167300d 15:30:08");
  CHECK(formatted("{}", duration::of_seconds(1, 4000000000U)) == "00:00:01.999999999");
}

TEST_CASE("seconds alone, precisions and widths") {
  CHECK(formatted("{:s}", uptime) == "93784");
  CHECK(formatted("{:s}", duration{"-93784s500ms"}) == "-93784.5");
  CHECK(formatted("{:.3}", duration{"1s"}) == "00:00:01.000");
  CHECK(formatted("{:.1s}", duration{"1s990ms"}) == "1.9");
  CHECK(formatted("{:.0}", duration{"1s990ms"}) == "00:00:01");
  CHECK(formatted("{:.12s}", duration{"1s990ms"}) == "1.990000000");
  CHECK(formatted("[{:>14}]", uptime) == "[   1d 02:03:04]");
  CHECK(formatted("[{:10}]", duration{"1s"}) == "[00:00:01  ]");
}

TEST_CASE("what is written is read as the same") {
  for (const std::int64_t seconds :
       {0LL, 1LL, 59LL, 60LL, 3599LL, 3600LL, 86399LL, 86400LL, 90061LL, 8639999999999LL}) {
    for (const std::uint32_t nanoseconds : {0U, 1U, 120000000U, 999999999U}) {
      const duration value = duration::of_seconds(seconds, nanoseconds);
      const auto read = duration::parse(formatted("{}", value));
      CHECK(read);
      CHECK(read.value == value);
      const duration negative = duration::of_seconds(-seconds, nanoseconds);
      CHECK(duration::parse(formatted("{}", negative)).value == negative);
    }
  }
}

TEST_CASE("a duration that is cut or followed by something is never read beyond its end") {
  const std::string words = "12d 03:04:05.678";
  for (std::size_t size = 0; size <= words.size(); ++size) {
    const std::string part = words.substr(0, size);
    const bool whole = size == 12 || size >= 14 || part == "12d";
    CHECK(static_cast<bool>(duration::parse(part)) == whole);
  }
}

TEST_CASE("what is wrong with a duration is said in words") {
  CHECK(duration::parse("5x").error ==
        text{"a unit is expected here: d h m s ms us ns, from the longest to the shortest"});
  CHECK(duration::parse("").error == text{"a number is expected here"});
}
