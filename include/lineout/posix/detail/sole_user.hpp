// sole_user: a door for one context at a time, which never waits, and which no fork, cancellation or jump leaves shut.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// What it protects may be used while a sole_use of it is true.
class sole_user {
 public:
  constexpr sole_user() = default;
  // A copy is open.
  sole_user(const sole_user& other) : process_{other.process_} {}
  sole_user& operator=(const sole_user&) { return *this; }

 private:
  friend class sole_use;
  uintptr_t inside_ = 0;  // where on its stack the user is, or 0
  uintptr_t thread_ = 0;
  shared_int process_;
};

// True: nobody else is in. A child of fork() does not find the door shut by a thread of its parent. A thread that has
// jumped (longjmp) out of a signal handler past its own use finds it open again when it comes from no deeper on its
// stack; others find it shut until then. The thread is not cancelled meanwhile. Costs a getpid().
class sole_use {
 public:
  explicit sole_use(sole_user& door) : door_{door} {
    ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state_);
    const int process = ::getpid();
    const int before = door_.process_.load();
    is_child_ = before != 0 && before != process;
    if (before != process) door_.process_.store(process);
    if (is_child_) leave();
    const uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
    uintptr_t nobody = 0;
    entered_ = __atomic_compare_exchange_n(&door_.inside_, &nobody, here, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    if (!entered_ && was_left_behind(nobody, here)) {
      entered_ = true;
      __atomic_store_n(&door_.inside_, here, __ATOMIC_SEQ_CST);
    }
    if (entered_) __atomic_store_n(&door_.thread_, self(), __ATOMIC_SEQ_CST);
  }
  sole_use(const sole_use&) = delete;
  sole_use& operator=(const sole_use&) = delete;
  ~sole_use() {
    if (entered_) leave();
    ::pthread_setcancelstate(cancel_state_, nullptr);
  }

  explicit operator bool() const { return entered_; }
  // Whether this process is a child of the one that was in last, and is in for the first time.
  bool is_child() const { return is_child_; }

 private:
  // The address of the thread's errno is another for each thread.
  static uintptr_t self() { return reinterpret_cast<uintptr_t>(&errno); }

  void leave() {
    __atomic_store_n(&door_.thread_, uintptr_t{0}, __ATOMIC_SEQ_CST);
    __atomic_store_n(&door_.inside_, uintptr_t{0}, __ATOMIC_SEQ_CST);
  }

  // A call of this thread that is still under way was interrupted by a handler: it lies above this one on the same
  // stack, and what the system saves of a thread, which is more than 256 bytes, lies between them.
  bool was_left_behind(uintptr_t user, uintptr_t here) const {
    if (__atomic_load_n(&door_.thread_, __ATOMIC_SEQ_CST) != self() || here + 256 < user) return false;
    stack_t alternate{};
    return ::sigaltstack(nullptr, &alternate) == 0 && (alternate.ss_flags & SS_ONSTACK) == 0;
  }

  sole_user& door_;
  int cancel_state_ = PTHREAD_CANCEL_ENABLE;
  bool entered_ = false;
  bool is_child_ = false;
};

}  // namespace lineout::detail
