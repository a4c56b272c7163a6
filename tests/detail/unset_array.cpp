#include <lineout/detail/unset_array.hpp>

#include <doctest/doctest.h>

TEST_CASE("what is set in an array that is not initialised is there") {
  struct pair {
    int first = 1;
    int second = 2;
  };
  lineout::detail::unset_array<pair, 8> array;
  static_assert(sizeof array == 8 * sizeof(pair) && alignof(decltype(array)) == alignof(pair));
  for (int index = 7; index >= 0; index -= 2) array.set(static_cast<lineout::size_t>(index), {index, -index});
  for (int index = 7; index >= 0; index -= 2) {
    CHECK(array.begin()[index].first == index);
    CHECK(array.begin()[index].second == -index);
  }
}
