// slot_ring: slots that several producers fill and one consumer empties, without a lock, in the order in which they
// were claimed.
#pragma once

#include <lineout/channels/detail/slot_word.hpp>
#include <lineout/detail/atomic.hpp>
#include <lineout/detail/prefetch.hpp>

namespace lineout::detail {

// - To claim position p, a producer exchanges the word of slot p % Slots. Nobody tries p + 1 before it has seen p
//   claimed, so there are no gaps, and next_ is only a hint.
// - Publishing stores the size with the slot's epoch bit inverted. A slot whose size has the epoch of its word is
//   unfinished.
// - A producer that laps an unfinished slot moves that slot's word to the current lap, to the end of the order, and
//   goes on. The slot's owner, which cannot have claimed anything since, does not notice.
// - The consumer skips unfinished slots, and looks at them again before it takes a later one. So messages leave in the
//   order in which they were logged.
// - A slot is seized from a consumer that was passed over and may still read it. It is then no slot of the ring until
//   that consumer gives it back: nobody writes to it meanwhile.
//
//   free -> reserved -> taken -> free
//              ^          |  \-> seized -> retired -> free
//              \----------/
//
// A retired slot is a seized one whose epoch has changed. A zeroed ring is an empty one. Producers never wait for each
// other, nor for the consumer. Any number of consumers may take slots at a time, which then are in no order.
template <size_t Slots, typename Content, size_t Alignment> class slot_ring {
  static_assert(Slots >= 2 && (Slots & (Slots - 1)) == 0,
                "lineout: a ring's number of slots is a power of two, 2 or more");
  using word = slot_word<Slots>;

 public:
  static constexpr size_t most = (~size_t{0} >> 1) - 1;  // of a size
  static constexpr size_t abandoned = most + 1;          // instead of a size: there is nothing in the slot

  struct alignas(Alignment) alignas(Content) slot {
    atomic state;
    atomic size;
    Content content;
  };
  // What the consumer has taken, the slot's word meanwhile, and whose it was before: reserved, or taken or seized by
  // another consumer. Not initialised, because many are made at once.
  struct take {
    slot* from;
    size_t as;
    slot_state before;
  };
  // What a claim does when every slot is in use: gives up, also passes over what a consumer has in hand, or takes the
  // oldest that is finished as well.
  enum class full : uint8_t { refuse, pass, overwrite };
  // What was in a slot that has been claimed.
  enum class before : uint8_t { nothing, abandoned, message };
  struct census {
    size_t finished = 0;  // with what the consumer has in hand
    size_t unfinished = 0;
  };

  // A slot for the caller alone until commit(); null when there is none. For any number of contexts at once.
  constexpr slot* claim(full when, before* overwritten) {
    size_t position = next_.load();
    for (size_t passed = 0; passed < Slots;) {
      slot& here = slots_[word::slot_of(position)];
      const word seen{here.state.load()};
      const typename word::distance ahead = seen.laps_ahead_of(position);
      if (ahead > 0) {  // an old hint
        position += static_cast<size_t>(seen.state() == slot_state::free ? ahead - 1 : ahead) * Slots + 1;
      } else if (ahead == 0) {
        if (seen.state() != slot_state::free) ++position;
        else if (exchange(here, seen, seen.as(slot_state::reserved))) return claimed(here, position);
      } else {
        const size_t size = here.size.load();
        const bool whole = seen.state() == slot_state::reserved && is_whole(seen, size);
        if (when != full::overwrite && (whole || (when == full::refuse && seen.state() == slot_state::taken)))
          return nullptr;
        if (!whole) {
          if (exchange(here, seen, seen.next_lap())) ++position, ++passed;
        } else if (exchange(here, seen, seen.next_lap().next_epoch())) {
          *overwritten = size >> 1 == abandoned ? before::abandoned : before::message;
          return claimed(here, position);
        }
      }
    }
    return nullptr;
  }

  // By who claimed it: from now on it is the consumer's. size: what it finds in take(), or abandoned.
  constexpr void commit(slot& mine, size_t size) {
    mine.size.store((size << 1) | (word{mine.state.load()}.epoch() ^ 1));
  }
  static constexpr size_t size_of(const slot& full) { return full.size.load() >> 1; }

  // The next slot that is finished; none when there is none. For one consumer at a time. seize: also what another
  // consumer has taken and not given back, and will not go on with.
  constexpr take next(bool seize) {
    size_t from = oldest();
    return next_from(from, seize);
  }
  // The next ones, at most count, in their order; how many.
  constexpr size_t next(take* taken, size_t count) {
    size_t from = oldest();
    for (size_t index = 0; index < count; ++index) {
      if (index % stride == 2) ask_for(from);
      taken[index] = next_from(from, false);
      if (taken[index].from == nullptr) return index;
    }
    return count;
  }
  // Frees what next() gave, or retires what it seized. False: it has been seized meanwhile, and has not been the
  // caller's to send since.
  constexpr bool give_back(const take& mine) {
    const word as{mine.as};
    for (;;) {
      const word now{mine.from->state.load()};
      if (now.state() == as.state() && now.epoch() == as.epoch()) {
        const word done = now.next_epoch();
        if (exchange(*mine.from, now, as.state() == slot_state::seized ? done : done.as(slot_state::free).next_lap()))
          return true;
      } else if (as.state() == slot_state::taken && now.state() == slot_state::seized && now.epoch() != as.epoch()) {
        if (exchange(*mine.from, now, now.as(slot_state::free).next_lap())) return false;
      } else {
        return false;
      }
    }
  }
  // Whether what next() gave is still the caller's.
  static constexpr bool is_still(const take& mine) {
    const word as{mine.as};
    const word now{mine.from->state.load()};
    return now.state() == as.state() && now.epoch() == as.epoch();
  }
  // Puts back what next() gave and the caller will not send, for the next consumer.
  constexpr void put_back(const take& mine) {
    const word as{mine.as};
    for (;;) {
      const word now{mine.from->state.load()};
      if (now.state() != as.state() || now.epoch() != as.epoch()) {
        give_back(mine);
        return;
      }
      if (exchange(*mine.from, now, now.as(slot_state::reserved))) return;
    }
  }
  // Forgets everything. While nobody else uses the ring.
  constexpr void clear() {
    for (slot& here : slots_) {
      here.state.store(0);
      here.size.store(0);
    }
    next_.store(0);
    oldest_.store(0);
  }

  // A look at each slot; exact while nobody changes any.
  constexpr census count() const {
    census result;
    for (const slot& here : slots_) {
      const word seen{here.state.load()};
      const size_t size = here.size.load();
      const bool whole = is_whole(seen, size);
      if (seen.state() == slot_state::free || (seen.state() == slot_state::seized && !whole)) continue;
      if (seen.state() == slot_state::reserved && !whole) ++result.unfinished;
      else if (size >> 1 != abandoned) ++result.finished;
    }
    return result;
  }

 private:
  static constexpr bool is_whole(word seen, size_t size) { return (size & 1) != seen.epoch(); }
  static constexpr bool exchange(slot& here, word seen, word wanted) {
    size_t expected = seen;
    return here.state.compare_exchange(expected, wanted);
  }
  constexpr slot* claimed(slot& here, size_t position) {
    next_.store(position + 1);
    ask_for_one(position + 1);
    return &here;
  }

  // The oldest position at which there can still be something.
  constexpr size_t oldest() {
    const size_t position = oldest_from(oldest_.load());
    oldest_.store(position);
    return position;
  }
  constexpr size_t oldest_from(size_t position) const {
    for (;;) {
      const word seen{slots_[word::slot_of(position)].state.load()};
      const typename word::distance ahead = seen.laps_ahead_of(position);
      if (ahead <= 0) return position;
      // Claimed so many laps later: of the positions before that lap's end there is nothing left but what was moved.
      const bool is_later = ahead > 1 && seen.state() != slot_state::free;
      position += (is_later ? static_cast<size_t>(ahead - 1) * Slots : 0) + 1;
    }
  }

  // from: where to look first; it is moved behind what the caller takes there.
  constexpr take next_from(size_t& from, bool seize) {
    for (;;) {
      take found{nullptr, 0, slot_state::free};
      from = oldest_from(from);
      size_t limit = from + Slots;
      // What was passed over may have been finished before what was found behind it was.
      while (first(from, limit, seize, found)) continue;
      if (found.from == nullptr) return found;
      const word seen{found.as};
      found.before = seen.state();
      const word mine = seen.as(found.before == slot_state::reserved ? slot_state::taken : slot_state::seized);
      if (found.before == slot_state::seized || exchange(*found.from, seen, mine)) {
        found.as = mine;
        if (limit == from) ++from;
        return found;
      }
    }
  }
  // Has the next slots brought here, if the one behind them has been claimed: their producers have mostly finished.
  constexpr void ask_for(size_t position) {
    if (Slots <= stride) return;
    const word last{slots_[word::slot_of(position + stride)].state.load()};
    const typename word::distance ahead = last.laps_ahead_of(position + stride);
    if (ahead < 0 || (ahead == 0 && last.state() == slot_state::free)) return;
    for (size_t index = 1; index < stride; ++index) ask_for_one(position + index);
  }

  constexpr void ask_for_one(size_t position) {
    if (!__builtin_is_constant_evaluated()) prefetch_to_write(&slots_[word::slot_of(position)]);
  }

  static constexpr size_t stride = 8;

  // Finds the first slot from and before limit that can be taken, and makes its position the limit.
  constexpr bool first(size_t from, size_t& limit, bool seize, take& found) {
    for (size_t position = from; position != limit; ++position) {
      slot& here = slots_[word::slot_of(position)];
      const word seen{here.state.load()};
      const typename word::distance ahead = seen.laps_ahead_of(position);
      if (ahead > 0) continue;                                          // sent, or moved on
      if (ahead < 0 || seen.state() == slot_state::free) return false;  // nothing was claimed from here on
      if (seen.state() != slot_state::reserved && !seize) continue;
      if (seen.state() != slot_state::taken && !is_whole(seen, here.size.load())) continue;  // unfinished, or retired
      found = {&here, seen, slot_state::free};
      limit = position;
      return true;
    }
    return false;
  }

  // On big targets each in a line of its own: the producers', the consumer's, and the slots.
  alignas(Alignment) atomic next_;
  alignas(Alignment) atomic oldest_;
  alignas(Alignment) slot slots_[Slots] = {};
};

}  // namespace lineout::detail
