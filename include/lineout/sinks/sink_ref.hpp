// sink_ref: any sink behind one type, chosen when the program runs.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout {

// A pointer to a sink that outlives it, and a constant table of that sink's verbs. Without a sink every record is lost.
// Headroom and Tailroom are the rooms in bytes that any sink may ask for; a sink that needs more does not compile. A
// verb waits, and may run in an interrupt, as the sink's does; it costs one call through a pointer more. Records are
// sent one at a time. Point it elsewhere while no record is under way.
template <size_t Headroom = 128, size_t Tailroom = 32> class basic_sink_ref {
 public:
  static constexpr size_t headroom = Headroom;
  static constexpr size_t tailroom = Tailroom;

  constexpr basic_sink_ref() = default;
  template <typename Sink>
  requires(!detail::is_same<Sink, basic_sink_ref>) && sink<Sink> constexpr basic_sink_ref(Sink& part)
      : part_{&part},
  calls_{&calls_of<Sink>} {
    static_assert(Sink::headroom <= Headroom && Sink::tailroom <= Tailroom,
                  "lineout: this sink needs more room than the reference has; name basic_sink_ref<...> with more");
  }

  // False: it points to no sink.
  constexpr explicit operator bool() const { return part_ != nullptr; }

  constexpr outcome send(packet& bytes) { return calls_->send(part_, bytes); }
  constexpr void tick(timestamp now) { calls_->tick(part_, now); }
  constexpr void flush() { calls_->flush(part_); }
  constexpr void panic() { calls_->panic(part_); }
  constexpr bool poll(size_t budget) { return calls_->poll(part_, budget); }
  constexpr size_t take_losses() { return calls_->take_losses(part_); }

 private:
  struct calls {
    outcome (*send)(void*, packet&);
    void (*tick)(void*, timestamp);
    void (*flush)(void*);
    void (*panic)(void*);
    bool (*poll)(void*, size_t);
    size_t (*take_losses)(void*);
  };
  template <typename Sink>
  static constexpr calls calls_of{[](void* part, packet& bytes) { return static_cast<Sink*>(part)->send(bytes); },
                                  [](void* part, timestamp now) { static_cast<Sink*>(part)->tick(now); },
                                  [](void* part) { static_cast<Sink*>(part)->flush(); },
                                  [](void* part) { static_cast<Sink*>(part)->panic(); },
                                  [](void* part, size_t budget) { return static_cast<Sink*>(part)->poll(budget); },
                                  [](void* part) { return static_cast<Sink*>(part)->take_losses(); }};
  static constexpr calls nowhere{
      [](void*, packet&) { return outcome::lost; }, [](void*, timestamp) {},        [](void*) {}, [](void*) {},
      [](void*, size_t) { return false; },          [](void*) { return size_t{0}; }};

  void* part_ = nullptr;
  const calls* calls_ = &nowhere;
};

using sink_ref = basic_sink_ref<>;

static_assert(sink<sink_ref>);

}  // namespace lineout
