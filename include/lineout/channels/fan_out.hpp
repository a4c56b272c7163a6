// fan_out: a channel that gives each message to several others.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/counter.hpp>
#include <lineout/detail/notice.hpp>
#include <lineout/detail/optional_verbs.hpp>

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

// The branches get the message in their order, each whether or not those before it have taken it. The rooms are what the
// most demanding branch needs. The outcome is lost when no branch has taken the message, queued when at least one has
// queued it and none has sent it, and otherwise sent.
// What only some branches have lost is counted here for each of them, and each is told so ("3 messages lost") before the
// next message that it takes, or by flush(). Waits, and may run in an interrupt or in several contexts, as its branches
// do.
template <channel... Channels> class fan_out {
  static_assert(sizeof...(Channels) >= 1, "lineout: a fan_out has at least one branch");

 public:
  static constexpr size_t headroom = detail::largest<Channels::headroom...>();
  static constexpr size_t tailroom = detail::largest<Channels::tailroom...>();
  using default_options = typename detail::first_options<detail::default_options_of<Channels>...>::type;

  constexpr fan_out() = default;
  constexpr explicit fan_out(Channels... channels) : branches_{detail::move(channels)...} {}
  // Is moved while nobody uses it.
  constexpr fan_out(fan_out&& from) : branches_{detail::move(from.branches_)} {
    for (size_t index = 0; index < size(); ++index) {
      lost_[index].add(from.lost(index));
      unreported_[index].add(from.unreported_[index].take());
    }
  }

  constexpr outcome submit(const message& what) {
    return to_each(what, [&what](auto& branch) { return branch.submit(what); });
  }
  constexpr outcome submit_mark(const message& what) {
    return to_each(what, [&what](auto& branch) { return branch.submit_mark(what); });
  }
  // To one branch alone, by its number from 0; beyond the last one it is lost.
  constexpr outcome submit_to(size_t index, const message& what) {
    outcome result = outcome::lost;
    branches_.each([&](auto& branch, size_t at) {
      if (at == index && report(branch, at, what)) result = branch.submit(what);
      if (at == index && result == outcome::lost) lost_[at].add(1);
    });
    return result;
  }

  constexpr void tick(timestamp now) {
    branches_.each([now](auto& branch, size_t) { branch.tick(now); });
  }
  constexpr void flush() {
    branches_.each([](auto& branch, size_t) { branch.flush(); });
  }
  constexpr void panic() {
    branches_.each([](auto& branch, size_t) { branch.panic(); });
  }
  constexpr bool poll(size_t budget) {
    bool busy = false;
    branches_.each([&busy, budget](auto& branch, size_t) { busy = branch.poll(budget) || busy; });
    return busy;
  }
  // What a branch found lost is that branch's: it is told there, and to nobody else.
  constexpr size_t take_losses() {
    branches_.each([this](auto& branch, size_t index) {
      if (const size_t count = branch.take_losses(); count != 0) {
        lost_[index].add(count);
        unreported_[index].add(count);
      }
    });
    return 0;
  }

  static constexpr size_t size() { return sizeof...(Channels); }
  template <size_t Index> constexpr auto& get() {
    static_assert(Index < sizeof...(Channels), "lineout: this fan_out has fewer branches");
    return branches_.template get<Index>();
  }
  // How many messages this branch has lost.
  constexpr size_t lost(size_t index) const { return index < size() ? lost_[index].value() : 0; }

 private:
  // False: there is something to report, and the branch does not take it.
  template <typename Branch> constexpr bool report(Branch& branch, size_t index, const message& next) {
    if (unreported_[index].value() == 0) [[likely]]
      return true;
    const size_t count = unreported_[index].take();
    if (count == 0) return true;
    const auto words = [count](writer& out) {
      out.decimal(count);
      out.literal(count == 1 ? " message lost" : " messages lost");
    };
    const priority level{next.priority.facility, severity::warning};
    if (detail::submit_notice<48>(branch, level, next.time, *next.origin, false, words) != outcome::lost) return true;
    unreported_[index].add(count);
    return false;
  }
  template <typename Submit> constexpr outcome to_each(const message& what, Submit submit_one) {
    outcome result = outcome::lost;
    bool failed[sizeof...(Channels)] = {};
    take_losses();
    branches_.each([&](auto& branch, size_t index) {
      const outcome one = report(branch, index, what) ? submit_one(branch) : outcome::lost;
      failed[index] = one == outcome::lost;
      if (one == outcome::sent || result == outcome::lost) result = one;
    });
    // What all have lost is reported by the caller, through all branches.
    for (size_t index = 0; index < size(); ++index) {
      if (!failed[index]) continue;
      lost_[index].add(1);
      if (result != outcome::lost) unreported_[index].add(1);
    }
    return result;
  }

  [[no_unique_address]] detail::branches<Channels...> branches_{};
  detail::counter<true> lost_[sizeof...(Channels)] = {};
  detail::counter<true> unreported_[sizeof...(Channels)] = {};
};

template <typename... Channels> fan_out(Channels...) -> fan_out<Channels...>;

static_assert(channel<fan_out<stubs::channel, stubs::channel>>);

}  // namespace lineout
