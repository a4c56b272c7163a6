#include <lineout/channels/prefix.hpp>

#include "../support/messages.hpp"
#include "../support/recorder.hpp"

#include <lineout/channels/fan_out.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/logger.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace lineout;

namespace {

[[maybe_unused]] constinit prefix constant{"vm3: ", stubs::channel{}};
static_assert(std::is_trivially_destructible_v<decltype(constant)>);
static_assert(decltype(constant)::headroom == 5);
static_assert(prefix<remembering<7, 2>, 10>::headroom == 17 && prefix<remembering<7, 2>, 10>::tailroom == 2);

std::string prefixed(text words) {
  channel_log log;
  prefix<remembering<>, 8> channel{words, {&log}};
  made_message what{"text"};
  CHECK(channel.submit(what) == outcome::sent);
  return log.messages.at(0).text;
}

}  // namespace

TEST_CASE("the text goes in front of the message's, behind its header") {
  std::vector<std::string> records;
  logger log{prefix{"vm3: ", framed<rfc3164, recorder>{recorder{&records}}}, {"host", "app"}};
  log.err("disk {} full", 1);
  CHECK(records == std::vector<std::string>{"<11>app: vm3: disk 1 full"});
}

TEST_CASE("the branches of a fan_out do not see each other's prefixes, and the message stays as it was") {
  channel_log a, b, c;
  fan_out channel{prefix{"first ", remembering<>{&a}}, remembering<>{&b}, prefix{"x ", prefix{"y ", remembering<>{&c}}}};
  made_message what{"text", {}, {}, decltype(channel)::headroom};
  CHECK(channel.submit(what) == outcome::sent);
  CHECK(a.texts() == std::vector<std::string>{"first text"});
  CHECK(b.texts() == std::vector<std::string>{"text"});
  CHECK(c.texts() == std::vector<std::string>{"y x text"});
}

TEST_CASE("what is too long is cut between characters, and control characters are escaped") {
  CHECK(prefixed("12345678") == "12345678text");
  CHECK(prefixed("123456789") == "12345678text");
  CHECK(prefixed("1234567\xc3\xbc") == "1234567text");
  CHECK(prefixed("a\nb ") == "a\\nb text");
  CHECK(prefixed("") == "text");
}

TEST_CASE("a message without the room is lost") {
  channel_log log;
  prefix channel{"vm3: ", remembering<>{&log}};
  made_message what{"text", {}, {}, 4};
  CHECK(channel.submit(what) == outcome::lost);
  CHECK(log.messages.empty());
}

TEST_CASE("the text can be changed, marks have it, and the time, flush and panic pass through") {
  channel_log log;
  prefix channel{"vm3: ", remembering<>{&log}};
  channel.set("vm4: ");
  channel.submit_mark(made_message{"-- MARK --"});
  channel.tick({});
  channel.flush();
  channel.panic();
  CHECK(log.texts() == std::vector<std::string>{"vm4: -- MARK --"});
  CHECK(log.ticks + log.flushes + log.panics == 3);
  CHECK(channel.next().log == &log);
}
