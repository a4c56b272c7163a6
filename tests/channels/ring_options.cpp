#include <lineout/channels/ring_options.hpp>

#include <doctest/doctest.h>

TEST_CASE("a ring drops the newest, hands on no more at once than anybody takes, and waits for a bounded time") {
  static_assert(lineout::ring_options::when_full == lineout::when_full::drop_newest);
  static_assert(lineout::ring_options::batch == lineout::batch_limit);
  static_assert(lineout::ring_options::patience < lineout::forever);
  static_assert(lineout::ring_options::patience_in_panic < lineout::forever);
  static_assert(lineout::ring_options::process::number() == 0);
  static_assert(lineout::ring_options::alignment >= alignof(lineout::detail::atomic));
  lineout::ring_options::relax();
  CHECK(lineout::ring_counts{}.queued == 0);
}
