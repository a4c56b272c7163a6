#include <lineout/sinks/null.hpp>

#include <doctest/doctest.h>

TEST_CASE("what goes nowhere counts as sent") {
  lineout::null sink;
  lineout::packet nothing;
  CHECK(sink.send(nothing) == lineout::outcome::sent);
  lineout::packet some[2];
  lineout::outcome outcomes[2] = {lineout::outcome::lost, lineout::outcome::lost};
  sink.send_all(some, outcomes, 2);
  CHECK(outcomes[0] == lineout::outcome::sent);
  CHECK(outcomes[1] == lineout::outcome::sent);
}
