// ring_drain: one drain of a ring: takes messages, submits them after the notices that belong before them, and frees
// their slots.
#pragma once

#include <lineout/channels/detail/ring_state.hpp>
#include <lineout/detail/optional_verbs.hpp>
#include <lineout/detail/unset_array.hpp>
#include <lineout/format/writer.hpp>

namespace lineout::detail {

// When its thread is cancelled, it puts back what is still in hand, and its destructor ends the drain.
template <typename State, channel Channel> class ring_drain {
  using take = typename State::take;
  using content = typename State::content;
  using ring_type = typename State::ring_type;
  static constexpr bool tells_marks = !requires { requires Channel::marks_are_messages; };
  static constexpr bool restores = requires(Channel & out, message& what) { out.restore(what); };

 public:
  static constexpr bool submits_many = State::batch > 1 && submits_all<Channel> && !restores;

  // seize: whether it also takes what a consumer that was passed over has in hand. It is then tell_of_panic(), and called
  // at the end: a program without a panic does without its code.
  using seizing = void (*)(ring_drain&);
  constexpr ring_drain(State& state, Channel& out, size_t ticket, seizing seize = nullptr)
      : state_{state},
        out_{out},
        ticket_{ticket},
        seize_{seize},
        last_{state.passed_over.load() == 0 ? &state.last : &own_last_} {}
  ring_drain(const ring_drain&) = delete;
  ring_drain& operator=(const ring_drain&) = delete;
  constexpr ~ring_drain() { state_.end_drain(ticket_); }

  // At most budget messages; how many there were.
  constexpr size_t send_one_by_one(size_t budget) {
    size_t total = 0;
    while (total < budget && !is_passed_over()) {
      take mine = state_.ring.next(seize_ != nullptr);
      if (mine.from == nullptr) {
        tell_losses(state_.take_refused(), true);
        break;
      }
      outcome result = outcome::lost;
      const held_in_hand guard{*this};
      hold(&mine, &result, 1);
      submit_one(mine, result);
      total += settle();
    }
    if (seize_ != nullptr) seize_(*this);
    return total;
  }
  // Stops when a panic begins, because that waits for it. Not inlined: a panic takes none of this stack.
  [[gnu::noinline]] constexpr size_t send_in_batches(size_t budget) {
    take taken[State::batch];
    outcome results[State::batch];
    const held_in_hand guard{*this};
    size_t total = 0;
    for (size_t wanted = State::batch, found = wanted;
         found == wanted && total < budget && state_.panicking.load() == 0;) {
      wanted = budget - total < State::batch ? budget - total : State::batch;
      found = state_.ring.next(taken, wanted);
      hold(taken, results, found);
      while (done_ < found) submit_some(taken + done_, results + done_, found - done_);
      total += settle();
      if (found < wanted) tell_losses(state_.take_refused(), true);
    }
    return total;
  }

  static constexpr void tell_of_panic(ring_drain& mine) {
    if (const size_t count = mine.state_.sent_again.take(); count != 0)
      mine.tell(count, " message sent again", " messages sent again");
    if (const size_t count = mine.state_.ring.count().unfinished; count != 0)
      mine.tell(count, " message unfinished", " messages unfinished");
  }

 private:
  // Lies behind what is in hand on the stack, so that a thread that is cancelled puts it back before it is gone.
  struct held_in_hand {
    ring_drain& drain;
    constexpr ~held_in_hand() {
      if constexpr (is_hosted)
        if (drain.count_ != 0) [[unlikely]]
          drain.put_back();
    }
  };

  // False, and nothing said, where no message has been sent yet.
  [[gnu::noinline]] constexpr bool tell(size_t count, text one, text many) {
    if (last_->origin == nullptr) return false;
    constexpr size_t most = 48;
    char bytes[Channel::headroom + most + Channel::tailroom];
    packet body{bytes, sizeof bytes, Channel::headroom};
    writer words{body.data(), body.data() + most, control_characters::escape};
    words.decimal(count);
    words.literal(count == 1 ? one : many);
    body.append(words.size());
    const priority level{priority::of_valid(last_->pri).facility, severity::warning};
    if (out_.submit({level, last_->time(), last_->origin, body}) == outcome::lost) return false;
    state_.notices.add(1);
    return true;
  }
  // Whether there is a message in it that no panic has had in hand.
  static constexpr bool is_whole(const take& mine) {
    return ring_type::size_of(*mine.from) != ring_type::abandoned && mine.before != slot_state::seized;
  }
  static constexpr bool is_alone(const take& mine) {
    return !is_whole(mine) || mine.from->content.refused.load() != 0 || mine.from->content.head.is_mark();
  }
  static constexpr message message_in(const take& mine) {
    return mine.from->content.get(ring_type::size_of(*mine.from));
  }

  constexpr bool is_passed_over() const { return state_.panicking.load() != 0 && state_.draining.load() != ticket_; }
  constexpr void hold(take* taken, outcome* results, size_t count) {
    taken_ = taken;
    results_ = results;
    count_ = count;
    done_ = 0;
  }

  // Submits this one, after a notice if there is something to tell.
  constexpr void submit_one(const take& mine, outcome& result) {
    content& from = mine.from->content;
    const size_t refused = from.refused.load();
    if (refused != 0) from.refused.store(0);
    result = outcome::lost;
    if (!is_whole(mine) || (state_.panicking.load() != 0 && !ring_type::is_still(mine))) [[unlikely]] {
      if (refused != 0) state_.untold.add(refused);
    } else if constexpr (restores) {
      message restored = message_in(mine);
      out_.restore(restored);
      *last_ = kept_heading::of(restored);
      tell_losses(refused);
      forget_report();
      result = submit_or_mark(restored, from.head.is_mark());
    } else {
      *last_ = from.head;
      tell_losses(refused);
      forget_report();
      result = submit_or_mark(message_in(mine), from.head.is_mark());
    }
    if (mine.before == slot_state::taken) [[unlikely]]
      state_.sent_again.add(1);
    ++done_;
  }
  // From now on a report is not the last thing that was sent.
  constexpr void forget_report() {
    if (state_.told.load() != 0) state_.told.store(0);
    if (state_.in_vain.load() != 0) state_.in_vain.store(0);
  }
  constexpr outcome submit_or_mark(const message& what, [[maybe_unused]] bool mark) {
    if constexpr (tells_marks)
      if (mark) [[unlikely]]
        return out_.submit_mark(what);
    return out_.submit(what);
  }

  // Submits the first of these, and with it those behind it up to the next one that is to be submitted by itself.
  constexpr void submit_some(const take* taken, outcome* results, size_t count) {
    size_t end = 1;
    if (is_whole(*taken) && !taken->from->content.head.is_mark())
      while (end < count && !is_alone(taken[end])) ++end;
    if (end == 1 || state_.panicking.load() != 0 || __builtin_is_constant_evaluated()) submit_one(*taken, *results);
    else submit_group(taken, results, end);
  }
  // Not inlined: to drain one message takes none of this stack.
  [[gnu::noinline]] constexpr void submit_group(const take* taken, outcome* results, size_t count) {
    content& first = taken->from->content;
    const size_t refused = first.refused.load();
    if (refused != 0) first.refused.store(0);
    *last_ = first.head;
    tell_losses(refused);
    forget_report();
    *last_ = taken[count - 1].from->content.head;
    unset_array<message, State::batch> messages;
    for (size_t index = 0; index < count; ++index) messages.set(index, message_in(taken[index]));
    out_.submit_all(messages.begin(), results, count);
    done_ += count;
  }

  // Gives slots back and counts what became of their messages; how many of these there were to send.
  constexpr size_t settle() {
    size_t whole = 0;
    size_t sent = 0;
    for (size_t index = 0; index < count_; ++index) {
      const take& mine = taken_[index];
      const bool abandoned = ring_type::size_of(*mine.from) == ring_type::abandoned;
      const bool mine_to_send = is_whole(mine);
      whole += mine_to_send ? 1 : 0;
      if (!state_.ring.give_back(mine) || abandoned) continue;
      if (mine_to_send && results_[index] != outcome::lost) ++sent;
      else state_.lose(1);
    }
    state_.sent.add(sent);
    count_ = 0;
    return whole;
  }
  // The thread ends here: what has not been submitted is the next drain's.
  [[gnu::noinline, gnu::cold]] constexpr void put_back() {
    const size_t done = done_;
    for (size_t index = done; index < count_; ++index) state_.ring.put_back(taken_[index]);
    count_ = done;
    settle();
  }

  // is_last: nothing is left to send. What was reported in vain is then not reported again, until there is more to say.
  constexpr void tell_losses(size_t count, bool is_last = false) {
    if (const size_t found = out_.take_losses(); found != 0) [[unlikely]]
      count += take_found(found);
    if (is_last && count == 0 && state_.in_vain.load() != 0) return;
    if (state_.untold.value() != 0) count += state_.untold.take();
    if (count != 0) [[unlikely]]
      tell_lost(count);
  }
  // The channel behind has found losses of what it had called sent. If a report was the last thing sent, it is one of
  // them, and what it said is to be said again.
  [[gnu::noinline, gnu::cold]] constexpr size_t take_found(size_t found) {
    if (const size_t told = state_.told.exchange(0); told != 0) {
      state_.untold.add(told);
      state_.in_vain.store(1);
      --found;
    }
    state_.lost_later.add(found);
    return found;
  }
  // Remembers them where they could not be told.
  [[gnu::noinline, gnu::cold]] constexpr void tell_lost(size_t count) {
    struct keeper {
      State& state;
      size_t untold;
      constexpr ~keeper() {
        if (untold != 0) state.untold.add(untold);
      }
    } kept{state_, count};
    if (!tell(count, " message lost", " messages lost")) return;
    kept.untold = 0;
    state_.told.store(count);
  }

  State& state_;
  Channel& out_;
  const size_t ticket_;
  const seizing seize_;
  kept_heading* const last_;
  kept_heading own_last_{};
  take* taken_ = nullptr;
  outcome* results_ = nullptr;
  size_t count_ = 0;
  size_t done_ = 0;  // of these, how many have been submitted
};

}  // namespace lineout::detail
