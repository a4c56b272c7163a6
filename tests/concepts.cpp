#include <lineout/concepts.hpp>

#include <doctest/doctest.h>

namespace {

using namespace lineout;

// Everything that a sink or a channel has, each in a base of its own, so that one of them can be left out or be wrong.
struct rooms { static constexpr size_t headroom = 0, tailroom = 0; };
struct sends { outcome send(packet&) { return outcome::sent; } };
struct submits { outcome submit(const message&) { return outcome::sent; } };
struct marks { outcome submit_mark(const message&) { return outcome::sent; } };
struct ticks { void tick(timestamp) {} };
struct flushes { void flush() {} };
struct panics { void panic() {} };
struct polls { bool poll(size_t) { return false; } };
struct tells { size_t take_losses() { return 0; } };

template <typename... Parts> struct made : Parts... {};

struct sends_nothing_back { void send(packet&) {} };
struct ticks_without_a_time { void tick() {} };
struct panics_for_a_reason { void panic(int) {} };
struct polls_without_a_budget { bool poll() { return false; } };
struct polls_without_an_answer { void poll(size_t) {} };
struct pols { bool pol(size_t) { return false; } };
struct tells_whether { bool take_losses() { return false; } };

struct own_poll : sink_base {
  outcome send(packet&) { return outcome::sent; }
  bool poll() { return false; }
};

}  // namespace

TEST_CASE("each stub models its own contract and no other") {
  static_assert(sink<stubs::sink> && !channel<stubs::sink> && !framing<stubs::sink>);
  static_assert(channel<stubs::channel> && !sink<stubs::channel>);
  static_assert(framing<stubs::framing> && !sink<stubs::framing>);
  static_assert(time_source<stubs::clock> && !lock<stubs::clock>);
  static_assert(timer<stubs::timer> && !time_source<stubs::timer>);
  static_assert(lock<stubs::lock> && !time_source<stubs::lock>);
}

TEST_CASE("a sink and a channel have every verb, and one that is missing is noticed") {
  static_assert(sink<made<rooms, sends, ticks, flushes, panics, polls, tells>>);
  static_assert(!sink<made<sends, ticks, flushes, panics, polls, tells>>);
  static_assert(!sink<made<rooms, ticks, flushes, panics, polls, tells>>);
  static_assert(!sink<made<rooms, sends, flushes, panics, polls, tells>>);
  static_assert(!sink<made<rooms, sends, ticks, panics, polls, tells>>);
  static_assert(!sink<made<rooms, sends, ticks, flushes, polls, tells>>);
  static_assert(!sink<made<rooms, sends, ticks, flushes, panics, tells>>);
  static_assert(!sink<made<rooms, sends, ticks, flushes, panics, polls>>);
  static_assert(channel<made<rooms, submits, marks, ticks, flushes, panics, polls, tells>>);
  static_assert(!channel<made<rooms, submits, ticks, flushes, panics, polls, tells>>);
  static_assert(!channel<made<rooms, submits, marks, ticks, flushes, panics, polls>>);
  static_assert(!sink<int> && !channel<int>);
}

TEST_CASE("a verb of the wrong type or with a misspelt name is noticed") {
  static_assert(!sink<made<rooms, sends_nothing_back, ticks, flushes, panics, polls, tells>>);
  static_assert(!sink<made<rooms, sends, ticks_without_a_time, flushes, panics, polls, tells>>);
  static_assert(!sink<made<rooms, sends, ticks, flushes, panics_for_a_reason, polls, tells>>);
  static_assert(!sink<made<rooms, sends, ticks, flushes, panics, polls_without_a_budget, tells>>);
  static_assert(!sink<made<rooms, sends, ticks, flushes, panics, polls_without_an_answer, tells>>);
  static_assert(!sink<made<rooms, sends, ticks, flushes, panics, pols, tells>>);
  static_assert(!sink<made<rooms, sends, ticks, flushes, panics, polls, tells_whether>>);
  static_assert(!sink<own_poll>);
}

TEST_CASE("an end has nothing to do but what it writes, and takes a mark for a message") {
  struct counting : channel_base<counting> {
    int messages = 0;
    outcome submit(const message&) { return ++messages, outcome::queued; }
  } end;
  const origin nobody{"host", "app"};
  CHECK(end.submit_mark(message{priority{}, timestamp{}, &nobody, packet{nullptr, 0, 0}}) == outcome::queued);
  CHECK(end.messages == 1);
  CHECK_FALSE(end.poll(7));
  CHECK(end.take_losses() == 0);
}
