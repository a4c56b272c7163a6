#include <lineout/detail/atomic.hpp>

#include <thread>
#include <vector>

#include <doctest/doctest.h>

using lineout::detail::atomic;

TEST_CASE("each operation gives back what was there before") {
  static_assert([] {
    atomic word{5};
    return word.add(2) == 5 && word.exchange(1) == 7 && word.set_bits(6) == 1 && word.clear_bits(2) == 7 && word.load() == 5;
  }());
  atomic word{5};
  CHECK(word.add(2) == 5);
  CHECK(word.exchange(1) == 7);
  CHECK(word.set_bits(6) == 1);
  CHECK(word.clear_bits(2) == 7);
  CHECK(word.load() == 5);
}

TEST_CASE("a word is exchanged only where it is what was expected, and told where it is not") {
  constexpr auto exchanges = [] {
    atomic word{5};
    atomic::word expected = 4;
    const bool wrong = word.compare_exchange(expected, 9);
    return !wrong && expected == 5 && word.load() == 5 && word.compare_exchange(expected, 9) && expected == 5 && word.load() == 9;
  };
  static_assert(exchanges());
  CHECK(exchanges());
}

TEST_CASE("no addition of several threads is missing") {
  atomic word;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (int count = 0; count < 10000; ++count) word.add(1);
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(word.load() == 40000);
}
