// ring_options: everything about a message_ring that is decided when it is compiled, and what it counts.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/atomic.hpp>
#include <lineout/detail/target.hpp>
#include <lineout/locks/spin.hpp>
#include <lineout/sinks/locked.hpp>

namespace lineout {

// What happens to a message that finds every slot full.
enum class when_full : uint8_t {
  drop_newest,       // it is lost
  overwrite_oldest,  // the oldest that is not being sent is lost
  wait,              // it waits for a slot, and is lost when it has looked Options::looks times
};

// Derive from it and override what differs.
struct ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::drop_newest;
  // unbounded: for contexts only that the consumer never has to wait for.
  static constexpr size_t looks = 100000;
  // How many messages drain() has in hand at once, at most, for a channel that takes many: 1 to batch_limit, and never
  // more than a quarter of the slots. Each takes 200 bytes of drain()'s stack.
  static constexpr size_t batch = detail::is_hosted ? batch_limit : 1;
  // Called between two looks: the place for a thread to let others run.
  static void relax() { detail::pause(); }
  // What the slots, and the indices of the two sides, are aligned to, so that processors do not share their cache
  // lines.
  static constexpr size_t alignment = sizeof(void*) == 8 ? 64 : alignof(detail::atomic);
};

// What a ring has counted since it was made. What a logger counts as queued is sent + lost + queued here; what it lost
// for want of a slot is refused here. Exact whenever no call is under way.
struct ring_counts {
  size_t sent = 0;        // handed on
  size_t lost = 0;        // overwritten, or lost by the channel that was to send it
  size_t queued = 0;      // still there
  size_t refused = 0;     // lost for want of a slot; nothing above knows of these
  size_t unfinished = 0;  // claimed by producers that are still writing, or never will
  size_t notices = 0;     // messages of its own: "7 messages lost", "1 message unfinished"
};

}  // namespace lineout
