#include <lineout/update_guard.hpp>

// What a program for several cores without atomic instructions writes, before lineout's other headers. The lock is a
// count here.
static int entered = 0;
static int inside = 0;
template <> struct lineout::update_guard<lineout::all_cores> {
  static constexpr bool several_cores = true;
  static uintptr_t enter() { return ++inside, static_cast<uintptr_t>(++entered); }
  static void leave(uintptr_t) { --inside; }
};

#include <lineout/detail/atomic.hpp>

#include <doctest/doctest.h>

TEST_CASE("where there are no instructions for it, each update and each store of a word is made within the guard") {
  using guarded = lineout::detail::basic_atomic<false>;
  static_assert([] {
    guarded word{5};
    word.store(3);
    return word.add(2) == 3 && word.load() == 5;
  }());
  guarded word{5};
  CHECK(word.add(2) == 5);
  CHECK(word.exchange(1) == 7);
  CHECK(word.set_bits(6) == 1);
  CHECK(word.clear_bits(2) == 7);
  guarded::word expected = 5;
  CHECK(word.compare_exchange(expected, 9));
  word.store(4);
  CHECK(word.load() == 4);
  CHECK(entered == 6);
  CHECK(inside == 0);
}
