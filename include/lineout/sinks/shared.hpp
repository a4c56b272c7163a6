// shared: a sink, or a channel, that is somebody else's, for several loggers with one NIC.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/upkeep.hpp>

namespace lineout {

// Keeps a pointer: what it points to outlives it, and where the loggers run in several contexts that is a locked<...>.
template <typename Part>
requires sink<Part> || channel<Part>
class shared {
 public:
  static constexpr size_t headroom = Part::headroom;
  static constexpr size_t tailroom = Part::tailroom;

  constexpr explicit shared(Part& part) : part_{&part} {}

  constexpr outcome send(packet& bytes) requires sink<Part> { return part_->send(bytes); }
  constexpr outcome submit(const message& what) requires channel<Part> { return part_->submit(what); }
  constexpr outcome submit_mark(const message& what) requires channel<Part> {
    return detail::submit_mark(*part_, what);
  }
  constexpr void send_all(packet* packets, outcome* outcomes, size_t count) requires detail::sends_all<Part> {
    part_->send_all(packets, outcomes, count);
  }
  constexpr void submit_all(const message* messages, outcome* outcomes,
                            size_t count) requires detail::submits_all<Part> {
    part_->submit_all(messages, outcomes, count);
  }
  constexpr bool segments() const requires segmenting_sink<Part> { return part_->segments(); }
  constexpr size_t send_segmented(segmented_frame* frames, outcome* outcomes,
                                  size_t count) requires segmenting_sink<Part> {
    return part_->send_segmented(frames, outcomes, count);
  }
  constexpr void tick(timestamp now) { detail::tick(*part_, now); }
  constexpr void flush() { detail::flush(*part_); }
  constexpr void panic() { detail::panic(*part_); }
  constexpr bool poll(size_t budget) { return detail::poll(*part_, budget); }

 private:
  Part* part_;
};

template <typename Part> shared(Part&) -> shared<Part>;

static_assert(sink<shared<stubs::sink>>);
static_assert(segmenting_sink<shared<stubs::segmenting_sink>>);
static_assert(channel<shared<stubs::channel>>);

}  // namespace lineout
