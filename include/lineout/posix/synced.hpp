// synced: a channel that has severe messages on the disk before it says that they are sent.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/detail/counter.hpp>

namespace lineout::posix {

// Behind each message that is at least as severe as Level it calls sync() of its channel's sink, and waits as that
// does: a whole loss of power does not take such a message. Not for interrupts. A message that was written but not
// synced has been sent all the same; unsynced() counts it.
template <severity Level, channel Next> class synced : public channel_decorator<Next> {
 public:
  constexpr synced() = default;
  constexpr explicit synced(Next next) : channel_decorator<Next>{detail::move(next)} {}
  // Is moved while nobody uses it.
  constexpr synced(synced&& from) : channel_decorator<Next>{detail::move(from.next())} { unsynced_.add(from.unsynced()); }

  constexpr outcome submit(const message& what) {
    static_assert(
        requires(Next & it) {
          { it.next().sync() } -> detail::same_as<bool>;
        },
        "lineout: synced is for a framed sink that has bool sync()");
    const outcome result = this->next().submit(what);
    if (must_sync(what, result) && !this->next().next().sync()) unsynced_.add(1);
    return result;
  }

  // Syncs once, behind all of them.
  constexpr void submit_all(const message* messages, outcome* outcomes,
                            size_t count) requires detail::submits_all<Next> {
    this->next().submit_all(messages, outcomes, count);
    size_t severe = 0;
    for (size_t index = 0; index < count; ++index) severe += must_sync(messages[index], outcomes[index]) ? 1 : 0;
    if (severe > 0 && !this->next().next().sync()) unsynced_.add(severe);
  }

  constexpr size_t unsynced() const { return unsynced_.value(); }

 private:
  static constexpr bool must_sync(const message& what, outcome result) {
    return result == outcome::sent && what.priority.severity <= Level;
  }

  detail::counter<true> unsynced_;
};

static_assert(channel<synced<severity::err, framed<stubs::framing, stubs::sink>>>);

}  // namespace lineout::posix
