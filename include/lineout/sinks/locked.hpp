// locked: lets one context at a time into a sink, or into a channel.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/detail/clear_in_child.hpp>
#include <lineout/detail/optional_verbs.hpp>
#include <lineout/layers/segmentation.hpp>
#include <lineout/locks/patience.hpp>

namespace lineout {

// A call waits for the lock for at most Patience microseconds, by the lock's timer. Then what it was given is lost,
// because the lock's holder may be the code that this call interrupted, or a processor that has stopped. 10 ms are far
// more than a queue of processors needs. forever: waits as long as it takes.
// After panic() one call waits so long (10 ms if forever before), and if it does not get the lock, neither it nor any
// call after it waits again: they go on without the lock, because its holder will hardly go on.
// A thread that is cancelled in the part releases the lock. One that leaves the part by longjmp() keeps it: the lock
// says whether that thread can take it again.
template <typename Part, lock Lock, uint32_t Patience = 10000>
requires sink<Part> || channel<Part>
class locked {
  static constexpr uint32_t patience_in_panic = Patience == forever ? 10000 : Patience;

 public:
  static constexpr size_t headroom = Part::headroom;
  static constexpr size_t tailroom = Part::tailroom;
  using default_options = detail::default_options_of<Part>;
  using default_framing = detail::default_framing_of<Part>;

  // Makes the part in place, of what is given.
  template <typename... Args> constexpr explicit locked(Args&&... args) : part_{detail::forward<Args>(args)...} {}
  locked(const locked&) = delete;
  locked& operator=(const locked&) = delete;

  constexpr outcome send(packet& bytes) requires sink<Part> {
    outcome result = outcome::lost;
    with([&](Part& part) { result = part.send(bytes); });
    return result;
  }
  constexpr outcome submit(const message& what) requires channel<Part> {
    outcome result = outcome::lost;
    with([&](Part& part) { result = part.submit(what); });
    return result;
  }
  constexpr outcome submit_mark(const message& what) requires channel<Part> {
    outcome result = outcome::lost;
    with([&](Part& part) { result = part.submit_mark(what); });
    return result;
  }
  // The lock is taken once for all of them.
  constexpr void send_all(packet* packets, outcome* outcomes, size_t count) requires detail::sends_all<Part> {
    if (!with([&](Part& part) { part.send_all(packets, outcomes, count); })) lose_all(outcomes, count);
  }
  constexpr void submit_all(const message* messages, outcome* outcomes,
                            size_t count) requires detail::submits_all<Part> {
    if (!with([&](Part& part) { part.submit_all(messages, outcomes, count); })) lose_all(outcomes, count);
  }
  constexpr bool segments() requires segmenting_sink<Part> {
    bool result = false;
    with([&](Part& part) { result = part.segments(); });
    return result;
  }
  constexpr size_t send_segmented(segmented_frame* frames, outcome* outcomes,
                                  size_t count) requires segmenting_sink<Part> {
    size_t dealt = count;
    if (!with([&](Part& part) { dealt = part.send_segmented(frames, outcomes, count); })) lose_all(outcomes, count);
    return dealt;
  }
  constexpr void tick(timestamp now) {
    with([now](Part& part) { part.tick(now); });
  }
  constexpr void flush() {
    with([](Part& part) { part.flush(); });
  }
  constexpr void panic() {
    size_t before = not_in_panic;
    panic_.compare_exchange(before, waits_once);
    with([](Part& part) { part.panic(); });
  }
  constexpr bool poll(size_t budget) {
    bool busy = true;
    with([&](Part& part) { busy = part.poll(budget); });
    return busy;
  }
  constexpr size_t take_losses() {
    size_t count = 0;
    with([&](Part& part) { count = part.take_losses(); });
    return count;
  }

  // In a child of fork(), before anything else uses this: see queued and batched. The lock is left as it is.
  constexpr void clear_in_child() { detail::clear_in_child(part_); }

  // Calls action(part) in the lock; false: the lock was not taken, and action was not called.
  template <typename Action> constexpr bool with(Action&& action) {
    guard held{lock_};
    if (const size_t panic = panic_.load(); panic != not_in_panic) [[unlikely]] {
      held.taken = lock_.try_acquire(held.saved, panic == waits_once ? patience_in_panic : 0);
      if (!held.taken) panic_.store(waits_no_more);
    } else if constexpr (Patience == forever) {
      lock_.acquire(held.saved);
      held.taken = true;
    } else {
      held.taken = lock_.try_acquire(held.saved, Patience);
      if (!held.taken) return false;
    }
    action(part_);
    return true;
  }

 private:
  static constexpr size_t not_in_panic = 0;
  static constexpr size_t waits_once = 1;
  static constexpr size_t waits_no_more = 2;

  // Releases the lock, also when the thread is cancelled.
  struct guard {
    Lock& lock;
    typename Lock::state saved{};
    bool taken = false;
    constexpr ~guard() {
      if (taken) lock.release(saved);
    }
  };

  static constexpr void lose_all(outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) outcomes[index] = outcome::lost;
  }

  [[no_unique_address]] Lock lock_{};
  detail::atomic panic_{0};
  Part part_;
};

static_assert(sink<locked<stubs::sink, stubs::lock>>);
static_assert(channel<locked<stubs::channel, stubs::lock>>);

}  // namespace lineout
