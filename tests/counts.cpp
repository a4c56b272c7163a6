#include <lineout/counts.hpp>

#include <doctest/doctest.h>

TEST_CASE("nothing has been counted at first") {
  constexpr lineout::counts none;
  static_assert(none.accepted == 0 && none.sent == 0 && none.queued == 0 && none.truncated == 0 && none.lost == 0);
  CHECK(none.lost_later == 0);
}
