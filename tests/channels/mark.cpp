#include <lineout/channels/mark.hpp>

#include "../support/messages.hpp"

#include <lineout/channels/filter.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/sinks/null.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace lineout;

namespace {

constexpr origin here{"host", "app", 7};
[[maybe_unused]] constinit mark<framed<rfc3164, null>> constant{framed<rfc3164, null>{}, here};
static_assert(std::is_trivially_destructible_v<decltype(constant)>);
static_assert(mark<remembering<7, 2>>::headroom == 7 && mark<remembering<7, 2>>::tailroom == 2);

struct each_minute : mark_options {
  static constexpr uint32_t seconds = 60;
  static constexpr lineout::priority priority{facility::local3, severity::debug};
  static constexpr text words = "still here";
};

constexpr timestamp at(int64_t seconds) { return timestamp::at(1'000'000 + seconds); }

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("after a silence of twenty minutes there is a mark, and then each twenty minutes") {
  channel_log log;
  mark channel{remembering<>{&log}, here};
  std::vector<int64_t> marked;
  for (int64_t second = 0; second <= 4000; ++second) {
    const size_t before = log.messages.size();
    channel.tick(at(second));
    if (log.messages.size() > before) marked.push_back(second);
  }
  CHECK(marked == std::vector<int64_t>{1200, 2400, 3600});
  REQUIRE_FALSE(log.messages.empty());
  CHECK(log.messages[0].text == "-- MARK --");
  CHECK(log.messages[0].level == priority{facility::syslog, severity::info});
  CHECK(log.messages[0].time == at(1200));
  CHECK(log.messages[0].app_name == "app");
  CHECK(log.ticks == 4001);
}

TEST_CASE("a message ends the silence, one without a time at the next tick") {
  channel_log log;
  mark channel{remembering<>{&log}, here, each_minute{}};
  channel.tick(at(0));
  channel.submit(made_message{"x", {}, at(30)});
  channel.tick(at(60));
  channel.tick(at(89));
  CHECK(log.texts() == texts{"x"});
  channel.tick(at(90));
  CHECK(log.texts() == texts{"x", "still here"});
  CHECK(log.messages[1].level == priority{facility::local3, severity::debug});
  channel.submit(made_message{"y"});
  channel.tick(at(150));
  channel.tick(at(209));
  CHECK(log.texts() == texts{"x", "still here", "y"});
  channel.tick(at(210));
  CHECK(log.messages.size() == 4);
}

TEST_CASE("a message that is lost does not end the silence, and a mark that is lost is tried again") {
  channel_log log;
  mark channel{remembering<>{&log}, here, each_minute{}};
  channel.tick(at(0));
  log.failures = 3;
  CHECK(channel.submit(made_message{"x", {}, at(30)}) == outcome::lost);
  channel.tick(at(60));
  channel.tick(at(61));
  CHECK(log.messages.empty());
  channel.tick(at(62));
  CHECK(log.texts() == texts{"still here"});
}

TEST_CASE("time that is unknown or jumps makes no storm of marks and no silence without end") {
  channel_log log;
  mark channel{remembering<>{&log}, here, each_minute{}};
  channel.tick({});
  channel.tick(at(1000000));
  channel.tick(at(-1000000));
  CHECK(log.messages.empty());
  channel.tick(at(-1000000 + 60));
  CHECK(log.messages.size() == 1);
  channel.tick(at(1000000));
  channel.tick(at(1000001));
  CHECK(log.messages.size() == 2);
}

TEST_CASE("a mark passes a selector that takes marks, and no other") {
  channel_log marks, messages;
  mark taken{lineout::filter{"mark.*", remembering<>{&marks}}, here, each_minute{}};
  mark refused{lineout::filter{"*.*", remembering<>{&messages}}, here, each_minute{}};
  for (int64_t second : {0, 60, 120}) {
    taken.tick(at(second));
    refused.tick(at(second));
  }
  CHECK(marks.messages.size() == 2);
  CHECK(messages.messages.empty());
  CHECK(taken.submit_mark(made_message{"another's"}) == outcome::sent);
  CHECK(marks.messages.size() == 3);
}

TEST_CASE("flush and panic reach the channel behind it") {
  channel_log log;
  mark channel{remembering<>{&log}, here};
  channel.flush();
  channel.panic();
  CHECK(log.flushes + log.panics == 2);
  CHECK(channel.next().log == &log);
}

TEST_CASE("the length of the silence can be changed") {
  channel_log log;
  mark channel{remembering<>{&log}, here};
  channel.set_seconds(5);
  for (int64_t second = 0; second <= 11; ++second) channel.tick(at(second));
  CHECK(log.messages.size() == 2);
}
