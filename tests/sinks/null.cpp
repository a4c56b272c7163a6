#include <lineout/sinks/null.hpp>

#include <doctest/doctest.h>

TEST_CASE("what goes nowhere counts as sent") {
  lineout::null sink;
  lineout::packet nothing;
  CHECK(sink.send(nothing) == lineout::outcome::sent);
}
