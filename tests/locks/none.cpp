#include <lineout/locks/none.hpp>

#include <doctest/doctest.h>

TEST_CASE("a lock for one context is always had") {
  lineout::locks::none lock;
  lineout::locks::none::state first;
  lineout::locks::none::state second;
  lock.acquire(first);
  CHECK(lock.try_acquire(second, 0));
  lock.release(second);
  lock.release(first);
}
