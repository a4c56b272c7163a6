// channel_decorator: a channel around another one that changes nothing; derive from it and write what changes.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/optional_verbs.hpp>

namespace lineout {

// Hands on every verb, the rooms and the defaults. submit_all(), slots and defer() are not handed on, because a
// decorator that changes submit() changes them too; a decorator that does not look at messages writes them as well.
template <channel Next> class channel_decorator {
 public:
  static constexpr size_t headroom = Next::headroom;
  static constexpr size_t tailroom = Next::tailroom;
  using default_options = detail::default_options_of<Next>;

  constexpr channel_decorator() = default;
  constexpr explicit channel_decorator(Next next) : next_{detail::move(next)} {}

  constexpr outcome submit(const message& what) { return next_.submit(what); }
  constexpr outcome submit_mark(const message& what) { return next_.submit_mark(what); }
  constexpr void tick(timestamp now) { next_.tick(now); }
  constexpr void flush() { next_.flush(); }
  constexpr void panic() { next_.panic(); }
  constexpr bool poll(size_t budget) { return next_.poll(budget); }
  constexpr size_t take_losses() { return next_.take_losses(); }

  // The channel behind.
  constexpr Next& next() { return next_; }
  constexpr const Next& next() const { return next_; }

 private:
  [[no_unique_address]] Next next_{};
};

static_assert(channel<channel_decorator<stubs::channel>>);

}  // namespace lineout
