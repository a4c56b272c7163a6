// poll_thread: a thread that polls a logger, so that what is queued or kept leaves without the program's doing.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include <lineout/concepts.hpp>
#include <lineout/detail/clear_in_child.hpp>
#include <lineout/posix/detail/descriptor.hpp>
#include <lineout/posix/detail/process.hpp>

namespace lineout::posix {

// Derive from it and override what differs.
struct poll_thread_options {
  // How long the thread sleeps between two polls that find little to do, and so what it adds to a delay at most, beside
  // the system's time to wake it. An idle logger costs some 5 to 20 microseconds of a processor each time. A queue holds
  // what is logged meanwhile.
  static constexpr uint32_t microseconds = 4000;
  // What each poll may do.
  static constexpr size_t budget = batch_limit;
  // How often at most it polls when it is to end.
  static constexpr size_t last_polls = 1024;
};

// Polls part, a logger or anything else that has poll(budget) and outlives this, from a thread of its own. A logger's
// queue (or a queue that is the part) that has more than the budget is drained back to back; nothing else is, so that
// what waits for a receiver costs no more than an idle one. Part must bear being polled while others log: a queue does,
// a sink for one context at a time does within locked<..., mutex>.
//
// The constructor starts the thread, may allocate and wait; the thread itself allocates nothing and takes no signal.
// stop(), or the destructor, has it poll until nothing is left (last_polls times at most), flush, and end, and waits
// for that; one thread calls it. After fork() the child has no such thread: there, queues and batches of the part are
// empty, because what they held is the parent's to send, and stop() does nothing. To go on, the child makes another
// object. A queue that had no poll_thread in the parent knows the child by posix::ring_options.
template <typename Part, typename Options = poll_thread_options> class poll_thread {
  static_assert(
      requires(Part & part) {
        part.poll(Options::budget);
        part.flush();
      },
      "lineout: poll_thread needs a part that has poll(budget) and flush()");

 public:
  explicit poll_thread(Part& part) : part_{part}, owner_{::getpid()} {
    detail::process::link(hook_);
    const detail::errno_keeper keeper;
    pthread_condattr_t steady;
    int failure = ::pthread_condattr_init(&steady);
    if (failure == 0) {
#if !defined(__APPLE__)
      ::pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
#endif
      failure = ::pthread_cond_init(&stopped_, &steady);
      ::pthread_condattr_destroy(&steady);
    }
    if (failure == 0) {
      sigset_t all;
      sigset_t before;
      ::sigfillset(&all);
      ::pthread_sigmask(SIG_SETMASK, &all, &before);
      failure = ::pthread_create(
          &thread_, nullptr,
          [](void* self) -> void* {
            static_cast<poll_thread*>(self)->run();
            return nullptr;
          },
          this);
      ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }
    running_ = failure == 0;
    if (failure == EAGAIN) error_ = "the system has no room for another thread";
    else if (failure != 0) error_ = detail::error_words(failure);
  }
  poll_thread(const poll_thread&) = delete;
  poll_thread& operator=(const poll_thread&) = delete;
  // The condition is not destroyed: in a child of fork() it would wait for a thread that is not there.
  ~poll_thread() {
    stop();
    detail::process::unlink(hook_);
  }

  // Whether there is a thread. False: error() says why it could not be started, it has been stopped, or it is not this
  // process's.
  explicit operator bool() const { return running_ && ::getpid() == owner_; }
  text error() const { return error_; }

  void stop() {
    if (!*this) return;
    running_ = false;
    ::pthread_mutex_lock(&mutex_);
    stopping_.store(1);
    ::pthread_cond_signal(&stopped_);
    ::pthread_mutex_unlock(&mutex_);
    ::pthread_join(thread_, nullptr);
  }

 private:
  struct found {
    bool more;  // in a queue, than the budget
    bool left;  // anything to do
  };

  void run() {
    while (stopping_.load() == 0)
      if (!poll().more) sleep();
    for (size_t polls = 0; polls < Options::last_polls && poll().left; ++polls) {
    }
    part_.flush();
  }

  found poll() {
    bool more = false;
    if constexpr (requires { part_.channel().drain(size_t{}); })
      more = part_.channel().drain(Options::budget) == Options::budget;
    else if constexpr (requires { part_.drain(size_t{}); }) more = part_.drain(Options::budget) == Options::budget;
    const bool left = part_.poll(Options::budget);
    return {more, more || left};
  }

  void sleep() {
    timespec until{};
#if defined(__APPLE__)
    ::clock_gettime(CLOCK_REALTIME, &until);
#else
    ::clock_gettime(CLOCK_MONOTONIC, &until);
#endif
    const uint64_t nanoseconds = static_cast<uint64_t>(until.tv_nsec) + uint64_t{Options::microseconds} * 1000;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1000000000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1000000000);
    ::pthread_mutex_lock(&mutex_);
    for (int result = 0; stopping_.load() == 0 && result == 0;)
      result = ::pthread_cond_timedwait(&stopped_, &mutex_, &until);
    ::pthread_mutex_unlock(&mutex_);
  }

  Part& part_;
  pid_t owner_;
  bool running_ = false;
  text error_;
  pthread_t thread_{};
  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t stopped_{};
  detail::shared_int stopping_;
  detail::fork_hook hook_{[](void* self) { detail::clear_in_child(static_cast<poll_thread*>(self)->part_); }, this};
};

}  // namespace lineout::posix
