#include <lineout/framings/bare.hpp>

#include "../support/frame.hpp"

#include <doctest/doctest.h>

using namespace lineout;

static constexpr origin program{"router1", "pppd", 1234};

TEST_CASE("a bare record is the text alone") {
  static_assert(framed_as<bare>("bitvisor:Processor 0", {facility::local0, severity::warning},
                                timestamp::from_civil({2026, 8, 5, 7, 3, 6}), program, "bitvisor:Processor 0"));
  static_assert(framed_as<bare>("", {}, {}, program, ""));
  CHECK(true);
}
