// shared: a sink, or a channel, that belongs to somebody else: for several loggers with one NIC, file or queue.
#pragma once

#include <lineout/detail/optional_verbs.hpp>
#include <lineout/layers/segmentation.hpp>

namespace lineout {

// Keeps a pointer: the part outlives it. Where the loggers run in several contexts the part is a locked<...>. Everything
// of the part is handed on: batches, slots, arguments that are kept, segmentation, defaults. What the part found lost is
// told by the first logger that asks.
template <typename Part>
requires sink<Part> || channel<Part>
class shared {
 public:
  static constexpr size_t headroom = Part::headroom;
  static constexpr size_t tailroom = Part::tailroom;
  using default_options = detail::default_options_of<Part>;
  using default_framing = detail::default_framing_of<Part>;

  constexpr explicit shared(Part& part) : part_{&part} {}

  constexpr outcome send(packet& bytes) requires sink<Part> { return part_->send(bytes); }
  constexpr outcome submit(const message& what) requires channel<Part> { return part_->submit(what); }
  constexpr outcome submit_mark(const message& what) requires channel<Part> { return part_->submit_mark(what); }
  constexpr void tick(timestamp now) { part_->tick(now); }
  constexpr void flush() { part_->flush(); }
  constexpr void panic() { part_->panic(); }
  constexpr bool poll(size_t budget) { return part_->poll(budget); }
  constexpr size_t take_losses() { return part_->take_losses(); }

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

  constexpr Part& next() { return *part_; }
  constexpr const Part& next() const { return *part_; }

 private:
  Part* part_;
};

template <typename Part> shared(Part&) -> shared<Part>;

static_assert(sink<shared<stubs::sink>>);
static_assert(segmenting_sink<shared<stubs::segmenting_sink>>);
static_assert(channel<shared<stubs::channel>>);

}  // namespace lineout
