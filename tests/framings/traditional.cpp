#include <lineout/framings/traditional.hpp>

#include "../support/frame.hpp"

#include <doctest/doctest.h>

using namespace lineout;

static constexpr origin program{"router1", "pppd", 1234};

TEST_CASE("a file's line has no PRI") {
  static_assert(framed_as<traditional>("Aug  5 07:03:06 router1 pppd[1234]: hello", {facility::local0, severity::warning},
                                       timestamp::from_civil({2026, 8, 5, 7, 3, 6}), program, "hello"));
  static_assert(framed_as<traditional>("router1 pppd[1234]: hello", {}, {}, program, "hello"));
  CHECK(true);
}
