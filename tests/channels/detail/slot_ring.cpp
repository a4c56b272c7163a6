#include <lineout/channels/detail/slot_ring.hpp>

#include <vector>

#include <doctest/doctest.h>

using namespace lineout::detail;
using lineout::size_t;

namespace {

struct number {
  int value;
};
using ring = slot_ring<4, number, alignof(atomic)>;

constexpr ring::slot* claim(ring& from, bool overwrite = false) {
  ring::before overwritten{};
  return from.claim(overwrite ? ring::full::overwrite : ring::full::refuse, &overwritten);
}
constexpr bool put(ring& to, int value, bool overwrite = false) {
  ring::slot* const mine = claim(to, overwrite);
  if (mine == nullptr) return false;
  mine->content.value = value;
  to.commit(*mine, 1);
  return true;
}
// The next number, or -1.
constexpr int get(ring& from) {
  const auto mine = from.next(false);
  if (mine.from == nullptr) return -1;
  const int value = mine.from->content.value;
  from.give_back(mine);
  return value;
}

}  // namespace

TEST_CASE("what goes in comes out in order, also where nothing runs yet") {
  static_assert([] {
    ring numbers;
    int next_out = 0;
    for (int value = 0; value < 50; ++value) {
      if (!put(numbers, value)) return false;
      if (value % 3 == 2)
        for (int count = 0; count < 3; ++count)
          if (get(numbers) != next_out++) return false;
    }
    return get(numbers) == 48 && get(numbers) == 49 && get(numbers) == -1;
  }());
}

TEST_CASE("a full ring takes nothing, or gives up its oldest") {
  ring numbers;
  for (int value = 0; value < 4; ++value) CHECK(put(numbers, value));
  CHECK_FALSE(put(numbers, 4));
  CHECK(put(numbers, 5, true));
  CHECK(put(numbers, 6, true));
  CHECK(numbers.count().finished == 4);
  for (const int value : {2, 3, 5, 6}) CHECK(get(numbers) == value);
  CHECK(get(numbers) == -1);
}

TEST_CASE("what has taken the place of the oldest is not seen before it is finished") {
  ring numbers;
  for (int value = 0; value < 4; ++value) CHECK(put(numbers, value));
  ring::slot* const slow = claim(numbers, true);
  REQUIRE(slow != nullptr);
  for (const int value : {1, 2, 3}) CHECK(get(numbers) == value);
  CHECK(get(numbers) == -1);
  slow->content.value = 4;
  numbers.commit(*slow, 1);
  CHECK(get(numbers) == 4);
}

TEST_CASE("the consumer catches up with producers that have lapped it many times") {
  ring numbers;
  for (int value = 0; value < 1003; ++value) CHECK(put(numbers, value, true));
  for (const int value : {999, 1000, 1001, 1002}) CHECK(get(numbers) == value);
  CHECK(get(numbers) == -1);
}

TEST_CASE("what is not finished is passed over, and comes when it is finished, before what came after that") {
  ring numbers;
  ring::slot* const slow = claim(numbers);
  CHECK(put(numbers, 1));
  CHECK(get(numbers) == 1);
  CHECK(get(numbers) == -1);
  CHECK(put(numbers, 2));
  slow->content.value = 0;
  numbers.commit(*slow, 1);
  CHECK(put(numbers, 3));
  for (const int value : {0, 2, 3}) CHECK(get(numbers) == value);
}

TEST_CASE("a slot that is never finished costs the others one slot and nothing else") {
  ring numbers;
  ring::slot* const stopped = claim(numbers);
  for (int value = 0; value < 100; value += 3) {
    for (int next = value; next < value + 3; ++next) CHECK(put(numbers, next));
    CHECK_FALSE(put(numbers, -2));
    CHECK(numbers.count().unfinished == 1);
    for (int next = value; next < value + 3; ++next) CHECK(get(numbers) == next);
    CHECK(get(numbers) == -1);
  }
  stopped->content.value = 1000;
  numbers.commit(*stopped, 1);
  CHECK(get(numbers) == 1000);
  for (int value = 0; value < 4; ++value) CHECK(put(numbers, value));
  for (int value = 0; value < 4; ++value) CHECK(get(numbers) == value);
}

