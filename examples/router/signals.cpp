#include "signals.hpp"

#include <signal.h>

namespace router {

namespace {

volatile sig_atomic_t signalled = 0;
constinit lineout::channel_ref way_out;

}  // namespace

void end_on_signals(lineout::channel_ref waiting) {
  way_out = waiting;
  struct sigaction action {};
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  action.sa_handler = [](int) {
    signalled = 1;
    way_out.panic();  // from now on it waits for nobody
  };
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return signalled != 0; }

}  // namespace router
