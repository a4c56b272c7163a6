#include <lineout/framings/newline.hpp>

#include "../support/frame.hpp"

#include <lineout/framings/rfc3164.hpp>
#include <lineout/framings/rfc5424.hpp>

#include <doctest/doctest.h>

using namespace lineout;

static constexpr origin router{"router1", "pppd", 1234};

TEST_CASE("a record ends in a line feed, whichever framing it is of") {
  static_assert(framed_as<newline<rfc3164>>("<14>pppd[1234]: x\n", {facility::user, severity::info}, {}, router, "x"));
  static_assert(framed_as<newline<rfc5424>>("<14>1 - router1 pppd 1234 - - x\n", {facility::user, severity::info}, {},
                                            router, "x"));
  static_assert(
      framed_as<newline<newline<rfc3164>>>("<14>pppd[1234]: \n\n", {facility::user, severity::info}, {}, router, ""));
  static_assert(newline<rfc3164>::headroom == rfc3164::headroom);
  static_assert(newline<rfc3164>::tailroom == 1);
  CHECK(true);
}
