// deferred: a channel that keeps the arguments of messages in a ring, and formats them when somebody has the time to
// send them.
#pragma once

#include <lineout/channels/queued.hpp>
#include <lineout/detail/stored.hpp>
#include <lineout/options.hpp>

namespace lineout {

namespace detail {

// Where a drain makes the messages: on its stack, one at a time, with Channel's room around the text.
template <channel Channel, size_t TextSize> class restoring_drain : public channel_base<restoring_drain<Channel, TextSize>> {
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
      restorer how = nullptr;
      __builtin_memcpy(&how, what.body.data(), sizeof how);
      size = how(what, what.body.data(), body.data(), TextSize);
    } else {
      writer out{body.data(), body.data() + TextSize, control_characters::keep};
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
// whose share of the work is a third or less of queued's, and whose slots need no room for headers. What it costs:
// - The drain does more than is saved, and has a packet of TextSize and Inner's rooms on its stack, as has a panic.
// - What is queued cannot be read in a dump of the memory.
// - A slot holds four words, what the clock counts in, the arguments as words (a text is one), and the characters of
//   the texts: what does not fit of these is cut and marked. The logger outlives what is queued.
// What another channel submits is copied, as text, into a slot. So is, formatted at the call, what has an argument whose
// formatter does not say that it can be kept (formatter.hpp): nothing is looked at later that may be gone. A text that
// is cut when it is formatted is counted then. The ring is this channel's alone.
template <channel Inner, typename Ring, size_t TextSize = options::text_size>
class deferred : public queued<detail::restoring_channel<Inner, TextSize>, Ring> {
  using base = queued<detail::restoring_channel<Inner, TextSize>, Ring>;

 public:
  static constexpr bool keeps_arguments = true;
  static_assert(TextSize >= 32, "lineout: the texts of a deferred channel have 32 bytes or more");

  // The ring outlives it.
  constexpr deferred(Inner inner, Ring& ring)
      : base{detail::restoring_channel<Inner, TextSize>{detail::move(inner)}, ring} {}

  // For a logger. What is kept begins with how; each is a value or a view, which is copied.
  template <typename... Kept>
  [[gnu::always_inline]] outcome defer(bool panicking, priority level, detail::restorer how, const Kept&... kept) {
    constexpr size_t words = (detail::words_of<detail::restorer>() + ... + detail::words_of<Kept>());
    static_assert(words * sizeof(detail::stored_word) <= Ring::slot_size,
                  "lineout: the slots of this ring are too small for the arguments of this call");
    auto* const mine = this->claim(panicking);
    if (mine == nullptr) [[unlikely]]
      return outcome::lost;
    char* const bytes = mine->content.bytes;
    detail::storing to{bytes, words, Ring::slot_size};
    to.keep(how);
    (to.keep(kept), ...);
    return this->publish(*mine, level, static_cast<size_t>(to.end() - bytes));
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
