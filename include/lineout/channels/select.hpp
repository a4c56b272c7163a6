// select: a channel that lets through what a selector takes, of the programs and hosts that are meant.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/upkeep.hpp>
#include <lineout/rules/name_filter.hpp>
#include <lineout/rules/selector.hpp>

namespace lineout {

// What is not taken is not lost: its outcome is sent. To decide is one load, and then a comparison of names if any are
// given. Waits, and may run in an interrupt or in several contexts, as the channel behind it does.
template <channel Channel> class select {
 public:
  static constexpr size_t headroom = Channel::headroom;
  static constexpr size_t tailroom = Channel::tailroom;

  constexpr select(selector which, Channel channel) : which_{which}, channel_{detail::move(channel)} {}
  constexpr select(selector which, program_filter programs, Channel channel)
      : which_{which}, programs_{programs}, channel_{detail::move(channel)} {}
  constexpr select(selector which, program_filter programs, host_filter hosts, Channel channel)
      : which_{which}, programs_{programs}, hosts_{hosts}, channel_{detail::move(channel)} {}

  constexpr outcome submit(const message& what) {
    if (!which_.takes(what.priority) || !programs_.takes(what) || !hosts_.takes(what)) return outcome::sent;
    return channel_.submit(what);
  }
  // Marks are taken by a selector that names their facility; whose they are does not matter.
  constexpr outcome submit_mark(const message& what) {
    return which_.takes_mark() ? detail::submit_mark(channel_, what) : outcome::sent;
  }

  constexpr void tick(timestamp now) { detail::tick(channel_, now); }
  constexpr void flush() { detail::flush(channel_); }
  constexpr void panic() { detail::panic(channel_); }
  constexpr bool poll(size_t budget) { return detail::poll(channel_, budget); }

  // Is changed while no message is under way.
  constexpr void set_selector(selector which) { which_ = which; }
  constexpr Channel& channel() { return channel_; }

 private:
  selector which_;
  program_filter programs_{};
  host_filter hosts_{};
  [[no_unique_address]] Channel channel_;
};

template <typename Channel> select(selector, Channel) -> select<Channel>;
template <size_t Size, typename Channel> select(const char (&)[Size], Channel) -> select<Channel>;
template <typename Programs, typename Channel> select(selector, Programs, Channel) -> select<Channel>;
template <typename Programs, typename Hosts, typename Channel>
select(selector, Programs, Hosts, Channel) -> select<Channel>;

static_assert(channel<select<stubs::channel>>);

}  // namespace lineout
