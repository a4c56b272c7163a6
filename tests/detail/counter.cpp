#include <lineout/detail/counter.hpp>

#include <doctest/doctest.h>

template <typename Counter> static void counts() {
  Counter events;
  events.add(2);
  events.add(3);
  CHECK(events.value() == 5);
  CHECK(events.take() == 5);
  CHECK(events.value() == 0);
  CHECK(events.take() == 0);
}

TEST_CASE("a counter counts and can be emptied, shared or not") {
  counts<lineout::detail::counter<true>>();
  counts<lineout::detail::counter<false>>();
}
