// message_ring: the memory in which messages wait to be sent: slots that any context fills without a lock, and one at a
// time empties.
#pragma once

#include <lineout/channels/detail/ring_drain.hpp>

namespace lineout {

// The memory of a queued channel: Slots (a power of two) of Bytes each: a text with the rooms of the channel that sends
// it, and behind these the message's MSGID and structured data, where they fit. All zero at first. Several producers
// and one consumer at a time share it without a lock. Everything is safe in interrupts and signal handlers, and waits
// for nobody unless when_full says so. A slot belongs to the call that claimed it until that call returns; if it never
// does, the ring has one slot less. The ring outlives its channel.
//
// Order: a message that was logged before another is sent before it, from whatever context.
// Losses are reported in the stream. Messages that found no slot are reported before the next message that did, or when
// all others are sent; messages that were overwritten or that the channel lost, before the next message that is sent. A
// report has the time of the message beside it.
//
// A thread that is cancelled in a drain puts back what it had in hand. A drain that is left by longjmp() stays under
// way, and its messages in hand, until panic() or clear_in_child().
template <size_t Slots, size_t Bytes, typename Options = ring_options> class message_ring {
  using state_type = detail::ring_state<Slots, Bytes, Options>;
  using ring_type = typename state_type::ring_type;
  using full = typename ring_type::full;
  using before = typename ring_type::before;
  static_assert(Options::batch >= 1 && Options::batch <= batch_limit, "lineout: a ring's batch is 1 to 64 messages");

 public:
  using record = typename ring_type::slot;
  static constexpr size_t slots = Slots;
  static constexpr size_t slot_size = Bytes;

  constexpr message_ring() = default;
  message_ring(const message_ring&) = delete;
  message_ring& operator=(const message_ring&) = delete;

  // Sends at most budget messages through a channel that needs no more room than the one they were queued for; returns
  // how many. For threads, idle loops, timers. While another drain is under way it does nothing. It waits as the
  // channel does. Takes 300 bytes of stack beside the channel's, and 170 for each message of Options::batch where the
  // channel takes many. A thread whose drain returns less than its budget should pause for some microseconds: to look on
  // would take the slots' cache lines away from the producers.
  template <channel Channel> constexpr size_t drain(Channel& out, size_t budget = unbounded) {
    state_.look_at_process();
    const size_t ticket = state_.begin_drain();
    return ticket == 0 ? 0 : send(out, ticket, budget, nullptr);
  }

  // Sends everything, from where it stands, one message at a time, in at most 1 KB of stack beside the channel's. Waits for a drain that is under way for at most
  // Options::patience_in_panic, and then passes it over if it has made no progress. What that one had in hand is sent
  // again, and the number of these is reported; its slots stay out of the ring until it returns. What a panic has had
  // in hand before is lost. A producer that has not finished is passed over, and the number of these is reported.
  template <channel Channel> constexpr void panic(Channel& out) {
    state_.look_at_process();
    state_.panicking.store(1);
    out.panic();
    if (const size_t ticket = state_.begin_drain_in_panic(); ticket != 0)
      send(out, ticket, 2 * Slots, drain_of<Channel>::tell_of_panic);
  }
  constexpr bool panicking() const { return state_.panicking.load() != 0; }
  // For calls after panic(): the same, but nothing is sent that another drain has in hand.
  template <channel Channel> constexpr void drain_in_panic(Channel& out) {
    if (const size_t ticket = state_.begin_drain_in_panic(); ticket != 0) send(out, ticket, 2 * Slots, nullptr);
  }

  // Forgets every message, every drain that is under way, and every report that is due. While nobody else uses the
  // ring: for a child of fork(), where what waits is the parent's to send. With posix::ring_options a ring does so by
  // itself.
  constexpr void clear_in_child() { state_.clear(); }

  constexpr ring_counts counts() const {
    const auto now = state_.ring.count();
    return {state_.sent.value(), state_.lost.value(),    now.finished,            state_.refused.value(),
            now.unfinished,      state_.notices.value(), state_.left_out.value(), state_.lost_later.value(),
            state_.inherited.value()};
  }

  // For queued. A slot for one message; null, and nothing counted, when there is none. It is given back by publish() or
  // abandon().
  constexpr record* claim() {
    state_.look_at_process();
    record* mine = claim_once(when_claimed);
    if constexpr (Options::when_full == when_full::wait)
      if (mine == nullptr) [[unlikely]]
        mine = claim_waiting();
    if (mine != nullptr) mine->content.refused.store(state_.take_refused());
    return mine;
  }
  // The same after a panic, where a drain may have left slots in its hand for good.
  constexpr record* claim_in_panic() {
    record* const mine = claim_once(when_claimed == full::refuse ? full::pass : when_claimed);
    if (mine != nullptr) mine->content.refused.store(state_.take_refused());
    return mine;
  }
  constexpr void refuse() {
    state_.refused.add(1);
    state_.refused_untold.add(1);
  }
  // Without MSGID and structured data.
  constexpr void publish_text(record& mine, const message& what) {
    mine.content.keep(what, false);
    state_.ring.commit(mine, what.body.size());
  }
  // tailroom: what the channel needs behind the text.
  constexpr void publish(record& mine, const message& what, size_t tailroom, bool mark = false) {
    mine.content.keep(what, mark);
    if (!what.id.empty() || !what.structured_data.empty()) [[unlikely]]
      if (const size_t left_out = mine.content.keep_rest(what, tailroom); left_out != 0) state_.left_out.add(left_out);
    state_.ring.commit(mine, what.body.size());
  }
  // The first bytes of the slot, aligned to a word, which are no text yet and have no origin: the channel that they are
  // drained to restores them.
  constexpr void publish(record& mine, priority level, size_t size) {
    mine.content.head.origin = nullptr;
    mine.content.head.pri = level.pri();
    mine.content.head.mark_and_id_size = 0;
    mine.content.offset = 0;
    mine.content.data_size = 0;
    state_.ring.commit(mine, size);
  }
  constexpr void abandon(record& mine) { state_.ring.commit(mine, ring_type::abandoned); }

 private:
  static constexpr full when_claimed =
      Options::when_full == when_full::overwrite_oldest ? full::overwrite : full::refuse;

  constexpr record* claim_once(full when) {
    before overwritten = before::nothing;
    record* const mine = state_.ring.claim(when, &overwritten);
    if (when_claimed == full::overwrite && overwritten != before::nothing) [[unlikely]] {
      if (overwritten == before::message) state_.lose(1);
      if (const size_t refused = mine->content.refused.load(); refused != 0) state_.untold.add(refused);
    }
    return mine;
  }
  [[gnu::noinline]] constexpr record* claim_waiting() {
    record* mine = nullptr;
    detail::try_for<typename Options::timer>(
        Options::patience,
        [&] {
          mine = claim_once(when_claimed);
          return mine != nullptr || panicking();
        },
        Options::relax);
    return mine;
  }

  template <typename Channel> struct drained { using type = Channel; };
  template <typename Channel>
  requires requires(Channel& out) { out.restoring(); }
  struct drained<Channel> {
    using type = decltype(detail::declared<Channel&>().restoring());
  };
  template <typename Channel> using drain_of = detail::ring_drain<state_type, typename drained<Channel>::type>;
  template <typename Channel> using how_to_seize = typename drain_of<Channel>::seizing;

  // A channel with restoring(), which makes what is a channel for as long as a drain takes, and has restore(message&).
  // Not inlined: a call that sends nothing must not cost its function this much stack.
  template <channel Channel>
  [[gnu::noinline]] constexpr size_t send(Channel& out, size_t ticket, size_t budget, how_to_seize<Channel> seize) {
    if constexpr (requires { out.restoring(); }) {
      auto made = out.restoring();
      return drain_of<Channel>{state_, made, ticket, seize}.send_one_by_one(budget);
    } else {
      drain_of<Channel> under_way{state_, out, ticket, seize};
      if constexpr (drain_of<Channel>::submits_many)
        if (!panicking()) return under_way.send_in_batches(budget);
      return under_way.send_one_by_one(budget);
    }
  }

  state_type state_;
};

}  // namespace lineout
