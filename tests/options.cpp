#include <lineout/options.hpp>

#include <doctest/doctest.h>

TEST_CASE("the defaults say nothing that is not known") {
  static_assert(!lineout::options::clock{}.now().known());
  static_assert(lineout::options::facility == lineout::facility::user);
  static_assert(lineout::options::threshold == lineout::severity::debug);
  CHECK(true);
}
