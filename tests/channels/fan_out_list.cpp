#include <lineout/channels/fan_out_list.hpp>

#include "support/messages.hpp"

#include <doctest/doctest.h>

#include <type_traits>

using namespace lineout;

namespace {

[[maybe_unused]] constinit fan_out_list<3> constant{};
static_assert(std::is_trivially_destructible_v<fan_out_list<3>>);
static_assert(fan_out_list<2, basic_channel_ref<7, 2>>::headroom == 7);

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("each branch gets each message from when it is added until it is removed") {
  channel_log first, second;
  remembering<> one{&first};
  remembering<5, 3> other{&second};
  fan_out_list<2> all;
  CHECK(all.submit(made_message{"nobody"}) == outcome::lost);
  const size_t number = all.add(one);
  CHECK(number == 0);
  const auto send = [&](const char* words) { return all.submit(made_message{words, {}, {}, 64, 8}); };
  CHECK(send("1") == outcome::sent);
  CHECK(all.add(other) == 1);
  CHECK(all.add(one) == all.none);
  CHECK(send("2") == outcome::sent);
  all.remove(number);
  CHECK(send("3") == outcome::sent);
  CHECK(all.add(one) == 0);
  CHECK(send("4") == outcome::sent);
  CHECK(first.texts() == texts{"1", "2", "4"});
  CHECK(second.texts() == texts{"2", "3", "4"});
}

TEST_CASE("a branch is told what it alone has lost, and a new branch nothing of the one before it") {
  channel_log first, second, third;
  remembering<> one{&first}, other{&second}, last{&third};
  fan_out_list<2> all;
  all.add(one);
  all.add(other);
  first.failures = 2;
  second.failures = 1;
  CHECK(all.submit(made_message{"1"}) == outcome::lost);
  CHECK(all.submit(made_message{"2"}) == outcome::sent);
  CHECK(all.lost(0) == 2);
  CHECK(all.lost(1) == 1);
  CHECK(all.submit(made_message{"3"}) == outcome::sent);
  CHECK(first.texts() == texts{"1 message lost", "3"});
  second.failures = 1;
  CHECK(all.submit(made_message{"4"}) == outcome::sent);
  all.remove(1);
  CHECK(all.add(last) == 1);
  CHECK(all.lost(1) == 0);
  CHECK(all.submit(made_message{"5"}) == outcome::sent);
  CHECK(third.texts() == texts{"5"});
}
