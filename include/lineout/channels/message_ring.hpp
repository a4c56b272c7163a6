// message_ring: the memory in which messages wait to be sent: slots that any context fills without a lock, and one at a
// time empties.
#pragma once

#include <lineout/channels/detail/slot_ring.hpp>
#include <lineout/channels/ring_options.hpp>
#include <lineout/detail/counter.hpp>
#include <lineout/format/writer.hpp>

namespace lineout {

// The memory of a queued channel: Slots (a power of two) of Bytes each: a text, and the rooms of the channel that sends
// it. All zero at first. Several producers and one consumer at a time share it without a lock. Everything is safe in
// interrupts and signal handlers, and waits for nobody unless when_full says so; who claims a slot has it until its
// call returns, and if that never happens, the others have one slot less. It outlives its channel.
//
// Order: a message that was logged before another is sent before it, whoever logged them.
// Losses are told in-band: what found no slot before the next message that does or, if there is none, when all the
// others are sent; the rest before the next message that is sent. The notice is as old as the message beside it.
template <size_t Slots, size_t Bytes, typename Options = ring_options> class message_ring {
  struct heading {
    const lineout::origin* origin;
    int64_t seconds;
    uint32_t nanoseconds;
    int16_t offset_minutes;
    uint8_t pri;

    static constexpr heading of(const message& what) {
      return {what.origin, what.time.seconds(), what.time.nanoseconds(),
              static_cast<int16_t>(what.time.offset_minutes()), what.priority.pri()};
    }
    constexpr timestamp time() const { return timestamp::of_valid(seconds, nanoseconds, offset_minutes); }
  };
  struct content {
    heading head;
    bool* submitted;  // the producer's
    size_t refused;   // how many had found no slot before this one
    size_t offset;    // of the text
    alignas(size_t) char bytes[Bytes];
  };
  using ring = detail::slot_ring<Slots, content, Options::alignment>;

 public:
  using record = typename ring::slot;
  static constexpr size_t slots = Slots;
  static constexpr size_t slot_size = Bytes;

  constexpr message_ring() = default;
  message_ring(const message_ring&) = delete;
  message_ring& operator=(const message_ring&) = delete;

  // Sends at most budget messages through a channel that needs no more room than the one they were queued for; gives
  // back how many. For threads, idle loops, timers; where it is under way already, it does nothing. It waits as the
  // channel does. A thread that was given back less than its budget does well to pause for some microseconds: to look
  // on would take the slots' cache lines away from whoever is filling them.
  template <channel Channel> constexpr size_t drain(Channel& out, size_t budget = unbounded) {
    if (draining_.exchange(1) != 0) return 0;
    size_t count = 0;
    if constexpr (batch > 1 && detail::submits_all<Channel>) count = send_batches(out, budget);
    else count = send_from(out, budget, false);
    draining_.store(0);
    return count;
  }

  // Sends everything, from where it stands. A drain that is under way is given a bounded time to end, and is then
  // passed over: the messages that it had in hand are sent once more, and may so arrive twice, unless a panic before
  // this one had them in hand too: then they are lost. A producer that has not finished is passed over, and the number
  // of these is told.
  template <channel Channel> constexpr void panic(Channel& out) {
    panicking_.store(1);
    out.panic();
    drain_in_panic(out);
    if (const size_t unfinished = ring_.count().unfinished; unfinished != 0)
      tell(out, unfinished, " message unfinished", " messages unfinished");
  }
  constexpr bool panicking() const { return panicking_.load() != 0; }
  // What panic() does, without the channel's and without the number.
  template <channel Channel> constexpr void drain_in_panic(Channel& out) {
    for (size_t look = 0; look < looks_in_panic && (draining_.load() != 0 || draining_.exchange(1) != 0); ++look)
      detail::pause();
    send_from(out, 2 * Slots, true);
    draining_.store(0);
  }

  constexpr ring_counts counts() const {
    const auto now = ring_.count();
    return {sent_.value(), lost_.value(), now.finished, refused_.value(), now.unfinished, notices_.value()};
  }

  // A slot for one message; null, and nothing counted, when there is none. It is given back by publish() or abandon().
  constexpr record* claim() {
    record* mine = claim_once();
    if constexpr (Options::when_full == when_full::wait) {
      for (size_t look = 1; mine == nullptr && !panicking() && (Options::looks == unbounded || look < Options::looks);
           ++look) {
        Options::relax();
        mine = claim_once();
      }
    }
    if (mine != nullptr) mine->content.refused = take_refused();
    return mine;
  }
  constexpr void refuse() {
    refused_.add(1);
    refused_untold_.add(1);
  }
  constexpr void publish(record& mine, const message& what) {
    content& to = mine.content;
    to.head = heading::of(what);
    to.offset = static_cast<size_t>(what.body.data() - to.bytes);
    ring_.commit(mine, what.body.size());
  }
  // The first bytes of the slot, aligned to a word, which are no text yet and have no origin: the channel that they are
  // drained to restores them.
  constexpr void publish(record& mine, priority level, size_t size) {
    content& to = mine.content;
    to.head.origin = nullptr;
    to.head.pri = level.pri();
    to.offset = 0;
    ring_.commit(mine, size);
  }
  constexpr void abandon(record& mine) { ring_.commit(mine, ring::abandoned); }

  // The slot in which these bytes lie; null: in none.
  constexpr record* holder_of(const packet& body) {
    record* const first = ring_.slots();
    if (__builtin_is_constant_evaluated()) {
      for (size_t index = 0; index < Slots; ++index)
        if (first[index].content.bytes == body.data() - body.headroom()) return first + index;
      return nullptr;
    }
    size_t distance = reinterpret_cast<uintptr_t>(body.data()) - reinterpret_cast<uintptr_t>(first);
    if (distance >= Slots * sizeof(record)) return nullptr;
    if constexpr (detail::has_wide_division) return first + distance / sizeof(record);
    size_t index = 0;
    for (size_t half = Slots / 2; half > 0; half /= 2) {
      if (distance < half * sizeof(record)) continue;
      distance -= half * sizeof(record);
      index += half;
    }
    return first + index;
  }

 private:
  static constexpr size_t looks_in_panic = 100000;
  static_assert(Options::batch >= 1 && Options::batch <= batch_limit, "lineout: a ring's batch is 1 to 64 messages");
  static constexpr size_t batch = Options::batch < Slots / 4 ? Options::batch : Slots >= 4 ? Slots / 4 : 1;

  constexpr record* claim_once() {
    bool overwritten = false;
    record* const mine = ring_.claim(Options::when_full == when_full::overwrite_oldest, &overwritten);
    if (overwritten) lose();
    return mine;
  }
  constexpr void lose() {
    lost_.add(1);
    untold_.add(1);
  }

  // A channel with restoring(), which makes what is a channel for as long as a drain takes, and has restore(message&).
  template <channel Channel> constexpr size_t send_from(Channel& out, size_t budget, bool seize) {
    if constexpr (requires { out.restoring(); }) return send_restored(out, budget, seize);
    else return send(out, budget, seize);
  }
  // Not inlined: a call that sends nothing must not cost its function this much stack.
  template <channel Channel> [[gnu::noinline]] constexpr size_t send_restored(Channel& out, size_t budget, bool seize) {
    auto made = out.restoring();
    return send(made, budget, seize);
  }
  template <channel Channel> constexpr size_t send(Channel& out, size_t budget, bool seize) {
    size_t count = 0;
    while (count < budget) {
      const auto mine = ring_.next(seize);
      if (mine.from == nullptr) {
        tell_losses(out, take_refused());
        break;
      }
      outcome result{};
      submit_some(out, &mine, &result, 1);
      count += settle(&mine, &result, 1);
    }
    return count;
  }
  // The same with many in hand.
  template <channel Channel> constexpr size_t send_batches(Channel& out, size_t budget) {
    typename ring::take taken[batch];
    outcome results[batch];
    size_t count = 0;
    for (size_t wanted = batch, found = batch; found == wanted && count < budget;) {
      wanted = budget - count < batch ? budget - count : batch;
      found = ring_.next(taken, wanted);
      for (size_t index = 0; index < found;) index += submit_some(out, taken + index, results + index, found - index);
      count += settle(taken, results, found);
      if (found < wanted) tell_losses(out, take_refused());
    }
    return count;
  }

  // Whether there is a message in it that nobody else may have sent.
  static constexpr bool is_whole(const typename ring::take& mine) {
    return ring::size_of(*mine.from) != ring::abandoned && mine.before != detail::slot_state::seized;
  }
  static constexpr message message_in(const typename ring::take& mine) {
    content& from = mine.from->content;
    packet body{from.bytes, Bytes, from.offset};
    body.append(ring::size_of(*mine.from));
    return {priority::of_valid(from.head.pri), from.head.time(), from.head.origin, body};
  }
  // Submits the first of these, after a notice if there is something to tell, and those behind it up to the next one
  // that is to have a notice before it; gives back how many these are.
  template <channel Channel>
  constexpr size_t submit_some(Channel& out, const typename ring::take* taken, outcome* results, size_t count) {
    content& first = taken->from->content;
    if (!is_whole(*taken)) {
      untold_.add(first.refused);
      return 1;
    }
    const size_t refused = first.refused;
    first.refused = 0;
    if constexpr (requires(message & what) { out.restore(what); }) {
      message restored = message_in(*taken);
      out.restore(restored);
      last_ = heading::of(restored);
      tell_losses(out, refused);
      *results = out.submit(restored);
      return 1;
    }
    last_ = first.head;
    tell_losses(out, refused);
    size_t end = 1;
    while (end < count && is_whole(taken[end]) && taken[end].from->content.refused == 0) ++end;
    last_ = taken[end - 1].from->content.head;
    if constexpr (batch > 1 && detail::submits_all<Channel>) {
      message messages[batch];
      for (size_t index = 0; index < end; ++index) messages[index] = message_in(taken[index]);
      out.submit_all(messages, results, end);
    } else {
      for (size_t index = 0; index < end; ++index) results[index] = out.submit(message_in(taken[index]));
    }
    return end;
  }
  // Gives slots back and counts what became of their messages; how many of these there were to send.
  constexpr size_t settle(const typename ring::take* taken, const outcome* results, size_t count) {
    size_t whole = 0;
    size_t sent = 0;
    for (size_t index = 0; index < count; ++index) {
      const typename ring::take& mine = taken[index];
      const bool abandoned = ring::size_of(*mine.from) == ring::abandoned;
      const bool mine_to_send = is_whole(mine);
      whole += mine_to_send ? 1 : 0;
      if (!ring_.give_back(mine) || abandoned) continue;
      if (mine_to_send && results[index] != outcome::lost) ++sent;
      else lose();
    }
    sent_.add(sent);
    return whole;
  }
  constexpr size_t take_refused() { return refused_untold_.value() == 0 ? 0 : refused_untold_.take(); }

  template <channel Channel> constexpr void tell_losses(Channel& out, size_t count) {
    if (untold_.value() != 0) count += untold_.take();
    if (count != 0 && !tell(out, count, " message lost", " messages lost")) untold_.add(count);
  }
  template <channel Channel> constexpr bool tell(Channel& out, size_t count, text one, text many) {
    if (last_.origin == nullptr) return false;
    constexpr size_t most = 48;
    char bytes[Channel::headroom + most + Channel::tailroom];
    packet body{bytes, sizeof bytes, Channel::headroom};
    writer words{body.data(), body.data() + most, control_characters::keep};
    words.decimal(count);
    words.literal(count == 1 ? one : many);
    body.append(words.size());
    const priority level{priority::of_valid(last_.pri).facility, severity::warning};
    if (out.submit({level, last_.time(), last_.origin, body}) == outcome::lost) return false;
    notices_.add(1);
    return true;
  }
  using counter = detail::counter<true>;

  ring ring_;
  // The producers', when something is lost.
  alignas(Options::alignment) counter refused_;
  counter refused_untold_;
  detail::atomic panicking_;
  // The consumer's, and of producers that overwrite.
  alignas(Options::alignment) counter lost_;
  counter untold_;
  counter sent_;
  counter notices_;
  detail::atomic draining_;
  heading last_{};
};

}  // namespace lineout
