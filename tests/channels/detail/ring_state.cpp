#include <lineout/channels/detail/ring_state.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

// A timer that stands for ten microseconds a look, and something to happen at a look.
uint32_t now;
void (*at_look)() = nullptr;
struct hand_timer {
  uint32_t microseconds() {
    if (at_look != nullptr) at_look();
    return now += 10;
  }
};
struct hand_process {
  static inline uint32_t given = 1;
  static uint32_t number() { return given; }
};
struct by_hand : ring_options {
  static constexpr uint32_t patience_in_panic = 1000;
  using timer = hand_timer;
  using process = hand_process;
};
using state = detail::ring_state<4, 64, by_hand>;
state* current;

}  // namespace

TEST_CASE("one drain at a time has a ticket, and no two drains have the same") {
  state ring;
  const size_t first = ring.begin_drain();
  CHECK(first != 0);
  CHECK(ring.begin_drain() == 0);
  ring.end_drain(first);
  const size_t second = ring.begin_drain();
  CHECK(second != 0);
  CHECK(second != first);
  ring.end_drain(first);
  CHECK(ring.begin_drain() == 0);
  ring.end_drain(second);
  CHECK(ring.begin_drain() != 0);
}

TEST_CASE("a drain that makes no progress is waited for as long as the options say, and then passed over") {
  state ring;
  const size_t dead = ring.begin_drain();
  const uint32_t before = now;
  const size_t ticket = ring.begin_drain_in_panic();
  CHECK(ticket != 0);
  CHECK(ticket != dead);
  CHECK(now - before >= 1000);
  CHECK(now - before <= 1020);
  CHECK(ring.passed_over.load() == 1);
  ring.end_drain(dead);
  CHECK(ring.begin_drain() == 0);
  ring.end_drain(ticket);
  CHECK(ring.begin_drain() != 0);
}

TEST_CASE("a drain that makes progress is waited for, and not passed over") {
  state ring;
  current = &ring;
  CHECK(ring.begin_drain() != 0);
  at_look = [] { current->sent.add(1); };
  CHECK(ring.begin_drain_in_panic() == 0);
  at_look = nullptr;
  CHECK(ring.passed_over.load() == 0);
}

TEST_CASE("a drain that ends in time is not passed over") {
  static size_t ticket;
  state ring;
  current = &ring;
  ticket = ring.begin_drain();
  at_look = [] { current->end_drain(ticket); };
  CHECK(ring.begin_drain_in_panic() != 0);
  at_look = nullptr;
  CHECK(ring.passed_over.load() == 0);
}

TEST_CASE("in another process the ring is empty, and no drain is under way") {
  state ring;
  ring.look_at_process();
  typename state::ring_type::before overwritten{};
  auto* const mine = ring.ring.claim(state::ring_type::full::refuse, &overwritten);
  REQUIRE(mine != nullptr);
  ring.ring.commit(*mine, 3);
  CHECK(ring.begin_drain() != 0);
  ring.refused_untold.add(2);
  ring.look_at_process();
  CHECK(ring.ring.count().finished == 1);
  hand_process::given = 2;
  ring.look_at_process();
  CHECK(ring.ring.count().finished == 0);
  CHECK(ring.inherited.value() == 1);
  CHECK(ring.refused_untold.value() == 0);
  CHECK(ring.begin_drain() != 0);
}
