// shared: a sink that is somebody else's, for several loggers with one NIC.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout {

// Keeps a pointer: the sink outlives it. Where the loggers run in several contexts, the sink is a locked<...>.
template <sink Sink> class shared {
 public:
  static constexpr size_t headroom = Sink::headroom;
  static constexpr size_t tailroom = Sink::tailroom;

  constexpr explicit shared(Sink& sink) : sink_{&sink} {}

  constexpr outcome send(packet& bytes) { return sink_->send(bytes); }
  constexpr void panic() { detail::panic(*sink_); }

 private:
  Sink* sink_;
};

template <sink Sink> shared(Sink&) -> shared<Sink>;

static_assert(sink<shared<stubs::sink>>);

}  // namespace lineout
