#include <lineout/sinks/locked.hpp>

#include "../support/messages.hpp"

#include <lineout/locks/interrupts.hpp>
#include <lineout/locks/none.hpp>
#include <lineout/locks/spin.hpp>
#include <lineout/sinks/memory.hpp>

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace {

using lineout::locked;
using lineout::outcome;
using lineout::packet;
using lineout::size_t;
using lineout::text;

// A sink during whose send() others may run, and which sees it when one does.
struct fragile : lineout::sink_base {
  static constexpr size_t headroom = 3;
  static constexpr size_t tailroom = 4;
  int inside = 0;
  int torn = 0;
  int sent = 0;
  int panics = 0;
  outcome send(packet&) {
    torn += inside++ != 0 ? 1 : 0;
    std::this_thread::yield();
    --inside;
    ++sent;
    return outcome::sent;
  }
  void panic() { ++panics; }
};

// A lock that notes how long it is waited for.
struct observed : lineout::locks::spin {
  using spin = lineout::locks::spin;
  static inline lineout::uint32_t patience = 0;
  static inline int acquired = 0;
  static inline int released = 0;
  void acquire(state& saved) {
    ++acquired;
    spin::acquire(saved);
  }
  bool try_acquire(state& saved, lineout::uint32_t microseconds) {
    patience = microseconds;
    return spin::try_acquire(saved, microseconds);
  }
  void release(state& saved) {
    ++released;
    spin::release(saved);
  }
};

constinit locked<lineout::memory<64>, lineout::locks::spin> ring;
static_assert(std::is_trivially_destructible_v<decltype(ring)>);
static_assert(locked<fragile, observed>::headroom == 3 && locked<fragile, observed>::tailroom == 4);

}  // namespace

TEST_CASE("threads get into the sink one at a time") {
  locked<fragile, lineout::locks::spin, lineout::forever> sink;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&sink] {
      for (int step = 0; step < 500; ++step) {
        packet nothing;
        CHECK(sink.send(nothing) == outcome::sent);
      }
    });
  for (std::thread& thread : threads) thread.join();
  sink.with([](fragile& inner) {
    CHECK(inner.sent == 2000);
    CHECK(inner.torn == 0);
  });
}

TEST_CASE("while the lock is held by who cannot go on, bytes are lost and nobody waits for ever") {
  locked<fragile, observed, 50> sink;
  packet nothing;
  sink.with([&](fragile& inner) {
    CHECK(sink.send(nothing) == outcome::lost);
    CHECK(observed::patience == 50);
    CHECK_FALSE(sink.with([](fragile&) {}));
    CHECK(inner.sent == 0);
  });
  CHECK(sink.send(nothing) == outcome::sent);
}

TEST_CASE("in a panic the lock is waited for once, then passed over, and stays its holder's") {
  locked<fragile, observed, lineout::forever> sink;
  packet nothing;
  CHECK(sink.send(nothing) == outcome::sent);
  CHECK(observed::acquired > 0);
  const int released = observed::released;
  sink.with([&](fragile& inner) {
    sink.panic();
    CHECK(inner.panics == 1);
    CHECK(observed::patience == 10000);
    CHECK(sink.send(nothing) == outcome::sent);
    CHECK(observed::patience == 0);
    CHECK(sink.send(nothing) == outcome::sent);
    CHECK(observed::patience == 0);
    CHECK(observed::released == released);
    CHECK(inner.sent == 3);
  });
  CHECK(sink.send(nothing) == outcome::sent);
}

TEST_CASE("what is in the locked sink is read in the lock") {
  char storage[5] = {'h', 'e', 'l', 'l', 'o'};
  packet bytes{storage, sizeof storage, 0};
  bytes.append(sizeof storage);
  CHECK(ring.send(bytes) == outcome::sent);
  std::string seen;
  CHECK(ring.with(
      [&seen](auto& memory) { memory.for_each([&seen](text words) { seen.assign(words.data(), words.size()); }); }));
  CHECK(seen == "hello");
}

namespace {

// A channel that has as much to do as it is given time for.
struct busy : lineout::channel_base<busy> {
  static constexpr size_t headroom = 5;
  static constexpr size_t tailroom = 0;
  size_t polled = 0;
  int submitted = 0;
  outcome submit(const lineout::message&) {
    ++submitted;
    return outcome::sent;
  }
  bool poll(size_t budget) { return (polled += budget) < 10; }
};

}  // namespace

