#include <lineout/channels/fan_out.hpp>

#include "../support/messages.hpp"

#include <lineout/logger.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace lineout;

namespace {

using three = fan_out<remembering<4, 0>, remembering<16, 1>, remembering<8, 3>>;

[[maybe_unused]] constinit logger constant{fan_out{stubs::channel{}, stubs::channel{}}, {"host", "app"}};
static_assert(std::is_trivially_destructible_v<decltype(constant)>);

}  // namespace

// As much room as the most demanding branch needs.
static_assert(three::headroom == 16 && three::tailroom == 3);

TEST_CASE("each branch gets the message, and sent is the outcome") {
  channel_log a, b;
  fan_out channel{remembering<>{&a}, remembering<>{&b}};
  CHECK(channel.submit(made_message{"one"}) == outcome::sent);
  CHECK(channel.submit(made_message{"two"}) == outcome::sent);
  CHECK(a.texts() == std::vector<std::string>{"one", "two"});
  CHECK(b.texts() == a.texts());
}

TEST_CASE("a branch that loses does not keep the others from theirs, and its losses are counted") {
  channel_log a, b, c;
  three channel{{&a}, {&b}, {&c}};
  b.failures = 2;
  made_message one{"one", {}, {}, 16, 3};
  CHECK(channel.submit(one) == outcome::sent);
  CHECK(channel.submit(one) == outcome::sent);
  CHECK(channel.submit(one) == outcome::sent);
  CHECK(a.messages.size() == 3);
  CHECK(b.texts() == std::vector<std::string>{"2 messages lost", "one"});
  CHECK(c.messages.size() == 3);
  CHECK(channel.lost(0) == 0);
  CHECK(channel.lost(1) == 2);
  CHECK(channel.lost(2) == 0);
  CHECK(channel.lost(3) == 0);
}

TEST_CASE("lost by all is lost, queued by some is queued as long as none has sent it") {
  channel_log a, b;
  fan_out channel{remembering<>{&a}, remembering<>{&b}};
  a.failures = b.failures = 1;
  CHECK(channel.submit(made_message{"x"}) == outcome::lost);
  a.failures = 1;
  b.answer = outcome::queued;
  CHECK(channel.submit(made_message{"x"}) == outcome::queued);
  a.answer = outcome::queued;
  CHECK(channel.submit(made_message{"x"}) == outcome::queued);
  a.answer = outcome::sent;
  CHECK(channel.submit(made_message{"x"}) == outcome::sent);
  a.answer = outcome::queued;
  b.answer = outcome::sent;
  CHECK(channel.submit(made_message{"x"}) == outcome::sent);
  CHECK(channel.lost(0) == 2);
  CHECK(channel.lost(1) == 1);
}

TEST_CASE("a message for one branch reaches that one alone") {
  channel_log a, b;
  fan_out channel{remembering<>{&a}, remembering<>{&b}};
  CHECK(channel.submit_to(1, made_message{"b"}) == outcome::sent);
  CHECK(channel.submit_to(0, made_message{"a"}) == outcome::sent);
  CHECK(channel.submit_to(2, made_message{"?"}) == outcome::lost);
  CHECK(a.texts() == std::vector<std::string>{"a"});
  CHECK(b.texts() == std::vector<std::string>{"b"});
  b.failures = 1;
  CHECK(channel.submit_to(1, made_message{"b"}) == outcome::lost);
  CHECK(channel.lost(1) == 1);
}

TEST_CASE("the time, flush and panic reach each branch, and branches can be had by their number") {
  channel_log a, b;
  fan_out channel{remembering<>{&a}, stubs::channel{}, remembering<>{&b}};
  channel.tick({});
  channel.flush();
  channel.panic();
  CHECK(a.ticks + a.flushes + a.panics == 3);
  CHECK(b.ticks + b.flushes + b.panics == 3);
  CHECK(channel.size() == 3);
  CHECK(channel.get<2>().log == &b);
}

TEST_CASE("a fan_out that is moved takes its counts along") {
  channel_log a, b;
  fan_out channel{remembering<>{&a}, remembering<>{&b}};
  b.failures = 1;
  channel.submit(made_message{"x"});
  fan_out moved{static_cast<decltype(channel)&&>(channel)};
  CHECK(moved.lost(0) == 0);
  CHECK(moved.lost(1) == 1);
  moved.submit(made_message{"y"});
  CHECK(b.texts() == std::vector<std::string>{"1 message lost", "y"});
}
