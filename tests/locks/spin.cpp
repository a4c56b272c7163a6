#include <lineout/locks/spin.hpp>

#include <doctest/doctest.h>

#include <thread>
#include <type_traits>
#include <vector>

namespace {

using lineout::locks::spin;

constinit spin guard;
static_assert(std::is_trivially_destructible_v<spin>);
static_assert([] {
  spin lock;
  spin::state state;
  lock.acquire(state);
  const bool second = lock.try_acquire(state, 1);
  lock.release(state);
  return !second && lock.try_acquire(state, 1);
}());

}  // namespace

TEST_CASE("a lock that is taken is not had, however long it is waited for, until it is released") {
  spin lock;
  spin::state state;
  lock.acquire(state);
  CHECK_FALSE(lock.try_acquire(state, 0));
  CHECK_FALSE(lock.try_acquire(state, 1));
  CHECK_FALSE(lock.try_acquire(state, 1000));
  lock.release(state);
  CHECK(lock.try_acquire(state, 0));
}

TEST_CASE("threads count together without missing one") {
  long count = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&count, thread] {
      for (int step = 0; step < 20000; ++step) {
        spin::state state;
        if (thread % 2 == 0) guard.acquire(state);
        else
          while (!guard.try_acquire(state, 10)) std::this_thread::yield();
        ++count;
        guard.release(state);
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(count == 80000);
}
