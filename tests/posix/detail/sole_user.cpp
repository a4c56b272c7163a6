#include <lineout/posix/detail/sole_user.hpp>

#include <setjmp.h>
#include <signal.h>

#include <atomic>
#include <thread>
#include <vector>

#include "posix/support.hpp"

using lineout::detail::sole_use;
using lineout::detail::sole_user;

namespace {

sole_user door;
sigjmp_buf outside;
bool nested_was_in = false;

// Leaves the use by a jump out of a signal handler that has found the door shut.
[[gnu::noinline]] void jump_out() {
  if (sigsetjmp(outside, 1) != 0) return;
  const sole_use use{door};
  raise(SIGUSR1);
}

[[gnu::noinline]] bool enter() {
  const sole_use use{door};
  return static_cast<bool>(use);
}

void with_handler(int flags, void (*handler)(int), void (*body)()) {
  struct sigaction action {};
  struct sigaction before {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigaction(SIGUSR1, &action, &before);
  body();
  sigaction(SIGUSR1, &before, nullptr);
}

}  // namespace

TEST_CASE("one is in at a time, also of a thread and its signal handler, on whichever stack") {
  {
    const sole_use use{door};
    CHECK(use);
    std::thread{[] { CHECK_FALSE(enter()); }}.join();
    for (const int flags : {0, SA_ONSTACK}) {
      std::vector<char> stack(65536);
      stack_t alternate{};
      stack_t before{};
      alternate.ss_sp = stack.data();
      alternate.ss_size = stack.size();
      sigaltstack(&alternate, &before);
      nested_was_in = true;
      with_handler(
          flags, [](int) { nested_was_in = enter(); }, [] { raise(SIGUSR1); });
      CHECK_FALSE(nested_was_in);
      sigaltstack(&before, nullptr);
    }
  }
  CHECK(enter());
}

TEST_CASE("of threads that come and go, one is in at a time") {
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<int> entered{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (int count = 0; count < 20000; ++count) {
        const sole_use use{door};
        if (!use) continue;
        ++entered;
        if (++inside > 1) most = 2;
        --inside;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(entered > 0);
  CHECK(most == 0);
}

TEST_CASE("a thread that has jumped out is in again, and shuts others out until then") {
  with_handler(
      0, [](int) { siglongjmp(outside, 1); },
      [] {
        for (int count = 0; count < 100; ++count) {
          jump_out();
          if (count % 2 == 0) CHECK(enter());
        }
      });
  CHECK(enter());
  std::thread{[] { CHECK(enter()); }}.join();
}

TEST_CASE("a child does not find the door shut by a thread of its parent, and knows that it is one") {
  CHECK(enter());
  std::atomic<int> state{0};
  std::thread parents{[&] {
    const sole_use use{door};
    state = 1;
    while (state != 2) sched_yield();
  }};
  while (state != 1) sched_yield();
  CHECK(support::in_child([] {
    {
      const sole_use use{door};
      if (!use || !use.is_child()) return false;
    }
    const sole_use again{door};
    return again && !again.is_child();
  }));
  state = 2;
  parents.join();
  CHECK(enter());
}

TEST_CASE("a thread is not cancelled within, and may be again afterwards") {
  pthread_t thread;
  static std::atomic<int> reached{0};
  REQUIRE(pthread_create(
              &thread, nullptr,
              [](void*) -> void* {
                {
                  const sole_use use{door};
                  pthread_cancel(pthread_self());
                  pthread_testcancel();
                  reached = 1;
                }
                pthread_testcancel();
                reached = 2;
                return nullptr;
              },
              nullptr) == 0);
  void* result = nullptr;
  pthread_join(thread, &result);
  CHECK(result == PTHREAD_CANCELED);
  CHECK(reached == 1);
  CHECK(enter());
}
