// What a logger makes of the channel, or the sink, that it is made with.
#pragma once

#include <lineout/channels/framed.hpp>
#include <lineout/format/detail/kept_words.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/options.hpp>
#include <lineout/sinks/sink_decorator.hpp>

namespace lineout::detail {

// A channel is itself; a bare sink is framed as it asks to be, or by RFC 3164.
template <typename Part> struct channel_for {
  static_assert(always_false<Part>,
                "lineout: a logger is made with a channel or a sink; concepts.hpp says what they must have");
};
template <channel Part> struct channel_for<Part> { using type = Part; };
template <sink Part> struct channel_for<Part> {
  using framing = default_framing_of<Part>;
  using type = framed<conditional_t<is_same<framing, void>, rfc3164, framing>, Part>;
};

// What the parts prefer, or the core's options.
template <typename Part> struct options_for {
  using preferred = default_options_of<typename channel_for<Part>::type>;
  using type = conditional_t<is_same<preferred, void>, options, preferred>;
};

// Where messages are built: in a slot of the channel's, or in what Options::storage keeps.
template <typename Channel> inline constexpr bool has_slots = requires { typename Channel::slot; };
template <typename Channel, typename Storage, size_t Size> struct storage_for {
  using type = typename Storage::template of<Size>;
};
template <typename Channel, typename Storage, size_t Size>
requires has_slots<Channel>
struct storage_for<Channel, Storage, Size> {
  struct type {
    using slot = typename Channel::slot;
  };
};

// Whether take_losses() can tell of any. Not where it is the one of sink_base, with nothing but decorators before it.
template <typename Part> inline constexpr bool finds_losses = true;
template <typename Part, typename Next> constexpr bool finds_losses_by(size_t (sink_decorator<Next>::*)()) {
  return finds_losses<Next>;
}
template <typename Part> constexpr bool finds_losses_by(size_t (sink_base::*)()) { return false; }
template <typename Part, typename Other> constexpr bool finds_losses_by(Other) { return true; }
template <typename Part>
requires requires { &Part::take_losses; }
inline constexpr bool finds_losses<Part> = finds_losses_by<Part>(&Part::take_losses);
template <typename Framing, typename Sink>
inline constexpr bool finds_losses<framed<Framing, Sink>> = finds_losses<Sink>;

// What takes no memory, for what a logger does not need.
struct no_atomic {
  static constexpr void store(size_t) {}
  static constexpr size_t load() { return 0; }
};

// Whether it takes arguments, with defer(), and formats them later.
template <typename Channel> inline constexpr bool keeps_arguments = requires { Channel::keeps_arguments; };

// The most bytes of text, where there is room for more than the options ask for, or for less.
template <typename Channel, size_t Wanted> constexpr size_t text_size_in() {
  if constexpr (has_slots<Channel>) {
    constexpr size_t room = Channel::slot::size - Channel::headroom - Channel::tailroom;
    if constexpr (room < Wanted) return room;
  }
  return Wanted;
}

}  // namespace lineout::detail
