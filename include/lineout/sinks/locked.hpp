// locked: lets one context at a time into a sink, or into a channel.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/detail/optional_verbs.hpp>
#include <lineout/layers/segmentation.hpp>

namespace lineout {

// Attempts for a lock that is to be waited for as long as it takes.
inline constexpr size_t unbounded = ~size_t{0};

// The lock is looked at Attempts times; if it is not had by then what it is given is lost rather than waited for,
// because who holds it may be the very context that this one has interrupted, or a processor that has stopped. A
// transmission takes microseconds and a look some nanoseconds, so 100000 looks are far more than a queue of processors
// needs, and still under a hundredth of a second. After panic() the lock is tried as often (even if unbounded before),
// and then passed over: whoever holds it will hardly go on.
template <typename Part, lock Lock, size_t Attempts = 100000>
requires sink<Part> || channel<Part>
class locked {
  static constexpr size_t attempts_in_panic = Attempts == unbounded ? 100000 : Attempts;

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
  // The lock is had once for all of them.
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
    panic_.store(1);
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

  // Calls action(part) in the lock; false: the lock was not had, and action was not called.
  template <typename Action> constexpr bool with(Action&& action) {
    typename Lock::state saved{};
    const bool panicking = panic_.load() != 0;
    bool taken = true;
    if (panicking) taken = lock_.try_acquire(saved, attempts_in_panic);
    else if constexpr (Attempts == unbounded) lock_.acquire(saved);
    else taken = lock_.try_acquire(saved, Attempts);
    if (!taken && !panicking) return false;
    action(part_);
    if (taken) lock_.release(saved);
    return true;
  }

 private:
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
