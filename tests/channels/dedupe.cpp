#include <lineout/channels/dedupe.hpp>

#include "../support/messages.hpp"
#include "../support/recorder.hpp"

#include <lineout/channels/fan_out.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/locks/spin.hpp>
#include <lineout/logger.hpp>
#include <lineout/sinks/locked.hpp>
#include <lineout/sinks/null.hpp>

#include <doctest/doctest.h>

#include <thread>
#include <type_traits>

using namespace lineout;

namespace {

[[maybe_unused]] constinit dedupe<framed<rfc3164, null>> constant;
static_assert(std::is_trivially_destructible_v<decltype(constant)>);
static_assert(dedupe<remembering<7, 2>>::headroom == 7 && dedupe<remembering<7, 2>>::tailroom == 2);

constexpr timestamp at(int64_t seconds) { return timestamp::at(1'000'000 + seconds); }

made_message words(const char* text, int64_t seconds) {
  return made_message{text, {facility::mail, severity::err}, at(seconds)};
}

using texts = std::vector<std::string>;

struct small : dedupe_options {
  static constexpr size_t text_size = 4;
};

}  // namespace

TEST_CASE("repeats become a count that goes before the next other message") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  for (int second = 0; second < 4; ++second) CHECK(channel.submit(words("a", second)) == outcome::sent);
  CHECK(log.texts() == texts{"a"});
  CHECK(channel.pending() == 3);
  CHECK(channel.submit(words("b", 5)) == outcome::sent);
  CHECK(log.texts() == texts{"a", "last message repeated 3 times", "b"});
  CHECK(channel.submit(words("a", 6)) == outcome::sent);
  CHECK(log.texts() == texts{"a", "last message repeated 3 times", "b", "a"});
  CHECK(channel.pending() == 0);
}

TEST_CASE("a report has the priority and the origin of the message and the time of its last repeat") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  channel.submit(words("a", 0).from({"h1", "p1"}));
  channel.submit(words("a", 7).from({"h1", "p1"}));
  channel.submit(made_message{"b", {}, at(9)}.from({"h2", "p2"}));
  REQUIRE(log.messages.size() == 3);
  CHECK(log.messages[1].level == priority{facility::mail, severity::err});
  CHECK(log.messages[1].hostname == "h1");
  CHECK(log.messages[1].app_name == "p1");
  CHECK(log.messages[1].time == at(7));
}

TEST_CASE("text, priority, hostname, app name and process id all make a difference, time makes none") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  const auto sent = [&](made_message what) {
    const size_t before = log.messages.size();
    channel.submit(what);
    return log.messages.size() - before;
  };
  CHECK(sent(made_message{"a"}) == 1);
  CHECK(sent(made_message{"a", {}, at(1)}) == 0);
  channel.flush();
  CHECK(sent(made_message{"ab"}) == 1);
  CHECK(sent(made_message{"ab", {facility::user, severity::info}}) == 1);
  CHECK(sent(made_message{"ab", {facility::mail, severity::info}}) == 1);
  CHECK(sent(made_message{"ab", {facility::mail, severity::info}}.from({"host2", "app"})) == 1);
  CHECK(sent(made_message{"ab", {facility::mail, severity::info}}.from({"host2", "app2"})) == 1);
  CHECK(sent(made_message{"ab", {facility::mail, severity::info}}.from({"host2", "app2", 7})) == 1);
  CHECK(sent(made_message{"ab", {facility::mail, severity::info}}.from({"host2", "app2", 7})) == 0);
  CHECK(sent(made_message{""}) == 2);
  CHECK(sent(made_message{""}) == 0);
}

TEST_CASE("repeats that go on are reported after 30, 120 and then each 600 seconds") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  std::vector<int64_t> reported;
  channel.submit(words("a", 0));
  for (int64_t second = 1; second <= 2000; ++second) {
    const size_t before = log.messages.size();
    channel.submit(words("a", second));
    if (log.messages.size() > before) reported.push_back(second);
  }
  CHECK(reported == std::vector<int64_t>{30, 150, 750, 1350, 1950});
  channel.submit(words("b", 2001));
  CHECK(log.texts() == texts{"a", "last message repeated 30 times", "last message repeated 120 times",
                             "last message repeated 600 times", "last message repeated 600 times",
                             "last message repeated 600 times", "last message repeated 50 times", "b"});
  // A new message begins the schedule anew.
  log.messages.clear();
  for (int64_t second = 2002; second <= 2031; ++second) channel.submit(words("b", second));
  CHECK(log.texts() == texts{"last message repeated 30 times"});
}

TEST_CASE("tick reports what is due when nothing else comes, and nothing twice") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  channel.submit(words("a", 0));
  channel.submit(words("a", 1));
  channel.tick(at(29));
  CHECK(log.messages.size() == 1);
  channel.tick(at(30));
  CHECK(log.texts() == texts{"a", "last message repeated 1 times"});
  channel.tick(at(1000));
  CHECK(log.messages.size() == 2);
  channel.submit(words("a", 1001));
  CHECK(log.texts() == texts{"a", "last message repeated 1 times", "last message repeated 1 times"});
  CHECK(log.ticks == 3);
}

