// fan_out: a channel that gives each message to several others.
#pragma once

#include <lineout/channels/detail/fan_out_of.hpp>
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
template <channel... Channels>
class fan_out
    : public detail::fan_out_of<detail::branches<Channels...>, sizeof...(Channels) + (sizeof...(Channels) == 0)> {
  static_assert(sizeof...(Channels) >= 1, "lineout: a fan_out has at least one branch");
  using base = detail::fan_out_of<detail::branches<Channels...>, sizeof...(Channels) + (sizeof...(Channels) == 0)>;

 public:
  static constexpr size_t headroom = detail::largest<Channels::headroom...>();
  static constexpr size_t tailroom = detail::largest<Channels::tailroom...>();
  using default_options = typename detail::first_options<detail::default_options_of<Channels>...>::type;

  constexpr fan_out() = default;
  constexpr explicit fan_out(Channels... channels) : base{detail::branches<Channels...>{detail::move(channels)...}} {}

  static constexpr size_t size() { return sizeof...(Channels); }
  template <size_t Index> constexpr auto& get() {
    static_assert(Index < sizeof...(Channels), "lineout: this fan_out has fewer branches");
    return this->branches().template get<Index>();
  }
};

template <typename... Channels> fan_out(Channels...) -> fan_out<Channels...>;

static_assert(channel<fan_out<stubs::channel, stubs::channel>>);

}  // namespace lineout
