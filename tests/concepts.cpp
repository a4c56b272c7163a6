#include <lineout/concepts.hpp>

#include <doctest/doctest.h>

namespace {

struct sends_nothing_back {
  static constexpr lineout::size_t headroom = 0;
  static constexpr lineout::size_t tailroom = 0;
  void send(lineout::packet&) {}
};

struct without_rooms {
  lineout::outcome send(lineout::packet&) { return lineout::outcome::sent; }
};

struct knows_panic {
  bool told = false;
  void panic() { told = true; }
};

}  // namespace

TEST_CASE("each stub models its own contract and no other") {
  using namespace lineout;
  static_assert(sink<stubs::sink> && !channel<stubs::sink> && !framing<stubs::sink>);
  static_assert(segmenting_sink<stubs::segmenting_sink> && !segmenting_sink<stubs::sink>);
  static_assert(channel<stubs::channel> && !sink<stubs::channel>);
  static_assert(framing<stubs::framing> && !sink<stubs::framing>);
  static_assert(layer<stubs::layer> && !sink<stubs::layer>);
  static_assert(clock<stubs::clock> && !lock<stubs::clock>);
  static_assert(timer<stubs::timer> && !clock<stubs::timer>);
  static_assert(lock<stubs::lock> && !clock<stubs::lock>);
  CHECK(true);
}

TEST_CASE("what lacks a part of a contract is no model of it") {
  static_assert(!lineout::sink<sends_nothing_back>);
  static_assert(!lineout::sink<without_rooms>);
  static_assert(!lineout::sink<int>);
  CHECK(true);
}

TEST_CASE("panic reaches a part that wants it and no other") {
  knows_panic part;
  lineout::detail::panic(part);
  CHECK(part.told);
  lineout::stubs::sink other;
  lineout::detail::panic(other);
}

TEST_CASE("poll reaches a part that wants it, and one without it has nothing to do") {
  struct {
    lineout::size_t given = 0;
    bool poll(lineout::size_t budget) {
      given = budget;
      return true;
    }
  } part;
  CHECK(lineout::detail::poll(part, 7));
  CHECK(part.given == 7);
  lineout::stubs::sink other;
  CHECK_FALSE(lineout::detail::poll(other, 7));
}
