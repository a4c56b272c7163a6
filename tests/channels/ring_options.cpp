#include <lineout/channels/ring_options.hpp>

#include <doctest/doctest.h>

TEST_CASE("a ring drops the newest, hands on no more at once than anybody takes, and looks a bounded number of times") {
  static_assert(lineout::ring_options::when_full == lineout::when_full::drop_newest);
  static_assert(lineout::ring_options::batch == lineout::batch_limit);
  static_assert(lineout::ring_options::looks < lineout::unbounded);
  static_assert(lineout::ring_options::alignment >= alignof(lineout::detail::atomic));
  lineout::ring_options::relax();
  CHECK(lineout::ring_counts{}.queued == 0);
}
