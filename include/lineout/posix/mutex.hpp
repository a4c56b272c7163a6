// mutex: the threads library's mutex as a lock, for sinks that threads share.
#pragma once

#include <pthread.h>
#include <sched.h>

#include <lineout/concepts.hpp>

namespace lineout::posix {

// Not for signal handlers: one that interrupts the owner would wait for ever; in panic mode, try_acquire() gives up.
// Never destroyed, so that threads may log until the very end.
class mutex {
 public:
  struct state {};

  constexpr mutex() = default;
  mutex(const mutex&) = delete;
  mutex& operator=(const mutex&) = delete;

  void acquire(state&) { ::pthread_mutex_lock(&mutex_); }
  // Between two attempts, other threads may run.
  bool try_acquire(state&, size_t attempts) {
    for (size_t attempt = 0; attempt < attempts; ++attempt) {
      if (::pthread_mutex_trylock(&mutex_) == 0) return true;
      ::sched_yield();
    }
    return false;
  }
  void release(state&) { ::pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
};

static_assert(lock<mutex>);

}  // namespace lineout::posix
