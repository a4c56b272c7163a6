#include <lineout/detail/prefetch.hpp>

#include <doctest/doctest.h>

TEST_CASE("asking for a line changes nothing, and may be for an address that is none") {
  int value = 7;
  lineout::detail::prefetch_to_write(&value);
  lineout::detail::prefetch_to_write(nullptr);
  CHECK(value == 7);
}
