#include <lineout/channels/channel_decorator.hpp>

#include <doctest/doctest.h>

namespace {

using namespace lineout;

struct adds_nothing : channel_decorator<stubs::channel> {
  using channel_decorator::channel_decorator;
};

}  // namespace

// Every verb through every decorator: tests/contract.cpp.
TEST_CASE("a decorator takes no memory of its own and is a channel") {
  static_assert(channel<adds_nothing>);
  static_assert(sizeof(adds_nothing) == sizeof(stubs::channel));
  const origin nobody{"host", "app"};
  CHECK(adds_nothing{}.submit(message{priority{}, timestamp{}, &nobody, packet{nullptr, 0, 0}}) == outcome::sent);
}
