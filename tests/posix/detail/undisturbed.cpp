#include <lineout/posix/detail/undisturbed.hpp>

#include "posix/support.hpp"

using lineout::detail::undisturbed;

namespace {

volatile sig_atomic_t handled = 0;

bool is_pending(int signal) {
  sigset_t waiting;
  return sigpending(&waiting) == 0 && sigismember(&waiting, signal) == 1;
}

}  // namespace

TEST_CASE("undisturbed: a signal is handled behind the scope, a fault's within it, and the mask is as before") {
  struct sigaction action {};
  action.sa_handler = [](int) { handled = handled + 1; };
  struct sigaction before[2] = {};
  sigaction(SIGUSR1, &action, &before[0]);
  sigaction(SIGABRT, &action, &before[1]);
  handled = 0;
  {
    undisturbed scope;
    raise(SIGUSR1);
    CHECK(handled == 0);
    raise(SIGABRT);
    CHECK(handled == 1);
    scope.unblock();
    CHECK(handled == 2);
    scope.block();
    raise(SIGUSR1);
    CHECK(handled == 2);
  }
  CHECK(handled == 3);
  sigset_t now;
  pthread_sigmask(SIG_BLOCK, nullptr, &now);
  CHECK(sigismember(&now, SIGUSR1) == 0);
  sigaction(SIGUSR1, &before[0], nullptr);
  sigaction(SIGABRT, &before[1], nullptr);
}

TEST_CASE("undisturbed takes the signal of a failed write, but not one that the program keeps blocked itself") {
  CHECK(support::in_child([] {
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    {
      const undisturbed scope;
      raise(SIGPIPE);
      raise(SIGXFSZ);
      scope.take_signal_of(ENOSPC);
      if (!is_pending(SIGPIPE) || !is_pending(SIGXFSZ)) return false;
      scope.take_signal_of(EPIPE);
      scope.take_signal_of(EFBIG);
      scope.take_signal_of(EFBIG);  // there is none, which is no matter
    }
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    raise(SIGPIPE);
    {
      const undisturbed scope;
      scope.take_signal_of(EPIPE);
    }
    return is_pending(SIGPIPE);
  }));
}

TEST_CASE("undisturbed: a thread is not cancelled within it") {
  static volatile bool within = false;
  pthread_t thread;
  REQUIRE(pthread_create(
              &thread, nullptr,
              [](void*) -> void* {
                {
                  const undisturbed scope;
                  pthread_cancel(pthread_self());
                  pthread_testcancel();
                  within = true;
                }
                pthread_testcancel();
                within = false;
                return nullptr;
              },
              nullptr) == 0);
  pthread_join(thread, nullptr);
  CHECK(within);
}
