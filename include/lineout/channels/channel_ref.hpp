// channel_ref: any channel behind one type, chosen when the program runs.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout {

// A pointer to a channel that outlives it, and a constant table of that channel's verbs. Without a channel every message
// is lost. Headroom and Tailroom are the rooms in bytes that any channel may ask for; a channel that needs more does not
// compile. A verb waits, and may run in an interrupt, as the channel's does; it costs one call through a pointer more.
// Point it elsewhere while no message is under way.
template <size_t Headroom = 512, size_t Tailroom = 64> class basic_channel_ref {
 public:
  static constexpr size_t headroom = Headroom;
  static constexpr size_t tailroom = Tailroom;

  constexpr basic_channel_ref() = default;
  template <typename Channel>
  requires(!detail::is_same<Channel, basic_channel_ref>) && channel<Channel> constexpr basic_channel_ref(Channel& part)
      : part_{&part},
  calls_{&calls_of<Channel>} {
    static_assert(
        Channel::headroom <= Headroom && Channel::tailroom <= Tailroom,
        "lineout: this channel needs more room than the reference has; name basic_channel_ref<...> with more");
  }

  // False: it points to no channel.
  constexpr explicit operator bool() const { return part_ != nullptr; }

  constexpr outcome submit(const message& what) { return calls_->submit(part_, what); }
  constexpr outcome submit_mark(const message& what) { return calls_->submit_mark(part_, what); }
  constexpr void tick(timestamp now) { calls_->tick(part_, now); }
  constexpr void flush() { calls_->flush(part_); }
  constexpr void panic() { calls_->panic(part_); }
  constexpr bool poll(size_t budget) { return calls_->poll(part_, budget); }
  constexpr size_t take_losses() { return calls_->take_losses(part_); }

 private:
  struct calls {
    outcome (*submit)(void*, const message&);
    outcome (*submit_mark)(void*, const message&);
    void (*tick)(void*, timestamp);
    void (*flush)(void*);
    void (*panic)(void*);
    bool (*poll)(void*, size_t);
    size_t (*take_losses)(void*);
  };
  template <typename Channel>
  static constexpr calls calls_of{
      [](void* part, const message& what) { return static_cast<Channel*>(part)->submit(what); },
      [](void* part, const message& what) { return static_cast<Channel*>(part)->submit_mark(what); },
      [](void* part, timestamp now) { static_cast<Channel*>(part)->tick(now); },
      [](void* part) { static_cast<Channel*>(part)->flush(); },
      [](void* part) { static_cast<Channel*>(part)->panic(); },
      [](void* part, size_t budget) { return static_cast<Channel*>(part)->poll(budget); },
      [](void* part) { return static_cast<Channel*>(part)->take_losses(); }};
  static constexpr calls nowhere{[](void*, const message&) { return outcome::lost; },
                                 [](void*, const message&) { return outcome::lost; },
                                 [](void*, timestamp) {},
                                 [](void*) {},
                                 [](void*) {},
                                 [](void*, size_t) { return false; },
                                 [](void*) { return size_t{0}; }};

  void* part_ = nullptr;
  const calls* calls_ = &nowhere;
};

using channel_ref = basic_channel_ref<>;

static_assert(channel<channel_ref>);

}  // namespace lineout
