// undisturbed: a scope that no signal handler interrupts, no cancellation leaves, and no failed write ends by a signal.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// While it lives, this thread takes no signals but those of its own faults (SIGSEGV, SIGABRT and the like), so no
// handler can jump out of the scope. Costs two system calls. Keeps 144 bytes. For signal handlers too.
class undisturbed {
 public:
  undisturbed() {
    ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state_);
    block();
  }
  undisturbed(const undisturbed&) = delete;
  undisturbed& operator=(const undisturbed&) = delete;
  ~undisturbed() {
    unblock();
    ::pthread_setcancelstate(cancel_state_, nullptr);
  }

  [[gnu::noinline]] void block() {
    sigset_t signals;
    constexpr int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT};
    sigfillset(&signals);
    for (const int fault : faults) sigdelset(&signals, fault);
    ::pthread_sigmask(SIG_BLOCK, &signals, &before_);
  }
  void unblock() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  // Takes the signal that came with this error of a write: SIGPIPE (no reader is left) or SIGXFSZ (RLIMIT_FSIZE).
  [[gnu::noinline]] void take_signal_of(int error) const {
    const int signal = error == EPIPE ? SIGPIPE : error == EFBIG ? SIGXFSZ : 0;
    if (signal == 0 || sigismember(&before_, signal) == 1) return;
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
#if defined(__APPLE__)
    sigset_t waiting;
    int taken;
    if (::sigpending(&waiting) == 0 && sigismember(&waiting, signal) == 1) ::sigwait(&only, &taken);
#else
    const timespec at_once{};
    ::sigtimedwait(&only, nullptr, &at_once);
#endif
  }

 private:
  sigset_t before_;
  int cancel_state_ = PTHREAD_CANCEL_ENABLE;
};

}  // namespace lineout::detail
