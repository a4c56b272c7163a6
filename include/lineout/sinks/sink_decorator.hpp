// sink_decorator: a sink around another one that changes nothing; derive from it and write what changes.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/optional_verbs.hpp>

namespace lineout {

// Hands on every verb, the rooms and the defaults. send_all() is not handed on, because a decorator that changes send()
// changes it too; sink_pass_through hands it on.
template <sink Next> class sink_decorator {
 public:
  static constexpr size_t headroom = Next::headroom;
  static constexpr size_t tailroom = Next::tailroom;
  using default_options = detail::default_options_of<Next>;
  using default_framing = detail::default_framing_of<Next>;

  constexpr sink_decorator() = default;
  constexpr explicit sink_decorator(Next next) : next_{detail::move(next)} {}

  constexpr outcome send(packet& bytes) { return next_.send(bytes); }
  constexpr void tick(timestamp now) { next_.tick(now); }
  constexpr void flush() { next_.flush(); }
  constexpr void panic() { next_.panic(); }
  constexpr bool poll(size_t budget) { return next_.poll(budget); }
  constexpr size_t take_losses() { return next_.take_losses(); }

  // The sink behind.
  constexpr Next& next() { return next_; }
  constexpr const Next& next() const { return next_; }

 private:
  [[no_unique_address]] Next next_{};
};

static_assert(sink<sink_decorator<stubs::sink>>);

}  // namespace lineout
