#include <lineout/detail/notice.hpp>

#include "../support/messages.hpp"

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("a notice has its room, its fields and at most its size") {
  channel_log log;
  remembering<100, 3> next{&log};
  const origin who{"h", "p"};
  const timestamp time = timestamp::at(5);
  const auto short_words = [](writer& out) { out.literal("12345678"); };
  const auto long_words = [](writer& out) { out.literal("123456789"); };
  CHECK(detail::submit_notice<8>(next, {facility::lpr, severity::alert}, time, who, false, short_words) ==
        outcome::sent);
  CHECK(detail::submit_notice<8>(next, {}, {}, who, false, long_words) == outcome::sent);
  log.failures = 1;
  CHECK(detail::submit_notice<8>(next, {}, {}, who, true, short_words) == outcome::lost);
  CHECK(log.texts() == std::vector<std::string>{"12345678", "12345..."});
  CHECK(log.messages[0].level == priority{facility::lpr, severity::alert});
  CHECK(log.messages[0].time == time);
  CHECK(log.messages[0].app_name == "p");
}
