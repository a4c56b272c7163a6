// ring_options: everything about a message_ring that is decided when it is compiled, and what it counts.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/detail/target.hpp>
#include <lineout/locks/patience.hpp>

namespace lineout {

// The budget of a drain that sends everything.
inline constexpr size_t unbounded = ~size_t{0};

// What happens to a message that finds every slot full.
enum class when_full : uint8_t {
  drop_newest,       // it is lost
  overwrite_oldest,  // the oldest that is not being sent is lost
  wait,              // it waits for a slot, and is lost when Options::patience is over
};

// For programs that never fork, and for systems without processes.
struct one_process {
  static constexpr uint32_t number() { return 0; }
};

// Derive from it and override what differs. Programs on POSIX systems derive from posix::ring_options.
struct ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::drop_newest;
  // How long a call waits for a slot, in microseconds, with when_full::wait. forever: for contexts only that the
  // consumer never has to wait for.
  static constexpr uint32_t patience = 10000;
  // How long panic(), and each call after it, waits for a drain that is under way and makes no progress, in
  // microseconds. The drain is then passed over, and is not waited for again.
  static constexpr uint32_t patience_in_panic = 100000;
  // What measures both.
  using timer = look_timer;
  // Called between two looks: the place for a thread to let others run.
  static void relax() { detail::pause(); }
  // Says which process this is: number() differs between a process and the children that it forks, and costs little,
  // because each call asks for it. A ring is empty in a child. See posix::ring_options.
  using process = one_process;
  // How many messages drain() has in hand at once, at most, for a channel that takes many: 1 to batch_limit, and never
  // more than a quarter of the slots. Each takes 170 bytes of drain()'s stack.
  static constexpr size_t batch = detail::is_hosted ? batch_limit : 1;
  // What the slots, and the indices of the two sides, are aligned to, so that processors do not share their cache
  // lines.
  static constexpr size_t alignment = sizeof(void*) == 8 ? 64 : alignof(detail::atomic);
};

// What a ring has counted since it was made. What a logger counts as queued is sent + lost + queued + inherited here;
// what it lost for want of a slot is refused here. Exact whenever no call is under way.
struct ring_counts {
  size_t sent = 0;        // handed on
  size_t lost = 0;        // overwritten, or lost by the channel that was to send it
  size_t queued = 0;      // still there
  size_t refused = 0;     // lost for want of a slot; nothing above knows of these
  size_t unfinished = 0;  // claimed by producers that are still writing, or never will
  size_t notices = 0;     // messages of its own: "7 messages lost", "1 message unfinished", "1 message sent again"
  size_t left_out = 0;    // MSGIDs and structured data that found no room in their message's slot
  size_t lost_later = 0;  // of those sent, what the channel found lost afterwards
  size_t inherited = 0;   // forgotten by clear_in_child(): a parent process sends them
};

}  // namespace lineout
