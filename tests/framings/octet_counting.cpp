#include <lineout/framings/octet_counting.hpp>

#include "../support/frame.hpp"

#include <lineout/framings/rfc3164.hpp>
#include <lineout/framings/rfc5424.hpp>

#include <doctest/doctest.h>

using namespace lineout;

static constexpr origin router{"router1", "pppd", 1234};

TEST_CASE("a record is preceded by the number of its bytes, header included") {
  static_assert(
      framed_as<octet_counting<rfc3164>>("17 <14>pppd[1234]: x", {facility::user, severity::info}, {}, router, "x"));
  static_assert(framed_as<octet_counting<rfc5424>>("30 <14>1 - router1 pppd 1234 - - ",
                                                   {facility::user, severity::info}, {}, router, ""));
  CHECK(true);
}

TEST_CASE("the size is of bytes, not of characters") {
  static_assert(framed_as<octet_counting<rfc3164>>("18 <14>pppd[1234]: \xc3\xa4", {facility::user, severity::info}, {},
                                                   router, "\xc3\xa4"));
  CHECK(true);
}

TEST_CASE("room is asked for the largest size") {
  static_assert(octet_counting<rfc3164>::headroom == rfc3164::headroom + 11);
  static_assert(octet_counting<rfc3164>::tailroom == 0);
  CHECK(true);
}
