#include <lineout/clocks/none.hpp>

#include <doctest/doctest.h>

static_assert(!lineout::clocks::none{}.now().known());

TEST_CASE("without a clock the time is unknown") {
  lineout::clocks::none clock;
  CHECK_FALSE(clock.now().known());
}
