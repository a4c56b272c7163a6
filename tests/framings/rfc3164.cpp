#include <lineout/framings/rfc3164.hpp>

#include "../support/frame.hpp"

#include <doctest/doctest.h>

using namespace lineout;

static constexpr origin router{"router1", "pppd", 1234};
static constexpr auto morning = timestamp::from_civil({2026, 8, 5, 7, 3, 6});

TEST_CASE("PRI, time, hostname, tag, process id and text stand where RFC 3164 puts them") {
  static_assert(framed_as<rfc3164>("<132>Aug  5 07:03:06 router1 pppd[1234]: hello",
                                   {facility::local0, severity::warning}, morning, router, "hello"));
  static constexpr origin without_process{"router1", "pppd"};
  static_assert(framed_as<rfc3164>("<0>Dec 31 23:59:59 router1 pppd: x", {facility::kern, severity::emerg},
                                   timestamp::from_civil({2026, 12, 31, 23, 59, 59}), without_process, "x"));
  CHECK(true);
}

TEST_CASE("the local time is shown") {
  static_assert(framed_as<rfc3164>("<14>Aug  4 22:03:06 router1 pppd[1234]: x", {facility::user, severity::info},
                                   timestamp::at(morning.seconds(), 0, -540), router, "x"));
  CHECK(true);
}

TEST_CASE("without a time the hostname is left to the receiver, or kept on request") {
  static_assert(framed_as<rfc3164>("<14>pppd[1234]: x", {facility::user, severity::info}, {}, router, "x"));
  static_assert(framed_as<basic_rfc3164<unknown_time::keep_hostname>>(
      "<14>router1 pppd[1234]: x", {facility::user, severity::info}, {}, router, "x"));
  CHECK(true);
}

TEST_CASE("a hostname that RFC 5424 would read as its version is left out behind the PRI, and stays behind a time") {
  using keeping = basic_rfc3164<unknown_time::keep_hostname>;
  static constexpr origin one{"1", "a"}, longest{"999", "a"}, none{"1234", "a"}, mixed{"1a", "a"};
  static_assert(framed_as<keeping>("<13>a: x", {}, {}, one, "x"));
  static_assert(framed_as<keeping>("<13>a: x", {}, {}, longest, "x"));
  static_assert(framed_as<keeping>("<13>1234 a: x", {}, {}, none, "x"));
  static_assert(framed_as<keeping>("<13>1a a: x", {}, {}, mixed, "x"));
  static_assert(framed_as<keeping>("<13>Aug  5 07:03:06 1 a: x", {}, morning, one, "x"));
  CHECK(true);
}

TEST_CASE("a tag has at most 31 characters, however long the app name is") {
  static constexpr origin longest{"h", "a23456789b123456789c123456789d123456789e12345678", 7};
  static_assert(
      framed_as<rfc3164>("<13>Aug  5 07:03:06 h a23456789b123456789c123456789d1[7]: x", {}, morning, longest, "x"));
  CHECK(true);
}

TEST_CASE("the longest header takes all of the headroom and no more") {
  static constexpr origin longest{"a23456789b123456789c123456789d123456789e123456789f123456789g123",
                                  "a23456789b123456789c123456789d1", 4294967295};
  static_assert(framed_as<rfc3164>(
      "<191>Nov 30 23:59:59 a23456789b123456789c123456789d123456789e123456789f123456789g123 "
      "a23456789b123456789c123456789d1[4294967295]: ",
      {facility::local7, severity::debug}, timestamp::from_civil({9999, 11, 30, 23, 59, 59}), longest, ""));
  static_assert(rfc3164::headroom == 130);
  CHECK(true);
}

TEST_CASE("every month and every day is written as the RFC does") {
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (uint8_t month = 1; month <= 12; ++month)
    for (uint8_t day = 1; day <= 28; ++day) {
      char expected[64];
      std::snprintf(expected, sizeof expected, "<13>%s %2d 00:00:00 router1 pppd[1234]: x", months[month - 1], day);
      CHECK(framed_as<rfc3164>(expected, {}, timestamp::from_civil({2026, month, day, 0, 0, 0}), router, "x"));
    }
}
