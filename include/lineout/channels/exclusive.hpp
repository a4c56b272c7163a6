// exclusive: lets one context at a time into a channel that is not made for several.
#pragma once

#include <lineout/detail/upkeep.hpp>
#include <lineout/sinks/locked.hpp>

namespace lineout {

// The lock is looked at Attempts times, as by locked<Sink>, which says why; a message that has not had it by then is
// lost, and a tick or a flush is left out. After panic() the lock is tried as often and then passed over.
template <channel Channel, lock Lock, size_t Attempts = 100000> class exclusive {
  static constexpr size_t attempts_in_panic = Attempts == unbounded ? 100000 : Attempts;

 public:
  static constexpr size_t headroom = Channel::headroom;
  static constexpr size_t tailroom = Channel::tailroom;

  constexpr exclusive() = default;
  // Makes the channel in place, of what is given.
  template <typename... Args> constexpr explicit exclusive(Args&&... args) : channel_{detail::forward<Args>(args)...} {}
  exclusive(const exclusive&) = delete;
  exclusive& operator=(const exclusive&) = delete;

  constexpr outcome submit(const message& what) {
    outcome result = outcome::lost;
    with([&](Channel& channel) { result = channel.submit(what); });
    return result;
  }
  constexpr outcome submit_mark(const message& what) {
    outcome result = outcome::lost;
    with([&](Channel& channel) { result = detail::submit_mark(channel, what); });
    return result;
  }
  constexpr void tick(timestamp now) {
    with([now](Channel& channel) { detail::tick(channel, now); });
  }
  constexpr void flush() {
    with([](Channel& channel) { detail::flush(channel); });
  }
  constexpr void panic() {
    panic_.store(1);
    with([](Channel& channel) { detail::panic(channel); });
  }

  // Calls action(channel) in the lock; false: the lock was not had, and action was not called.
  template <typename Action> constexpr bool with(Action&& action) {
    typename Lock::state saved{};
    const bool panicking = panic_.load() != 0;
    bool taken = true;
    if (panicking) taken = lock_.try_acquire(saved, attempts_in_panic);
    else if constexpr (Attempts == unbounded) lock_.acquire(saved);
    else taken = lock_.try_acquire(saved, Attempts);
    if (!taken && !panicking) return false;
    action(channel_);
    if (taken) lock_.release(saved);
    return true;
  }

 private:
  [[no_unique_address]] Lock lock_{};
  detail::atomic panic_{0};
  Channel channel_{};
};

static_assert(channel<exclusive<stubs::channel, stubs::lock>>);

}  // namespace lineout
