#include <lineout/posix/mutex.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using lineout::posix::mutex;

namespace {

constinit mutex shared;

}  // namespace

TEST_CASE("mutex keeps threads out of each other's way") {
  int count = 0;
  std::atomic<int> ready{0};
  const auto work = [&count, &ready] {
    ++ready;
    while (ready.load() < 2) sched_yield();
    for (int turn = 0; turn < 10000; ++turn) {
      mutex::state state;
      shared.acquire(state);
      const int before = count;
      sched_yield();  // the other one's chance to come between
      count = before + 1;
      shared.release(state);
    }
  };
  std::thread other{work};
  work();
  other.join();
  CHECK(count == 20000);
}

TEST_CASE("mutex that another has taken is given up after so many microseconds, and taken when it is free") {
  mutex::state state;
  CHECK(shared.try_acquire(state, 0));
  bool taken = true;
  std::thread{[&taken] {
    mutex::state own;
    taken = shared.try_acquire(own, 100);
  }}.join();
  CHECK_FALSE(taken);
  shared.release(state);
  std::thread{[&taken] {
    mutex::state own;
    taken = shared.try_acquire(own, 1);
    if (taken) shared.release(own);
  }}.join();
  CHECK(taken);
}
