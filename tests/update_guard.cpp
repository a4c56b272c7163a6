#include <lineout/update_guard.hpp>

#include <lineout/detail/atomic.hpp>

#include <doctest/doctest.h>

namespace {

int entered = 0;
int inside = 0;

struct this_program;

}  // namespace

// What a program for several cores without atomic instructions writes, here for a name of this test's. The lock is a
// count.
template <> struct lineout::update_guard<this_program> {
  static constexpr bool several_cores = true;
  static uintptr_t enter() { return ++inside, static_cast<uintptr_t>(++entered); }
  static void leave(uintptr_t) { --inside; }
};

TEST_CASE("where there are no instructions for it, each update and each store of a word is made within the guard") {
  using guarded = lineout::detail::basic_atomic<false, lineout::update_guard<this_program>>;
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
