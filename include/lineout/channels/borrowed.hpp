// borrowed: a channel that is somebody else's, for several loggers with one, and for one that cannot be moved.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/upkeep.hpp>

namespace lineout {

// Keeps a pointer: the channel outlives it. Where the loggers run in several contexts, the channel is one for several,
// as exclusive<...> is.
template <channel Channel> class borrowed {
 public:
  static constexpr size_t headroom = Channel::headroom;
  static constexpr size_t tailroom = Channel::tailroom;

  constexpr explicit borrowed(Channel& channel) : channel_{&channel} {}

  constexpr outcome submit(const message& what) { return channel_->submit(what); }
  constexpr outcome submit_mark(const message& what) { return detail::submit_mark(*channel_, what); }
  constexpr void tick(timestamp now) { detail::tick(*channel_, now); }
  constexpr void flush() { detail::flush(*channel_); }
  constexpr void panic() { detail::panic(*channel_); }

 private:
  Channel* channel_;
};

template <channel Channel> borrowed(Channel&) -> borrowed<Channel>;

static_assert(channel<borrowed<stubs::channel>>);

}  // namespace lineout
