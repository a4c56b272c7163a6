// prefix: a channel that puts a text before each message's text: "vm3: ", where several guests share a log.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/format/writer.hpp>

namespace lineout {

// Written into the headroom, so that the message is not copied. The text is kept in the object: at most Size bytes;
// what is longer is cut between characters, and control characters are escaped. Waits, and may run in an interrupt or in
// several contexts, as the channel behind it does.
template <channel Next, size_t Size = 32> class prefix : public channel_decorator<Next> {
 public:
  static constexpr size_t headroom = Next::headroom + Size;

  constexpr prefix(text words, Next next) : channel_decorator<Next>{detail::move(next)} { set(words); }

  constexpr outcome submit(const message& what) {
    message prefixed = what;
    return put_before(prefixed) ? this->next().submit(prefixed) : outcome::lost;
  }
  constexpr outcome submit_mark(const message& what) {
    message prefixed = what;
    return put_before(prefixed) ? this->next().submit_mark(prefixed) : outcome::lost;
  }

  // Another text. Call it while no message is under way.
  constexpr void set(text words) {
    writer out{words_, words_ + Size, control_characters::escape};
    out.text(words);
    size_ = out.size();
  }

 private:
  constexpr bool put_before(message& what) const {
    char* const to = what.body.prepend(size_);
    if (to != nullptr) detail::copy(to, words_, size_);
    return to != nullptr;
  }

  char words_[Size] = {};
  size_t size_ = 0;
};

template <typename Next> prefix(text, Next) -> prefix<Next>;
// A literal takes no more than its own size.
template <size_t Size, typename Next> prefix(const char (&)[Size], Next) -> prefix<Next, (Size > 1 ? Size - 1 : 1)>;

static_assert(channel<prefix<stubs::channel>>);

}  // namespace lineout
