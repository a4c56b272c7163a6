// synced: a channel that has severe messages on the disk before it says that they are sent.
#pragma once

#include <lineout/channels/framed.hpp>
#include <lineout/detail/counter.hpp>
#include <lineout/detail/upkeep.hpp>

namespace lineout::posix {

// Behind each message that is at least as severe as Level it calls sync() of its channel's sink, and waits as that
// does: a whole loss of power does not take such a message. Not for interrupts. A message that was written but not
// synced has been sent all the same; unsynced() counts it.
template <severity Level, channel Channel> class synced {
 public:
  static constexpr size_t headroom = Channel::headroom;
  static constexpr size_t tailroom = Channel::tailroom;

  constexpr synced() = default;
  constexpr explicit synced(Channel channel) : channel_{detail::move(channel)} {}
  // Is moved while nobody uses it.
  constexpr synced(synced&& from) : channel_{detail::move(from.channel_)} { unsynced_.add(from.unsynced()); }

  constexpr outcome submit(const message& what) {
    static_assert(
        requires(Channel & it) {
          { it.sink().sync() } -> detail::same_as<bool>;
        },
        "lineout: synced is for a framed sink that has bool sync()");
    const outcome result = channel_.submit(what);
    if (must_sync(what, result) && !channel_.sink().sync()) unsynced_.add(1);
    return result;
  }

  // Syncs once, behind all of them.
  constexpr void submit_all(const message* messages, outcome* outcomes,
                            size_t count) requires detail::submits_all<Channel> {
    channel_.submit_all(messages, outcomes, count);
    size_t severe = 0;
    for (size_t index = 0; index < count; ++index) severe += must_sync(messages[index], outcomes[index]) ? 1 : 0;
    if (severe > 0 && !channel_.sink().sync()) unsynced_.add(severe);
  }

  constexpr void tick(timestamp now) { detail::tick(channel_.sink(), now); }
  constexpr void panic() { detail::panic(channel_); }
  constexpr bool poll(size_t budget) { return detail::poll(channel_, budget); }

  constexpr auto& sink() { return channel_.sink(); }
  constexpr size_t unsynced() const { return unsynced_.value(); }

 private:
  static constexpr bool must_sync(const message& what, outcome result) {
    return result == outcome::sent && what.priority.severity <= Level;
  }

  [[no_unique_address]] Channel channel_{};
  detail::counter<true> unsynced_;
};

static_assert(channel<synced<severity::err, framed<stubs::framing, stubs::sink>>>);

}  // namespace lineout::posix
