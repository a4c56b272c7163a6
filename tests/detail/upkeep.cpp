#include <lineout/detail/upkeep.hpp>

#include "../support/messages.hpp"

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("what a part does not have is not asked of it, and a mark is then a message") {
  stubs::channel none;
  detail::tick(none, {});
  detail::flush(none);
  CHECK(detail::submit_mark(none, made_message{"-- MARK --"}) == outcome::sent);
}

TEST_CASE("what a part has is called") {
  struct marked : remembering<> {
    int marks = 0;
    outcome submit_mark(const message&) { return ++marks, outcome::queued; }
  };
  channel_log log;
  marked part{{&log}};
  detail::tick(part, {});
  detail::flush(part);
  CHECK(detail::submit_mark(part, made_message{"-- MARK --"}) == outcome::queued);
  CHECK(log.ticks == 1);
  CHECK(log.flushes == 1);
  CHECK(part.marks == 1);
  CHECK(log.messages.empty());
}
