#include <lineout/sinks/sink_decorator.hpp>

#include <doctest/doctest.h>

namespace {

using namespace lineout;

struct adds_nothing : sink_decorator<stubs::sink> {
  using sink_decorator::sink_decorator;
};

}  // namespace

// Every verb through every decorator: tests/contract.cpp.
TEST_CASE("a decorator takes no memory of its own and is a sink") {
  static_assert(sink<adds_nothing>);
  static_assert(sizeof(adds_nothing) == sizeof(stubs::sink));
  packet none{nullptr, 0, 0};
  CHECK(adds_nothing{}.send(none) == outcome::sent);
}
