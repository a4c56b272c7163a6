#include <lineout/channels/exclusive.hpp>

#include "../support/messages.hpp"

#include <lineout/channels/dedupe.hpp>
#include <lineout/locks/none.hpp>
#include <lineout/locks/spin.hpp>

#include <doctest/doctest.h>

#include <thread>
#include <type_traits>

using namespace lineout;

namespace {

constinit exclusive<dedupe<stubs::channel>, locks::spin> constant;
static_assert(std::is_trivially_destructible_v<decltype(constant)>);
static_assert(exclusive<remembering<7, 2>, locks::none>::headroom == 7);
static_assert(exclusive<remembering<7, 2>, locks::none>::tailroom == 2);

}  // namespace

TEST_CASE("a channel for one context serves several threads") {
  channel_log log;
  exclusive<dedupe<remembering<>>, locks::spin, unbounded> channel{remembering<>{&log}};
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

TEST_CASE("who cannot have the lock loses the message, and in a panic passes the lock over") {
  channel_log log;
  exclusive<remembering<>, locks::spin, 3> channel{remembering<>{&log}};
  channel.with([&](auto&) {
    CHECK(channel.submit(made_message{"x"}) == outcome::lost);
    CHECK(channel.submit_mark(made_message{"x"}) == outcome::lost);
    channel.tick({});
    channel.flush();
    CHECK_FALSE(channel.with([](auto&) {}));
    CHECK(log.ticks + log.flushes == 0);
    channel.panic();
    CHECK(log.panics == 1);
    CHECK(channel.submit(made_message{"last"}) == outcome::sent);
  });
  CHECK(log.texts() == std::vector<std::string>{"last"});
}

TEST_CASE("marks, the time and flush reach the channel") {
  channel_log log;
  exclusive<remembering<>, locks::none> channel{remembering<>{&log}};
  CHECK(channel.submit_mark(made_message{"mark"}) == outcome::sent);
  channel.tick({});
  channel.flush();
  CHECK(log.messages.size() == 1);
  CHECK(log.ticks + log.flushes == 2);
}
