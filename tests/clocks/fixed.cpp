#include <lineout/clocks/fixed.hpp>

#include <doctest/doctest.h>

static_assert(!lineout::clocks::fixed{}.now().known());
static_assert(lineout::clocks::fixed{lineout::timestamp::at(5, 6, 60)}.now() == lineout::timestamp::at(5, 6, 60));

TEST_CASE("a fixed clock shows what it was set to last") {
  lineout::clocks::fixed clock;
  clock.set(lineout::timestamp::at(1, 2, -90));
  CHECK(clock.now() == lineout::timestamp::at(1, 2, -90));
  clock.set({});
  CHECK_FALSE(clock.now().known());
}
