// one_writer: lets one thread of this process write at a time, and no fork, cancellation or jump leaves it taken.
#pragma once

#include <lineout/posix/detail/patient_wait.hpp>
#include <lineout/posix/detail/undisturbed.hpp>

namespace lineout::detail {

// What it protects may be used while a write_access of it is true.
class one_writer {
 public:
  constexpr one_writer() = default;
  // A copy is free.
  one_writer(const one_writer&) {}
  one_writer& operator=(const one_writer&) { return *this; }

 private:
  friend class write_access;
  shared_value<uintptr_t> owner_;  // the address of the owner's errno, which each thread has for itself
  shared_int process_;
  shared_int wanted_;
};

// True: nobody else of this process is in. Undisturbed while it lives. A child of fork() does not find it taken by a
// thread of its parent. Only the handler of a fault can come between; what its thread held is then taken over, and so
// it is after a longjmp() out of that handler. Costs a getpid().
class write_access : public undisturbed {
 public:
  write_access(one_writer& door, patient_wait& wait) : door_{door}, process_{static_cast<int>(::getpid())} {
    while (!(entered_ = enter())) {
      door_.wanted_.store(1);
      unblock();
      const bool more = wait.again();
      block();
      if (!more) break;
    }
  }
  ~write_access() {
    if (!entered_) return;
    door_.owner_.store(0);
    // Who writes one line after the other lets the others have their turn.
    if (door_.wanted_.load() != 0 && door_.wanted_.exchange(0) != 0) ::sched_yield();
  }
  explicit operator bool() const { return entered_; }
  int process() const { return process_; }

 private:
  bool enter() {
    const uintptr_t self = reinterpret_cast<uintptr_t>(&errno);
    const int before = door_.process_.load();
    if (before != process_) {
      const uintptr_t parents = door_.owner_.load();
      if (door_.process_.replace(before, process_) && before != 0 && parents != 0) door_.owner_.replace(parents, 0);
    }
    return door_.owner_.replace(0, self) || door_.owner_.load() == self;
  }

  one_writer& door_;
  int process_;
  bool entered_ = false;
};

}  // namespace lineout::detail
