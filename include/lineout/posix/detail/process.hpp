// process: which process this is, at the cost of a load, and calls in the children that it forks.
#pragma once

#include <pthread.h>
#include <unistd.h>

#include <lineout/detail/atomic.hpp>

namespace lineout::detail {

// Called in each child of fork(), in its only thread, while it is linked.
class fork_hook {
 public:
  explicit fork_hook(void (*call)(void*), void* with) : call_{call}, with_{with} {}
  fork_hook(const fork_hook&) = delete;
  fork_hook& operator=(const fork_hook&) = delete;

 private:
  friend class process;
  void (*call_)(void*);
  void* with_;
  fork_hook* next_ = nullptr;
};

// Children that are made otherwise than by fork() are not noticed.
class process {
 public:
  // The process id. A load when watch() was called, and a system call else. For signal handlers, too.
  static uint32_t number() {
    const size_t known = number_.load();
    return static_cast<uint32_t>(known != 0 ? known : static_cast<size_t>(::getpid()));
  }
  // Has fork() keep the number right. May allocate, once in a process. Not for signal handlers.
  static void watch() {
    if (watched_.load() != 0 || watched_.exchange(1) != 0) return;
    if (::pthread_atfork([] { ::pthread_mutex_lock(&hooks_mutex_); }, [] { ::pthread_mutex_unlock(&hooks_mutex_); },
                         in_child) == 0)
      number_.store(static_cast<size_t>(::getpid()));
  }

  static void link(fork_hook& hook) {
    watch();
    ::pthread_mutex_lock(&hooks_mutex_);
    hook.next_ = hooks_;
    hooks_ = &hook;
    ::pthread_mutex_unlock(&hooks_mutex_);
  }
  static void unlink(fork_hook& hook) {
    ::pthread_mutex_lock(&hooks_mutex_);
    for (fork_hook** at = &hooks_; *at != nullptr; at = &(*at)->next_)
      if (*at == &hook) {
        *at = hook.next_;
        break;
      }
    ::pthread_mutex_unlock(&hooks_mutex_);
  }

 private:
  static void in_child() {
    number_.store(static_cast<size_t>(::getpid()));
    for (fork_hook* hook = hooks_; hook != nullptr; hook = hook->next_) hook->call_(hook->with_);
    ::pthread_mutex_unlock(&hooks_mutex_);
  }

  static inline constinit atomic number_{0};
  static inline constinit atomic watched_{0};
  static inline constinit fork_hook* hooks_ = nullptr;
  static inline constinit pthread_mutex_t hooks_mutex_ = PTHREAD_MUTEX_INITIALIZER;
};

}  // namespace lineout::detail
