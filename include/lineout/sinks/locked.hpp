// locked: lets one context at a time into a sink.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/atomic.hpp>

namespace lineout {

// Attempts for a lock that is to be waited for as long as it takes.
inline constexpr size_t unbounded = ~size_t{0};

// The lock is looked at Attempts times; if it is not had by then the bytes are lost rather than waited for, because who
// holds it may be the very context that this one has interrupted, or a processor that has stopped. A transmission takes
// microseconds and a look some nanoseconds, so 100000 looks are far more than a queue of processors needs, and still
// under a hundredth of a second. After panic() the lock is tried as often (even if unbounded before), and then passed
// over: whoever holds it will hardly go on.
template <sink Sink, lock Lock, size_t Attempts = 100000> class locked {
  static constexpr size_t attempts_in_panic = Attempts == unbounded ? 100000 : Attempts;

 public:
  static constexpr size_t headroom = Sink::headroom;
  static constexpr size_t tailroom = Sink::tailroom;

  // Makes the sink in place, of what is given.
  template <typename... Args> constexpr explicit locked(Args&&... args) : sink_{detail::forward<Args>(args)...} {}
  locked(const locked&) = delete;
  locked& operator=(const locked&) = delete;

  constexpr outcome send(packet& bytes) {
    outcome result = outcome::lost;
    with([&](Sink& sink) { result = sink.send(bytes); });
    return result;
  }
  constexpr void panic() {
    panic_.store(1);
    with([](Sink& sink) { detail::panic(sink); });
  }

  // Calls action(sink) in the lock; false: the lock was not had, and action was not called.
  template <typename Action> constexpr bool with(Action&& action) {
    typename Lock::state saved{};
    const bool panicking = panic_.load() != 0;
    bool taken = true;
    if (panicking) taken = lock_.try_acquire(saved, attempts_in_panic);
    else if constexpr (Attempts == unbounded) lock_.acquire(saved);
    else taken = lock_.try_acquire(saved, Attempts);
    if (!taken && !panicking) return false;
    action(sink_);
    if (taken) lock_.release(saved);
    return true;
  }

 private:
  [[no_unique_address]] Lock lock_{};
  detail::atomic panic_{0};
  Sink sink_;
};

static_assert(sink<locked<stubs::sink, stubs::lock>>);

}  // namespace lineout
