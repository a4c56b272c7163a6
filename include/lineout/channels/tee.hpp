// tee: a channel that gives each message to several others.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/counter.hpp>
#include <lineout/detail/upkeep.hpp>

namespace lineout {

namespace detail {

template <typename... Channels> class branches {
 public:
  template <typename Action> constexpr void each(Action&&, size_t = 0) {}
};

template <typename First, typename... Rest> class branches<First, Rest...> {
 public:
  constexpr branches() = default;
  constexpr explicit branches(First first, Rest... rest) : first_{move(first)}, rest_{move(rest)...} {}

  // Calls action(branch, index) for all of them, in order.
  template <typename Action> constexpr void each(Action&& action, size_t index = 0) {
    action(first_, index);
    rest_.each(action, index + 1);
  }
  template <size_t Index> constexpr auto& get() {
    if constexpr (Index == 0) return first_;
    else return rest_.template get<Index - 1>();
  }

 private:
  [[no_unique_address]] First first_{};
  [[no_unique_address]] branches<Rest...> rest_{};
};

}  // namespace detail

// The branches get the message in their order, each whether or not those before it have taken it; the room is what the
// most demanding branch needs. The outcome is lost when no branch has taken the message, queued when at least one has
// queued it and none has sent it, and otherwise sent; what only some branches have lost is counted here, for each.
// Waits, and may run in an interrupt or in several contexts, as its branches do.
template <channel... Channels> class tee {
  static_assert(sizeof...(Channels) >= 1, "lineout: a tee has at least one branch");

 public:
  static constexpr size_t headroom = detail::largest<Channels::headroom...>();
  static constexpr size_t tailroom = detail::largest<Channels::tailroom...>();

  constexpr tee() = default;
  constexpr explicit tee(Channels... channels) : branches_{detail::move(channels)...} {}
  // Is moved while nobody uses it.
  constexpr tee(tee&& from) : branches_{detail::move(from.branches_)} {
    for (size_t index = 0; index < size(); ++index) lost_[index].add(from.lost(index));
  }

  constexpr outcome submit(const message& what) {
    return to_each([&what](auto& branch) { return branch.submit(what); });
  }
  constexpr outcome submit_mark(const message& what) {
    return to_each([&what](auto& branch) { return detail::submit_mark(branch, what); });
  }
  // To one branch alone, by its number from 0; beyond the last one it is lost.
  constexpr outcome submit_to(size_t index, const message& what) {
    outcome result = outcome::lost;
    branches_.each([&](auto& branch, size_t at) {
      if (at == index) result = counted(branch.submit(what), at);
    });
    return result;
  }

  constexpr void tick(timestamp now) {
    branches_.each([now](auto& branch, size_t) { detail::tick(branch, now); });
  }
  constexpr void flush() {
    branches_.each([](auto& branch, size_t) { detail::flush(branch); });
  }
  constexpr void panic() {
    branches_.each([](auto& branch, size_t) { detail::panic(branch); });
  }

  constexpr bool poll(size_t budget) {
    bool busy = false;
    branches_.each([&busy, budget](auto& branch, size_t) { busy = detail::poll(branch, budget) || busy; });
    return busy;
  }

  static constexpr size_t size() { return sizeof...(Channels); }
  template <size_t Index> constexpr auto& get() {
    static_assert(Index < sizeof...(Channels), "lineout: this tee has fewer branches");
    return branches_.template get<Index>();
  }
  // How many messages this branch has lost.
  constexpr size_t lost(size_t index) const { return index < size() ? lost_[index].value() : 0; }

 private:
  constexpr outcome counted(outcome result, size_t index) {
    if (result == outcome::lost) lost_[index].add(1);
    return result;
  }
  template <typename Submit> constexpr outcome to_each(Submit submit_one) {
    outcome result = outcome::lost;
    branches_.each([&](auto& branch, size_t index) {
      const outcome one = counted(submit_one(branch), index);
      if (one == outcome::sent || result == outcome::lost) result = one;
    });
    return result;
  }

  [[no_unique_address]] detail::branches<Channels...> branches_{};
  detail::counter<true> lost_[sizeof...(Channels)] = {};
};

template <typename... Channels> tee(Channels...) -> tee<Channels...>;

static_assert(channel<tee<stubs::channel, stubs::channel>>);

}  // namespace lineout
