#include <lineout/framings/local.hpp>

#include "../support/frame.hpp"

#include <doctest/doctest.h>

using namespace lineout;

static constexpr origin program{"router1", "pppd", 1234};

TEST_CASE("a local daemon gets no hostname") {
  static_assert(framed_as<local>("<132>Aug  5 07:03:06 pppd[1234]: hello", {facility::local0, severity::warning},
                                 timestamp::from_civil({2026, 8, 5, 7, 3, 6}), program, "hello"));
  CHECK(true);
}

TEST_CASE("without a time there is the tag alone") {
  static_assert(framed_as<local>("<132>pppd[1234]: hello", {facility::local0, severity::warning}, {}, program, "hello"));
  CHECK(true);
}