TEST_CASE("with every slot unfinished there is none, and nobody waits") {
  ring numbers;
  std::vector<ring::slot*> stopped;
  for (int count = 0; count < 4; ++count) stopped.push_back(claim(numbers));
  CHECK(claim(numbers) == nullptr);
  CHECK(claim(numbers, true) == nullptr);
  CHECK(numbers.next(false).from == nullptr);
  int value = 0;
  for (ring::slot* const slot : stopped) {
    slot->content.value = value++;
    numbers.commit(*slot, 1);
  }
  std::vector<int> out;
  for (int count = 0; count < 4; ++count) out.push_back(get(numbers));
  CHECK(out == std::vector<int>{0, 1, 2, 3});
}

TEST_CASE("what is taken is not overwritten; its slot is passed on the way around") {
  ring numbers;
  for (int value = 0; value < 4; ++value) CHECK(put(numbers, value));
  const auto in_hand = numbers.next(false);
  for (int value = 4; value < 20; ++value) CHECK(put(numbers, value, true));
  CHECK(in_hand.from->content.value == 0);
  CHECK(numbers.give_back(in_hand));
  for (const int value : {17, 18, 19}) CHECK(get(numbers) == value);
  CHECK(get(numbers) == -1);
}

TEST_CASE("what was seized is no longer the first consumer's") {
  ring numbers;
  CHECK(put(numbers, 7));
  const auto first = numbers.next(false);
  CHECK(numbers.next(false).from == nullptr);
  const auto second = numbers.next(true);
  REQUIRE(second.from == first.from);
  CHECK(second.before == slot_state::taken);
  CHECK_FALSE(numbers.give_back(first));
  const auto third = numbers.next(true);
  CHECK(third.before == slot_state::seized);
  CHECK(numbers.give_back(second));
  CHECK_FALSE(numbers.give_back(third));
  CHECK(numbers.next(true).from == nullptr);
  CHECK(put(numbers, 8));
  CHECK(get(numbers) == 8);
}

TEST_CASE("what was seized is not written to before its first consumer gives it back, and is a slot again then") {
  ring numbers;
  CHECK(put(numbers, 7));
  const auto first = numbers.next(false);
  CHECK(numbers.give_back(numbers.next(true)));
  CHECK(numbers.count().finished == 0);
  for (int value = 0; value < 60; value += 3) {
    for (int next = value; next < value + 3; ++next) CHECK(put(numbers, next));
    CHECK_FALSE(put(numbers, -2));
    CHECK(first.from->content.value == 7);
    for (int next = value; next < value + 3; ++next) CHECK(get(numbers) == next);
    CHECK(get(numbers) == -1);
  }
  CHECK_FALSE(numbers.give_back(first));
  for (int lap = 0; lap < 3; ++lap) {
    for (int value = 0; value < 4; ++value) CHECK(put(numbers, value));
    for (int value = 0; value < 4; ++value) CHECK(get(numbers) == value);
  }
}

TEST_CASE("what is put back is taken next, before what came after it") {
  ring numbers;
  for (int value = 0; value < 3; ++value) CHECK(put(numbers, value));
  ring::take taken[2];
  CHECK(numbers.next(taken, 2) == 2);
  numbers.put_back(taken[1]);
  numbers.put_back(taken[0]);
  for (int value = 0; value < 3; ++value) CHECK(get(numbers) == value);
  CHECK(get(numbers) == -1);
}

TEST_CASE("a full ring whose oldest is in somebody's hand refuses, or passes it over") {
  ring numbers;
  for (int value = 0; value < 4; ++value) CHECK(put(numbers, value));
  const auto dead = numbers.next(false);
  for (int value = 1; value < 4; ++value) CHECK(get(numbers) == value);
  CHECK_FALSE(put(numbers, 4));
  ring::before overwritten{};
  ring::slot* const passing = numbers.claim(ring::full::pass, &overwritten);
  REQUIRE(passing != nullptr);
  CHECK(passing != dead.from);
  CHECK(overwritten == ring::before::nothing);
}

TEST_CASE("a ring that is cleared is a new one") {
  ring numbers;
  for (int value = 0; value < 4; ++value) CHECK(put(numbers, value));
  numbers.next(false);
  numbers.clear();
  CHECK(get(numbers) == -1);
  for (int value = 0; value < 4; ++value) CHECK(put(numbers, value));
  for (int value = 0; value < 4; ++value) CHECK(get(numbers) == value);
}