TEST_CASE("a channel is locked as a sink is, and polled in the lock") {
  locked<busy, observed, 50> channel;
  static_assert(lineout::channel<decltype(channel)> && !lineout::sink<decltype(channel)>);
  static_assert(decltype(channel)::headroom == 5);
  const lineout::origin origin{"board7", "test"};
  const lineout::message message{{}, {}, &origin, {}};
  CHECK(channel.submit(message) == outcome::sent);
  CHECK(channel.poll(5));
  CHECK_FALSE(channel.poll(5));
  channel.with([&](busy& inner) {
    CHECK(channel.submit(message) == outcome::lost);
    CHECK(channel.poll(5));
    CHECK(inner.polled == 10);
    CHECK(inner.submitted == 1);
  });
}

TEST_CASE("marks, the time and flush reach a channel in its lock, and are left out without it") {
  channel_log log;
  locked<remembering<>, lineout::locks::spin, 3> channel{remembering<>{&log}};
  const auto use = [&] {
    const outcome result = channel.submit_mark(made_message{"-- MARK --"});
    channel.tick({});
    channel.flush();
    return result;
  };
  CHECK(use() == outcome::sent);
  CHECK(log.messages.size() + static_cast<unsigned>(log.ticks + log.flushes) == 3);
  channel.with([&](auto&) { CHECK(use() == outcome::lost); });
  CHECK(log.messages.size() + static_cast<unsigned>(log.ticks + log.flushes) == 3);
}

namespace {

// A sink and a channel that take many, of which the second is lost.
struct many_at_once : lineout::sink_base {
  int calls = 0;
  outcome send(packet&) { return outcome::sent; }
  void send_all(packet*, outcome* outcomes, size_t count) {
    ++calls;
    for (size_t index = 0; index < count; ++index) outcomes[index] = index == 1 ? outcome::lost : outcome::sent;
  }
};
struct many_messages : many_at_once {
  outcome submit(const lineout::message&) { return outcome::sent; }
  void submit_all(const lineout::message*, outcome* outcomes, size_t count) { send_all(nullptr, outcomes, count); }
};

static_assert(!lineout::detail::sends_all<locked<fragile, observed>>);
static_assert(!lineout::detail::submits_all<locked<busy, observed>>);

}  // namespace

TEST_CASE("many get into the sink, or the channel, with one lock, and all are lost without it") {
  locked<many_at_once, observed, 50> sink;
  locked<many_messages, observed, 50> channel;
  using results = std::vector<outcome>;
  const auto send = [&] {
    packet packets[3];
    results outcomes(3, outcome::queued);
    sink.send_all(packets, outcomes.data(), 3);
    return outcomes;
  };
  const auto submit = [&] {
    const lineout::origin origin{"board7", "test"};
    const std::vector<lineout::message> messages(3, lineout::message{{}, {}, &origin, {}});
    results outcomes(3, outcome::queued);
    channel.submit_all(messages.data(), outcomes.data(), 3);
    return outcomes;
  };
  const int released = observed::released;
  CHECK(send() == results{outcome::sent, outcome::lost, outcome::sent});
  CHECK(observed::released == released + 1);
  CHECK(submit() == results{outcome::sent, outcome::lost, outcome::sent});
  CHECK(observed::released == released + 2);
  sink.with([&](many_at_once& inner) {
    CHECK(send() == results(3, outcome::lost));
    CHECK(inner.calls == 1);
  });
  channel.with([&](many_messages& inner) {
    CHECK(submit() == results(3, outcome::lost));
    CHECK(inner.calls == 1);
  });
}

namespace {

struct segmenting : lineout::stubs::sink {
  bool segments() const { return true; }
  size_t send_segmented(lineout::segmented_frame*, outcome* outcomes, size_t) {
    outcomes[0] = outcome::sent;
    return 1;
  }
};

}  // namespace

TEST_CASE("a locked sink segments as it does, and loses all without the lock") {
  locked<segmenting, observed, 50> sink;
  lineout::segmented_frame frames[2];
  std::vector<outcome> outcomes(2, outcome::queued);
  const int released = observed::released;
  CHECK(sink.segments());
  CHECK(sink.send_segmented(frames, outcomes.data(), 2) == 1);
  CHECK(outcomes == std::vector<outcome>{outcome::sent, outcome::queued});
  CHECK(observed::released == released + 2);
  sink.with([&](segmenting&) {
    CHECK_FALSE(sink.segments());
    CHECK(sink.send_segmented(frames, outcomes.data(), 2) == 2);
    CHECK(outcomes == std::vector<outcome>(2, outcome::lost));
  });
}
