#include <lineout/sinks/shared.hpp>

#include "../support/messages.hpp"

#include <doctest/doctest.h>

namespace {

using lineout::outcome;

struct counting : lineout::sink_base {
  static constexpr lineout::size_t headroom = 5;
  static constexpr lineout::size_t tailroom = 6;
  int sent = 0;
  int panics = 0;
  counting() = default;
  counting(const counting&) = delete;
  outcome send(lineout::packet&) {
    ++sent;
    return sent == 2 ? outcome::lost : outcome::sent;
  }
  void panic() { ++panics; }
};

}  // namespace

TEST_CASE("two users reach one sink, with its rooms, its answers and its panic") {
  counting one;
  lineout::shared first{one};
  lineout::shared second{one};
  static_assert(decltype(first)::headroom == 5 && decltype(first)::tailroom == 6);
  lineout::packet nothing;
  CHECK(first.send(nothing) == outcome::sent);
  CHECK(second.send(nothing) == outcome::lost);
  CHECK(one.sent == 2);
  second.panic();
  CHECK(one.panics == 1);
}

namespace {

struct channel : lineout::channel_base<channel> {
  static constexpr lineout::size_t headroom = 5;
  static constexpr lineout::size_t tailroom = 0;
  int submitted = 0;
  lineout::size_t polled = 0;
  outcome submit(const lineout::message&) {
    ++submitted;
    return outcome::queued;
  }
  bool poll(lineout::size_t budget) {
    polled += budget;
    return polled < 10;
  }
};

}  // namespace

TEST_CASE("a channel is shared as a sink is, and polled through either") {
  channel one;
  lineout::shared first{one};
  lineout::shared second{one};
  const lineout::origin origin{"board7", "test"};
  CHECK(first.submit(lineout::message{{}, {}, &origin, {}}) == outcome::queued);
  CHECK(first.poll(5));
  CHECK_FALSE(second.poll(5));
  CHECK(one.submitted == 1);
}

TEST_CASE("marks, the time and flush reach a channel that is shared") {
  channel_log log;
  remembering<> one{&log};
  lineout::shared shared{one};
  CHECK(shared.submit_mark(made_message{"-- MARK --"}) == outcome::sent);
  shared.tick({});
  shared.flush();
  CHECK(log.messages.size() == 1);
  CHECK(log.ticks + log.flushes == 2);
}

namespace {

// A sink that is a channel too, and takes many.
struct many_at_once : lineout::sink_base {
  lineout::size_t taken = 0;
  outcome send(lineout::packet&) { return outcome::sent; }
  outcome submit(const lineout::message&) { return outcome::sent; }
  void send_all(lineout::packet*, outcome* outcomes, lineout::size_t count) {
    taken += count;
    outcomes[0] = outcome::lost;
    outcomes[1] = outcome::sent;
  }
  void submit_all(const lineout::message*, outcome* outcomes, lineout::size_t count) {
    send_all(nullptr, outcomes, 10 * count);
  }
};

static_assert(!lineout::detail::sends_all<lineout::shared<counting>>);
static_assert(!lineout::detail::submits_all<lineout::shared<channel>>);

}  // namespace

TEST_CASE("many reach a part that is shared together") {
  many_at_once one;
  lineout::shared shared{one};
  lineout::packet packets[2];
  const lineout::origin origin{"board7", "test"};
  const lineout::message messages[] = {{{}, {}, &origin, {}}, {{}, {}, &origin, {}}};
  outcome outcomes[2] = {outcome::queued, outcome::queued};
  shared.send_all(packets, outcomes, 2);
  CHECK(one.taken == 2);
  CHECK(outcomes[0] == outcome::lost);
  CHECK(outcomes[1] == outcome::sent);
  shared.submit_all(messages, outcomes, 2);
  CHECK(one.taken == 22);
}

namespace {

// Segments the first so many frames that it is given.
struct segmenting : lineout::stubs::sink {
  bool able = true;
  lineout::size_t deals_with = 2;
  segmenting() = default;
  segmenting(const segmenting&) = delete;
  bool segments() { return able; }
  lineout::size_t send_segmented(lineout::segmented_frame*, outcome* outcomes, lineout::size_t count) {
    const lineout::size_t dealt = count < deals_with ? count : deals_with;
    for (lineout::size_t index = 0; index < dealt; ++index) outcomes[index] = outcome::sent;
    return dealt;
  }
};

}  // namespace

TEST_CASE("a shared sink that segments is asked to, and its answers come back") {
  segmenting one;
  lineout::shared shared{one};
  lineout::segmented_frame frames[3];
  outcome outcomes[3] = {outcome::lost, outcome::lost, outcome::lost};
  CHECK(shared.segments());
  CHECK(shared.send_segmented(frames, outcomes, 3) == 2);
  CHECK(outcomes[1] == outcome::sent);
  CHECK(outcomes[2] == outcome::lost);
  one.able = false;
  CHECK_FALSE(shared.segments());
}
