// ring_options: what a message_ring of a program on a POSIX system uses to wait, and to know a child of fork().
#pragma once

#include <sched.h>

#include <lineout/channels/ring_options.hpp>
#include <lineout/posix/detail/process.hpp>
#include <lineout/posix/monotonic_timer.hpp>

namespace lineout::posix {

// Derive from it and override what differs. A ring with these options is empty in a child of fork(): what waited is the
// parent's to send, and a drain that was under way is the parent's too. To find out costs a load where the program has
// or had a poll_thread or a taken mutex, and a system call in each log call elsewhere.
struct ring_options : lineout::ring_options {
  using timer = monotonic_timer;
  using process = detail::process;
  static void relax() { ::sched_yield(); }
};

}  // namespace lineout::posix
