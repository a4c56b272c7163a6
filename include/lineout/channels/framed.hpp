// framed: the channel that makes a message bytes: a framing writes its header in front of the text, a sink takes the
// result.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/optional_verbs.hpp>

namespace lineout {

template <lineout::framing Framing, lineout::sink Sink> class framed {
 public:
  static constexpr size_t headroom = Framing::headroom + Sink::headroom;
  static constexpr size_t tailroom = Framing::tailroom + Sink::tailroom;
  // A mark leaves as any message does, so that a queue need not know the two apart.
  static constexpr bool marks_are_messages = true;
  using default_options =
      detail::conditional_t<detail::shows_seconds<Framing>, typename detail::coarse<detail::default_options_of<Sink>>::type,
                            detail::default_options_of<Sink>>;

  constexpr framed() = default;
  constexpr explicit framed(Sink sink) : sink_{detail::move(sink)} {}
  constexpr framed(Framing framing, Sink sink) : framing_{detail::move(framing)}, sink_{detail::move(sink)} {}

  // As the sink: it waits, and may run in an interrupt, as the sink does.
  // In place, so that what a clock never knows is known to the compiler.
  [[gnu::always_inline]] constexpr outcome submit(const message& what) {
    packet bytes = what.body;
    if (!has_room(bytes)) return outcome::lost;
    framing_.frame(bytes, what);
    return sink_.send(bytes);
  }

  constexpr void submit_all(const message* messages, outcome* outcomes,
                            size_t count) requires detail::sends_all<Sink> {
    packet records[batch_limit];
    for (size_t index = 0; index < count; ++index) {
      records[index] = messages[index].body;
      if (!has_room(records[index])) return submit_each(messages, outcomes, count);
      framing_.frame(records[index], messages[index]);
    }
    sink_.send_all(records, outcomes, count);
  }

  constexpr outcome submit_mark(const message& what) { return submit(what); }
  constexpr void tick(timestamp now) { sink_.tick(now); }
  constexpr void flush() { sink_.flush(); }
  constexpr void panic() { sink_.panic(); }
  constexpr bool poll(size_t budget) { return sink_.poll(budget); }
  constexpr size_t take_losses() { return sink_.take_losses(); }

  // The sink behind.
  constexpr Sink& next() { return sink_; }
  constexpr const Sink& next() const { return sink_; }

 private:
  static constexpr bool has_room(const packet& bytes) {
    return bytes.headroom() >= headroom && bytes.tailroom() >= tailroom;
  }
  constexpr void submit_each(const message* messages, outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) outcomes[index] = submit(messages[index]);
  }

  [[no_unique_address]] Framing framing_{};
  [[no_unique_address]] Sink sink_{};
};

static_assert(channel<framed<stubs::framing, stubs::sink>>);

}  // namespace lineout
