#include "signals.hpp"

#include <signal.h>

namespace router {

namespace {

volatile sig_atomic_t signalled = 0;

}  // namespace

void end_on_signals() {
  struct sigaction action {};
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  action.sa_handler = [](int) { signalled = 1; };
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return signalled != 0; }

}  // namespace router
