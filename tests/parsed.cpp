#include <lineout/parsed.hpp>

#include <doctest/doctest.h>

TEST_CASE("parsed is true with a value and false with an error") {
  constexpr lineout::parsed<int> good{.value = 7};
  constexpr lineout::parsed<int> bad{.error = "a number is expected", .position = 3};
  static_assert(good && good.value == 7);
  static_assert(!bad && bad.position == 3);
  CHECK(bad.error == "a number is expected");
}
