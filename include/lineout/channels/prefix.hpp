// prefix: a channel that puts a text in front of each message's text: "vm3: ", where several guests share a log.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/upkeep.hpp>
#include <lineout/format/writer.hpp>

namespace lineout {

// Written into the headroom, so that the message is not copied. The text is kept in the object: at most Size bytes,
// what is longer is cut between characters; control characters are escaped. Waits, and may run in an interrupt or in
// several contexts, as the channel behind it does.
template <channel Channel, size_t Size = 32> class prefix {
 public:
  static constexpr size_t headroom = Channel::headroom + Size;
  static constexpr size_t tailroom = Channel::tailroom;

  constexpr prefix(text words, Channel channel) : channel_{detail::move(channel)} { set(words); }

  constexpr outcome submit(const message& what) {
    return with_prefix(what, [this](const message& prefixed) { return channel_.submit(prefixed); });
  }
  constexpr outcome submit_mark(const message& what) {
    return with_prefix(what, [this](const message& prefixed) { return detail::submit_mark(channel_, prefixed); });
  }

  // Another text; is changed while no message is under way.
  constexpr void set(text words) {
    writer out{words_, words_ + Size, control_characters::escape};
    out.text(words);
    size_ = out.size();
  }

  constexpr void tick(timestamp now) { detail::tick(channel_, now); }
  constexpr void flush() { detail::flush(channel_); }
  constexpr void panic() { detail::panic(channel_); }
  constexpr bool poll(size_t budget) { return detail::poll(channel_, budget); }

  constexpr Channel& channel() { return channel_; }

 private:
  template <typename Submit> constexpr outcome with_prefix(const message& what, Submit submit_it) {
    message prefixed = what;
    char* const to = prefixed.body.prepend(size_);
    if (to == nullptr) return outcome::lost;
    detail::copy(to, words_, size_);
    return submit_it(prefixed);
  }

  char words_[Size] = {};
  size_t size_ = 0;
  [[no_unique_address]] Channel channel_;
};

template <typename Channel> prefix(text, Channel) -> prefix<Channel>;
// A literal takes no more than its own size.
template <size_t Size, typename Channel>
prefix(const char (&)[Size], Channel) -> prefix<Channel, (Size > 1 ? Size - 1 : 1)>;

static_assert(channel<prefix<stubs::channel>>);

}  // namespace lineout
