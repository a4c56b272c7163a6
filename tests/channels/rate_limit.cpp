#include <lineout/channels/rate_limit.hpp>

#include "../support/messages.hpp"

#include <lineout/channels/framed.hpp>
#include <lineout/clocks/fixed.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/logger.hpp>
#include <lineout/sinks/null.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace lineout;

namespace {

[[maybe_unused]] constinit rate_limit<framed<rfc3164, null>> constant;
static_assert(std::is_trivially_destructible_v<decltype(constant)>);
static_assert(rate_limit<remembering<7, 2>>::headroom == 7 && rate_limit<remembering<7, 2>>::tailroom == 2);

struct three_in_ten : rate_limit_options {
  static constexpr uint32_t burst = 3;
  static constexpr uint32_t seconds = 10;
  static constexpr size_t keys = 2;
};

constexpr timestamp at(int64_t seconds) { return timestamp::at(1'000'000 + seconds); }

made_message words(const char* text, int64_t seconds, severity level = severity::err) {
  return made_message{text, {facility::mail, level}, at(seconds)};
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a burst passes, the rest is counted, and the count goes before the next one") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  for (int n = 0; n < 10; ++n) CHECK(channel.submit(words("x", n)) == outcome::sent);
  CHECK(log.texts() == texts{"x", "x", "x"});
  CHECK(channel.pending() == 7);
  CHECK(channel.submit(words("y", 10)) == outcome::sent);
  CHECK(log.texts() == texts{"x", "x", "x", "7 messages suppressed", "y"});
  CHECK(log.messages[3].level == priority{facility::mail, severity::err});
  CHECK(log.messages[3].app_name == "app");
  CHECK(log.messages[3].time == at(10));
  CHECK(channel.pending() == 0);
  CHECK(channel.suppressed() == 7);
}

TEST_CASE("tick reports when the time is over and nothing else comes, and one is one message") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  for (int n = 0; n < 4; ++n) channel.submit(words("x", 0));
  channel.tick(at(9));
  CHECK(log.messages.size() == 3);
  channel.tick(at(10));
  CHECK(log.texts() == texts{"x", "x", "x", "1 message suppressed"});
  channel.tick(at(100));
  CHECK(log.messages.size() == 4);
  CHECK(log.ticks == 3);
}

TEST_CASE("severe messages always pass and use nothing up") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  for (int n = 0; n < 100; ++n) channel.submit(words("crit", 0, severity::crit));
  for (int n = 0; n < 100; ++n) channel.submit(words("emerg", 0, severity::emerg));
  CHECK(log.messages.size() == 200);
  for (int n = 0; n < 100; ++n) channel.submit(words("err", 0, severity::err));
  CHECK(log.messages.size() == 203);
}

TEST_CASE("each program and PRI has a burst of its own") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  for (int n = 0; n < 5; ++n) channel.submit(words("a", 0).from({"host", "a"}));
  for (int n = 0; n < 5; ++n) channel.submit(words("b", 0).from({"host", "b"}));
  CHECK(log.messages.size() == 6);
  channel.flush();
  CHECK(log.messages.size() == 8);
  CHECK(log.messages[6].app_name == "a");
  CHECK(log.messages[7].app_name == "b");
  CHECK(rate_limit_options::key(words("x", 0, severity::err)) !=
        rate_limit_options::key(words("x", 0, severity::info)));
}

TEST_CASE("a key for which there is no place takes that of the oldest, whose count is reported first") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  for (int n = 0; n < 5; ++n) channel.submit(words("a", 0).from({"host", "a"}));
  for (int n = 0; n < 5; ++n) channel.submit(words("b", 1).from({"host", "b"}));
  log.messages.clear();
  for (int n = 0; n < 5; ++n) channel.submit(words("c", 2).from({"host", "c"}));
  CHECK(log.texts() == texts{"2 messages suppressed", "c", "c", "c"});
  CHECK(log.messages[0].app_name == "a");
  CHECK(channel.pending() == 4);
}

TEST_CASE("time that jumps back or forward suppresses nobody for ever") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  for (int n = 0; n < 5; ++n) channel.submit(words("x", 0));
  for (int n = 0; n < 5; ++n) channel.submit(words("x", -900000));
  for (int n = 0; n < 5; ++n) channel.submit(words("x", 2000000000));
  for (int n = 0; n < 5; ++n) channel.submit(words("x", 5));
  channel.flush();
  CHECK(log.messages.size() == 4 * 3 + 4);
  CHECK(channel.suppressed() == 8);
  CHECK(channel.pending() == 0);
}

TEST_CASE("without any time everything passes, and tick is a time") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  for (int n = 0; n < 50; ++n) channel.submit(made_message{"x"});
  CHECK(log.messages.size() == 50);
  channel.tick(at(0));
  for (int n = 0; n < 50; ++n) channel.submit(made_message{"x"});
  CHECK(log.messages.size() == 53);
  channel.tick({});
  channel.tick(at(10));
  CHECK(log.messages.back().text == "47 messages suppressed");
}

TEST_CASE("flush and panic report what is pending") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  for (int n = 0; n < 5; ++n) channel.submit(words("x", 0));
  channel.flush();
  CHECK(log.messages.back().text == "2 messages suppressed");
  channel.submit(words("x", 1));
  channel.panic();
  CHECK(log.messages.back().text == "1 message suppressed");
  CHECK(log.panics == 1);
  CHECK(log.flushes == 1);
}

TEST_CASE("a report that is lost stays counted, and a message that is lost uses nothing up") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  log.failures = 5;
  for (int n = 0; n < 5; ++n) CHECK(channel.submit(words("x", 0)) == outcome::lost);
  for (int n = 0; n < 5; ++n) channel.submit(words("x", 1));
  log.failures = 3;
  channel.tick(at(20));
  channel.flush();
  CHECK(channel.submit(words("y", 30)) == outcome::lost);
  CHECK(channel.pending() == 2);
  CHECK(channel.submit(words("y", 31)) == outcome::sent);
  CHECK(log.texts() == texts{"x", "x", "x", "2 messages suppressed", "y"});
}

TEST_CASE("marks are not limited") {
  channel_log log;
  rate_limit channel{remembering<>{&log}, three_in_ten{}};
  for (int n = 0; n < 9; ++n) channel.submit_mark(words("-- MARK --", 0));
  CHECK(log.messages.size() == 9);
}

TEST_CASE("behind a logger all that was accepted is sent") {
  struct ticking : options {
    using clock = clocks::fixed;
  };
  channel_log log;
  logger<rate_limit<remembering<>>, ticking> limited{
      rate_limit{remembering<>{&log}}, {"host", "app"}, clocks::fixed{at(0)}};
  for (int n = 0; n < 1000; ++n) limited.err("link {} down", n);
  CHECK(log.messages.size() == rate_limit_options::burst);
  CHECK(limited.counts().sent == 1000);
  limited.channel().flush();
  CHECK(log.messages.back().text == "980 messages suppressed");
}
