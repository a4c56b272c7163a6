// queued: a channel that keeps messages in a ring of slots, formatted and readable, until somebody has the time to send
// them.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/channels/message_ring.hpp>

namespace lineout {

// Queues for Next, which is called by drain() alone, or where panic() and what is logged after it are called. A
// message that a logger builds is built in its slot; the body of any other is copied, and cut and marked where it is
// longer than a slot's text. Never waits unless the ring's options say so. Moved only before it is used.
template <channel Next, typename Ring> class queued : public channel_decorator<Next> {
 public:
  using channel_decorator<Next>::headroom;
  using channel_decorator<Next>::tailroom;
  static_assert(Ring::slot_size >= headroom + tailroom + 32,
                "lineout: the slots of a ring hold the channel's rooms and 32 bytes or more");

  // The ring outlives it.
  constexpr queued(Next next, Ring& ring) : channel_decorator<Next>{detail::move(next)}, ring_{&ring} {}

  // A slot of the ring for the message that is built next; what is not submitted is given back without a trace.
  class slot {
   public:
    static constexpr size_t size = Ring::slot_size;

    constexpr slot(queued& queue, bool panicking) : queue_{queue}, mine_{queue.claim(panicking)} {
      if (mine_ != nullptr) mine_->content.submitted = &submitted_;
    }
    slot(const slot&) = delete;
    constexpr ~slot() {
      if (!submitted_ && mine_ != nullptr) queue_.ring_->abandon(*mine_);
    }
    constexpr char* bytes() { return mine_ != nullptr ? mine_->content.bytes : nullptr; }

   private:
    queued& queue_;
    typename Ring::record* mine_;
    bool submitted_ = false;
  };

  // queued, or lost when there is no slot.
  constexpr outcome submit(const message& what) {
    if (auto* const mine = ring_->holder_of(what.body)) [[likely]] {
      *mine->content.submitted = true;
      ring_->publish(*mine, what);
    } else if (!copy(what)) {
      return outcome::lost;
    }
    if (ring_->panicking()) [[unlikely]]
      ring_->drain_in_panic(this->next());
    return outcome::queued;
  }

  constexpr outcome submit_mark(const message& what) { return submit(what); }
  // What is found lost behind the queue is told by the queue.
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

  constexpr ring_counts counts() const { return ring_->counts(); }
  constexpr Ring& ring() { return *ring_; }

 protected:
  // A slot for one message; null, and counted as refused, when there is none.
  constexpr typename Ring::record* claim(bool panicking) {
    typename Ring::record* const mine = ring_->claim();
    if (mine != nullptr) [[likely]]
      return mine;
    return claim_again(panicking);
  }
  // What is not text yet.
  constexpr outcome publish(typename Ring::record& mine, priority level, size_t size) {
    ring_->publish(mine, level, size);
    if (ring_->panicking()) [[unlikely]]
      ring_->drain_in_panic(this->next());
    return outcome::queued;
  }

 private:
  static constexpr text cut_mark = "...";

  [[gnu::noinline, gnu::cold]] constexpr typename Ring::record* claim_again(bool panicking) {
    typename Ring::record* mine = nullptr;
    if (panicking) {
      ring_->drain_in_panic(this->next());
      mine = ring_->claim();
    }
    if (mine == nullptr) ring_->refuse();
    return mine;
  }
  constexpr bool copy(const message& what) {
    slot here{*this, ring_->panicking()};
    char* const bytes = here.bytes();
    if (bytes == nullptr) return false;
    writer out{bytes + headroom, bytes + Ring::slot_size - tailroom, control_characters::keep};
    out.literal(what.content());
    out.finish(cut_mark);
    message copied = what;
    copied.body = packet{bytes, Ring::slot_size, headroom};
    copied.body.append(out.size());
    auto& mine = *ring_->holder_of(copied.body);
    *mine.content.submitted = true;
    ring_->publish(mine, copied);
    return true;
  }

  Ring* ring_;
};

static_assert(channel<queued<stubs::channel, message_ring<2, 64>>>);

}  // namespace lineout
