// counter: a number of events, whole for all contexts that share it, or a plain word where one context has it alone.
#pragma once

#include <lineout/counts.hpp>
#include <lineout/detail/atomic.hpp>
#include <lineout/detail/traits.hpp>

namespace lineout::detail {

template <bool Shared> class counter {
 public:
  constexpr void add(size_t count) { value_.add(count); }
  constexpr size_t value() const { return value_.load(); }
  // Takes everything that was counted.
  constexpr size_t take() { return value_.exchange(0); }

 private:
  atomic value_;
};

template <> class counter<false> {
 public:
  constexpr void add(size_t count) { value_ += count; }
  constexpr size_t value() const { return value_; }
  constexpr size_t take() {
    const size_t taken = value_;
    value_ = 0;
    return taken;
  }

 private:
  size_t value_ = 0;
};

// What takes no memory, where nothing is counted.
struct no_counter {
  static constexpr void add(size_t) {}
  static constexpr size_t value() { return 0; }
};

// A logger's. FindsLosses: whether its channel may find a message lost that it had called sent or queued.
template <bool Shared, bool FindsLosses> struct message_counters {
  constexpr lineout::counts counts() const {
    const size_t was_sent = sent.value(), was_queued = queued.value(), was_lost = lost.value();
    return {was_sent + was_queued + was_lost, was_sent, was_queued, truncated.value(), was_lost, lost_later.value()};
  }
  constexpr void add_lost(size_t count) {
    lost.add(count);
    unreported.add(count);
  }
  [[gnu::cold, gnu::noinline]] constexpr void add_lost_later(size_t count) {
    lost_later.add(count);
    unreported.add(count);
  }

  counter<Shared> sent;
  counter<Shared> queued;
  counter<Shared> truncated;
  counter<Shared> lost;
  counter<Shared> unreported;  // of the lost
  [[no_unique_address]] conditional_t<FindsLosses, counter<Shared>, no_counter> lost_later;
};

}  // namespace lineout::detail
