#include <lineout/log.hpp>

#include <doctest/doctest.h>

// A file that only logs needs nothing else.
TEST_CASE("a file that only logs needs one header") {
  const lineout::logger_ref log;
  log.info("disk {} at {}%", "sda", 91);
  CHECK_FALSE(log);
  CHECK(log.enabled(lineout::severity::debug));
}
