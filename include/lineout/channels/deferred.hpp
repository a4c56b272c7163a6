// deferred: a channel that keeps the arguments of messages in a ring, and formats them when somebody has the time to
// send them.
#pragma once

#include <lineout/channels/queued.hpp>
#include <lineout/format/detail/kept_words.hpp>
#include <lineout/options.hpp>

namespace lineout {

namespace detail {

// Where a drain makes the messages: on its stack, one at a time, with Channel's room around the text.
template <channel Channel, size_t TextSize>
class restoring_drain : public channel_base<restoring_drain<Channel, TextSize>> {
 public:
  static constexpr size_t headroom = Channel::headroom;
  static constexpr size_t tailroom = Channel::tailroom;

  static constexpr bool marks_are_messages = requires { requires Channel::marks_are_messages; };

  constexpr explicit restoring_drain(Channel& out) : out_{out} {}
  restoring_drain(const restoring_drain&) = delete;

  // Of what has no origin: formats it. Text is copied.
  constexpr void restore(message& what) {
    packet body{bytes_, sizeof bytes_, headroom};
    size_t size = 0;
    if (what.origin == nullptr) {
      const auto& kept = *reinterpret_cast<const kept_call*>(what.body.data());
      size = kept.how(kept, what, body.data(), TextSize);
    } else {
      writer out{body.data(), body.data() + TextSize, control_characters::escape};
      out.literal(what.content());
      out.finish("...");
      size = out.size();
    }
    body.append(size);
    what.body = body;
  }
  constexpr outcome submit(const message& what) { return out_.submit(what); }
  constexpr outcome submit_mark(const message& what) { return out_.submit_mark(what); }
  constexpr size_t take_losses() { return out_.take_losses(); }

 private:
  Channel& out_;
  char bytes_[Channel::headroom + TextSize + Channel::tailroom];
};

// The channel behind a ring whose slots have no room but for what is kept.
template <channel Inner, size_t TextSize> class restoring_channel : public channel_decorator<Inner> {
 public:
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;

  constexpr explicit restoring_channel(Inner next) : channel_decorator<Inner>{move(next)} {}

  constexpr restoring_drain<Inner, TextSize> restoring() { return restoring_drain<Inner, TextSize>{this->next()}; }
  constexpr outcome submit(const message& what) {
    auto made = restoring();
    message whole = what;
    made.restore(whole);
    return made.submit(whole);
  }
};

}  // namespace detail

// What queued is, but for this: a logger's call stores the arguments, a pointer to the format and the clock's count,
// and drain() does the rest: the text is that of a call at once, byte for byte. For interrupts on small processors,
// whose share of the work is about a third of queued's, and whose slots need no room for headers. What it costs:
// - The drain does more than is saved, and has a packet of TextSize and Inner's rooms on its stack, as has a panic.
// - What is queued cannot be read in a dump of the memory.
// - A slot holds five words, what the clock counts in, the arguments as words (a text is two), and the characters of
//   the texts: what does not fit of these is cut and marked. The logger outlives what is queued.
// What another channel submits is copied, as text, into a slot. So is, formatted at the call, what has an argument whose
// formatter does not say that it can be kept (formatter.hpp), or more arguments than there is room for: nothing is
// looked at later that may be gone. A text that is cut when it is formatted is counted then. The ring is this channel's
// alone.
template <channel Inner, typename Ring, size_t TextSize = options::text_size>
class deferred : public queued<detail::restoring_channel<Inner, TextSize>, Ring> {
  using base = queued<detail::restoring_channel<Inner, TextSize>, Ring>;

 public:
  static constexpr bool keeps_arguments = true;
  static_assert(TextSize >= 32, "lineout: the texts of a deferred channel have 32 bytes or more");

  // The ring outlives it.
  constexpr deferred(Inner inner, Ring& ring)
      : base{detail::restoring_channel<Inner, TextSize>{detail::move(inner)}, ring} {}

  // For a logger: keeps a call's words behind what it has made of the call, whose head is set here.
  // False, and nothing done: not everything can be kept, or there is no room for it.
  template <typename Call>
  bool defer(bool panicking, priority level, const Call& made, const detail::argument_word* words, text mark,
             outcome& result) {
    static_assert(sizeof(Call) + 4 * sizeof(detail::argument_word) <= Ring::slot_size,
                  "lineout: the slots of this ring are too small for the arguments of a call");
    const detail::kept_room room = detail::room_of(made.head >> detail::priority_bits, words);
    if (!room.possible ||
        sizeof(Call) + (room.words + room.object_words) * sizeof(detail::argument_word) > Ring::slot_size)
      return false;
    result = outcome::lost;
    auto* const mine = this->claim(panicking);
    if (mine == nullptr) [[unlikely]]
      return true;
    char* const bytes = mine->content.bytes;
    auto& kept = *reinterpret_cast<Call*>(bytes);
    kept.how = made.how;
    kept.log = made.log;
    kept.origin = made.origin;
    kept.format = made.format;
    kept.reading = made.reading;
    detail::word_keeper keeper{bytes + sizeof(Call), room, bytes + Ring::slot_size, mark};
    kept.head = keeper.keep(made.head >> detail::priority_bits, words) << detail::priority_bits;
    if (keeper.cut()) kept.head |= 1;
    result = this->publish(*mine, level, static_cast<size_t>(keeper.end() - bytes));
    return true;
  }

  // See message_ring.
  constexpr size_t drain(size_t budget = unbounded) { return base::drain(budget); }
  template <channel Channel> constexpr size_t drain(Channel& out, size_t budget = unbounded) {
    detail::restoring_drain<Channel, TextSize> made{out};
    return this->ring().drain(made, budget);
  }
  // The channel behind.
  constexpr Inner& next() { return base::next().next(); }
};

static_assert(channel<deferred<stubs::channel, message_ring<2, 64>>>);

}  // namespace lineout
