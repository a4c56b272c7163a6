#include <lineout/posix/detail/one_writer.hpp>

#include <setjmp.h>

#include <atomic>
#include <thread>
#include <vector>

#include "posix/support.hpp"

using lineout::detail::one_writer;
using lineout::detail::patient_wait;
using lineout::detail::write_access;

namespace {

bool may_enter(one_writer& door, uint32_t microseconds = 0) {
  patient_wait wait{microseconds};
  return static_cast<bool>(write_access{door, wait});
}
bool another_may_enter(one_writer& door) {
  bool entered = false;
  std::thread{[&] { entered = may_enter(door); }}.join();
  return entered;
}

}  // namespace

TEST_CASE("one_writer lets one thread in, its own faults' handler too, and a copy is free") {
  one_writer door;
  {
    patient_wait wait{0};
    const write_access alone{door, wait};
    CHECK(alone);
    CHECK_FALSE(another_may_enter(door));
    one_writer copy{door};
    CHECK(another_may_enter(copy));
  }
  CHECK(another_may_enter(door));
  CHECK(may_enter(door));
}

TEST_CASE("one_writer: many threads are never in at the same time") {
  one_writer door;
  std::atomic<int> inside{0};
  std::atomic<int> together{0};
  std::atomic<int> entered{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (int count = 0; count < 5000; ++count) {
        patient_wait wait{5000000};
        const write_access alone{door, wait};
        if (!alone) continue;
        if (inside.fetch_add(1) != 0) together.fetch_add(1);
        entered.fetch_add(1);
        inside.fetch_sub(1);
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(together.load() == 0);
  CHECK(entered.load() == 20000);
}

TEST_CASE("one_writer that another thread has at a fork is free in the child, for one at a time") {
  one_writer door;
  std::atomic<int> step{0};
  std::thread other{[&] {
    patient_wait wait{0};
    const write_access alone{door, wait};
    step.store(1);
    while (step.load() != 2) sched_yield();
  }};
  while (step.load() != 1) sched_yield();
  CHECK(support::in_child([&] {
    patient_wait wait{0};
    const write_access alone{door, wait};
    return alone && alone.process() == getpid();
  }));
  CHECK_FALSE(may_enter(door));
  step.store(2);
  other.join();
  CHECK(may_enter(door));
}

namespace {

sigjmp_buf outside;

}  // namespace

TEST_CASE("one_writer: what a fault's handler has jumped out of is taken over by its thread, and then free for all") {
  one_writer door;
  struct sigaction action {};
  action.sa_handler = [](int) { siglongjmp(outside, 1); };
  struct sigaction before {};
  sigaction(SIGABRT, &action, &before);
  if (sigsetjmp(outside, 1) == 0) {
    patient_wait wait{0};
    const write_access alone{door, wait};
    raise(SIGABRT);
  }
  sigaction(SIGABRT, &before, nullptr);
  CHECK_FALSE(another_may_enter(door));
  CHECK(may_enter(door));
  CHECK(another_may_enter(door));
}
