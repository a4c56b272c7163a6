// mutex: the threads library's mutex as a lock, for sinks that threads share.
#pragma once

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <time.h>

#include <lineout/concepts.hpp>
#include <lineout/locks/patience.hpp>
#include <lineout/posix/detail/process.hpp>
#include <lineout/posix/monotonic_timer.hpp>

namespace lineout::posix {

// try_acquire() waits by CLOCK_MONOTONIC: a signal neither shortens nor lengthens it. It gives up at once where its own
// thread holds the mutex: in a signal handler that interrupted the holder, or after longjmp() out of what was locked;
// acquire() would wait for ever there. In a child of fork() it is free. A first acquire() or try_acquire() in a program
// may allocate, and is not for signal handlers. Never destroyed, so that threads may log until the very end.
class mutex {
 public:
  struct state {};

  constexpr mutex() = default;
  mutex(const mutex&) = delete;
  mutex& operator=(const mutex&) = delete;

  void acquire(state&) {
    enter_process();
    ::pthread_mutex_lock(&mutex_);
    owner_.store(self());
  }
  bool try_acquire(state&, uint32_t microseconds) {
    enter_process();
    size_t looks = 0;
    return lineout::detail::try_for<monotonic_timer>(
               owner_.load() == self() ? 0 : microseconds, [this] { return ::pthread_mutex_trylock(&mutex_) == 0; },
               [&looks] { let_others_run(looks++); }) &&
           (owner_.store(self()), true);
  }
  void release(state&) {
    owner_.store(0);
    ::pthread_mutex_unlock(&mutex_);
  }

 private:
  static size_t self() { return size_t(::pthread_self()); }
  static void let_others_run(size_t looks) {
    const timespec nap{0, 50000};
    const int kept = errno;
    if (looks < 50) ::sched_yield();
    else ::nanosleep(&nap, nullptr);
    errno = kept;
  }

  // The threads of a parent process cannot release what they hold here.
  void enter_process() {
    if (process_.load() != lineout::detail::process::number()) [[unlikely]]
      enter(lineout::detail::process::number());
  }
  [[gnu::noinline, gnu::cold]] void enter(size_t number) {
    constexpr size_t entering = ~size_t{0};
    lineout::detail::process::watch();
    size_t seen = process_.load();
    if (seen != number && seen != entering && process_.compare_exchange(seen, entering)) {
      if (seen != 0) mutex_ = PTHREAD_MUTEX_INITIALIZER;
      owner_.store(0);
      process_.store(number);
    }
    while (process_.load() == entering) ::sched_yield();
  }

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  lineout::detail::atomic owner_;
  lineout::detail::atomic process_;
};

static_assert(lock<mutex>);

}  // namespace lineout::posix