TEST_CASE("without times tick alone is the clock, and without that the count waits") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  for (int n = 0; n < 100; ++n) channel.submit(made_message{"a"});
  channel.tick({});
  CHECK(log.messages.size() == 1);
  channel.tick(at(0));
  CHECK(log.messages.size() == 1);
  channel.tick(at(30));
  CHECK(log.texts() == texts{"a", "last message repeated 99 times"});
}

TEST_CASE("time that jumps back starts the wait anew, and time that jumps forward ends it") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  channel.submit(words("a", 0));
  channel.submit(words("a", -900000));
  channel.tick(at(-900000 + 29));
  CHECK(log.messages.size() == 1);
  channel.tick(at(-900000 + 30));
  CHECK(log.messages.size() == 2);
  channel.submit(words("a", 800000000));
  CHECK(log.messages.size() == 3);
  CHECK(channel.pending() == 0);
}

TEST_CASE("flush and panic report the last count") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  channel.submit(words("a", 0));
  channel.submit(words("a", 1));
  channel.flush();
  CHECK(log.texts() == texts{"a", "last message repeated 1 times"});
  channel.submit(words("a", 2));
  channel.submit(words("a", 3));
  channel.panic();
  CHECK(log.texts() == texts{"a", "last message repeated 1 times", "last message repeated 2 times"});
  CHECK(log.panics == 1);
  channel.flush();
  channel.panic();
  CHECK(log.messages.size() == 3);
}

TEST_CASE("a report that is lost stays counted, and nothing overtakes it") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  channel.submit(words("a", 0));
  channel.submit(words("a", 1));
  channel.submit(words("a", 2));
  log.failures = 4;
  channel.tick(at(40));
  channel.flush();
  channel.panic();
  CHECK(channel.pending() == 2);
  CHECK(channel.submit(words("b", 41)) == outcome::lost);
  CHECK(log.texts() == texts{"a"});
  CHECK(channel.submit(words("b", 42)) == outcome::sent);
  CHECK(log.texts() == texts{"a", "last message repeated 2 times", "b"});
}

TEST_CASE("a message that is lost is tried again when it is repeated") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  log.failures = 1;
  CHECK(channel.submit(words("a", 0)) == outcome::lost);
  CHECK(channel.submit(words("a", 1)) == outcome::sent);
  CHECK(channel.submit(words("a", 2)) == outcome::sent);
  CHECK(log.texts() == texts{"a"});
  CHECK(channel.pending() == 1);
}

TEST_CASE("a text that is too long to keep is sent each time") {
  channel_log log;
  dedupe channel{remembering<>{&log}, small{}};
  for (const char* text : {"1234", "1234", "12345", "12345", "1234"}) channel.submit(words(text, 0));
  CHECK(log.texts() == texts{"1234", "last message repeated 1 times", "12345", "12345", "1234"});
}

TEST_CASE("a mark comes after the count and is no repeat") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  channel.submit(words("a", 0));
  channel.submit(words("a", 1));
  channel.submit_mark(made_message{"-- MARK --"});
  channel.submit_mark(made_message{"-- MARK --"});
  channel.submit(words("a", 2));
  CHECK(log.texts() == texts{"a", "last message repeated 1 times", "-- MARK --", "-- MARK --", "a"});
}

TEST_CASE("behind a logger all that was accepted is sent, and the report has room for its headers") {
  texts records;
  logger log{dedupe{framed<rfc3164, recorder>{recorder{&records}}}, {"host", "app", 12}};
  for (int n = 0; n < 1000; ++n) log.err("link {} down", 3);
  log.channel().flush();
  CHECK(records == texts{"<11>app[12]: link 3 down", "<11>app[12]: last message repeated 999 times"});
  CHECK(log.counts().accepted == 1000);
  CHECK(log.counts().sent == 1000);
}

TEST_CASE("a message with another MSGID or other structured data is no repeat") {
  channel_log log;
  dedupe channel{remembering<>{&log}};
  made_message what{"text"};
  const auto submit = [&](text id, text data) {
    message one = what.get();
    one.id = id;
    one.structured_data = data;
    channel.submit(one);
  };
  submit("A", "[x@1 n=\"1\"]");
  submit("A", "[x@1 n=\"1\"]");
  CHECK(log.messages.size() == 1);
  CHECK(channel.pending() == 1);
  submit("A", "[x@1 n=\"2\"]");
  CHECK(log.texts() == std::vector<std::string>{"text", "last message repeated 1 times", "text"});
  submit("B", "[x@1 n=\"2\"]");
  submit("B", "");
  submit("", "B");
  CHECK(log.messages.size() == 6);
  CHECK(channel.pending() == 0);
}

TEST_CASE("within a lock it serves several threads") {
  channel_log log;
  locked<dedupe<remembering<>>, locks::spin, forever> channel{remembering<>{&log}};
  constexpr int count = 2000;
  const auto write = [&channel](const char* words) {
    for (int n = 0; n < count; ++n) channel.submit(made_message{words});
  };
  std::thread other{write, "b"};
  write("a");
  other.join();
  channel.flush();
  // Each message is there, or in a count behind its like.
  int a = 0, b = 0;
  int* last = nullptr;
  for (const seen_message& one : log.messages) {
    int repeats = 1;
    if (one.text == "a") last = &a;
    else if (one.text == "b") last = &b;
    else repeats = std::stoi(one.text.substr(sizeof "last message repeated"));
    *last += repeats;
  }
  CHECK(a == count);
  CHECK(b == count);
}
