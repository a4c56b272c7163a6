// queued: a channel that keeps messages in a ring of slots, formatted and readable, until somebody has the time to send
// them.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/channels/message_ring.hpp>

namespace lineout {

// Queues for Next, which is called by drain() alone, or where panic() and what is logged after it are called. A
// message that a logger builds is built in its slot; the body of any other is copied, and cut and marked where it is
// longer than a slot's text. MSGID and structured data are copied; what does not fit beside the text is left out and
// counted. Never waits unless the ring's options say so. Moved only before it is used.
template <channel Next, typename Ring> class queued : public channel_decorator<Next> {
  using record = typename Ring::record;

 public:
  using channel_decorator<Next>::headroom;
  using channel_decorator<Next>::tailroom;
  static_assert(Ring::slot_size >= headroom + tailroom + 32,
                "lineout: the slots of a ring hold the channel's rooms and 32 bytes or more");

  // The ring outlives it.
  constexpr queued(Next next, Ring& ring) : channel_decorator<Next>{detail::move(next)}, ring_{&ring} {}

  // A slot of the ring for one message: it is built in bytes() and given to submit(slot&, message). A slot that is not
  // submitted is given back without a trace.
  class slot {
   public:
    static constexpr size_t size = Ring::slot_size;

    constexpr slot(queued& queue, bool panicking) : queue_{queue}, mine_{queue.claim(panicking)} {}
    slot(const slot&) = delete;
    constexpr ~slot() {
      if (mine_ != nullptr) queue_.ring_->abandon(*mine_);
    }
    // Null: there was no slot.
    constexpr char* bytes() { return mine_ != nullptr ? mine_->content.bytes : nullptr; }

   private:
    friend class queued;
    queued& queue_;
    record* mine_;
  };

  // A message that was built in the slot, which is the ring's from then on.
  [[gnu::always_inline]] constexpr outcome submit(slot& from, const message& what) {
    return what.id.empty() && what.structured_data.empty() ? publish_text(from, what) : publish(from, what, false);
  }
  // Any other message: queued, or lost when there is no slot.
  constexpr outcome submit(const message& what) { return copy(what, false); }
  constexpr outcome submit_mark(const message& what) { return copy(what, true); }
  // The queue itself reports what is found lost behind it.
  constexpr size_t take_losses() { return 0; }

  // See message_ring.
  constexpr size_t drain(size_t budget = unbounded) { return ring_->drain(this->next(), budget); }
  template <channel Channel> constexpr size_t drain(Channel& out, size_t budget = unbounded) {
    static_assert(Channel::headroom <= headroom && Channel::tailroom <= tailroom,
                  "lineout: this channel needs more room than the messages were given");
    return ring_->drain(out, budget);
  }
  constexpr bool poll(size_t budget) {
    const bool full = ring_->drain(this->next(), budget) == budget;
    return this->next().poll(budget) || full;
  }
  // Drains, unless that is under way already.
  constexpr void flush() {
    drain();
    this->next().flush();
  }
  constexpr void panic() { ring_->panic(this->next()); }
  // In a child of fork(), before it logs: what waits is the parent's to send. See message_ring::clear_in_child().
  constexpr void clear_in_child() { ring_->clear_in_child(); }

  constexpr ring_counts counts() const { return ring_->counts(); }
  constexpr Ring& ring() { return *ring_; }

 protected:
  // A slot for one message; null, and counted as refused, when there is none.
  constexpr record* claim(bool panicking) {
    record* const mine = ring_->claim();
    if (mine != nullptr) [[likely]]
      return mine;
    return claim_again(panicking);
  }
  // What is not text yet.
  constexpr outcome publish(record& mine, priority level, size_t size) {
    ring_->publish(mine, level, size);
    return published();
  }

 private:
  static constexpr text cut_mark = "...";

  // The same without a MSGID and structured data: a logger that has none does without the code for them.
  constexpr outcome publish_text(slot& from, const message& what) {
    record* const mine = from.mine_;
    from.mine_ = nullptr;
    ring_->publish_text(*mine, what);
    return published();
  }
  constexpr outcome publish(slot& from, const message& what, bool mark) {
    record* const mine = from.mine_;
    from.mine_ = nullptr;
    ring_->publish(*mine, what, tailroom, mark);
    return published();
  }
  constexpr outcome published() {
    if (ring_->panicking()) [[unlikely]]
      ring_->drain_in_panic(this->next());
    return outcome::queued;
  }
  [[gnu::noinline, gnu::cold]] constexpr record* claim_again(bool panicking) {
    record* mine = nullptr;
    if (panicking) {
      ring_->drain_in_panic(this->next());
      mine = ring_->claim_in_panic();
    }
    if (mine == nullptr) ring_->refuse();
    return mine;
  }
  constexpr outcome copy(const message& what, bool mark) {
    slot here{*this, ring_->panicking()};
    char* const bytes = here.bytes();
    if (bytes == nullptr) return outcome::lost;
    writer out{bytes + headroom, bytes + Ring::slot_size - tailroom, control_characters::escape};
    out.literal(what.content());
    out.finish(cut_mark);
    message copied = what;
    copied.body = packet{bytes, Ring::slot_size, headroom};
    copied.body.append(out.size());
    return publish(here, copied, mark);
  }

  Ring* ring_;
};

static_assert(channel<queued<stubs::channel, message_ring<2, 64>>>);

}  // namespace lineout
