// slot_ring: slots that several producers fill and one consumer empties, without a lock, in the order in which they
// were claimed.
#pragma once

#include <lineout/channels/detail/slot_word.hpp>
#include <lineout/detail/atomic.hpp>
#include <lineout/detail/prefetch.hpp>

namespace lineout::detail {

// - Claims are without gaps: position p is claimed by exchanging the word of slot p % Slots, and nobody looks at p + 1
// who has
//   not seen p claimed. So the producers' next position is only a hint, and the consumer needs nothing but the slots'
//   words.
// - A slot publishes itself by its size, which carries the epoch: until they differ it is not finished.
// - A slot whose producer has not finished when the others have come around is moved to this lap, to the end of the
// order, and
//   they pass on. Its producer, who can have claimed nothing since, does not notice.
// - The consumer passes over what is not finished, and looks at it again before it takes anything behind it: so
// whatever
//   happened before something else, by the same producer or not, is taken before it.
// A zeroed ring is an empty one. Producers never wait for each other, nor for the consumer.
template <size_t Slots, typename Content, size_t Alignment> class slot_ring {
  static_assert(Slots >= 2 && (Slots & (Slots - 1)) == 0,
                "lineout: a ring's number of slots is a power of two, 2 or more");
  using word = slot_word<Slots>;

 public:
  static constexpr size_t most = (~size_t{0} >> 1) - 1;  // of a size
  static constexpr size_t abandoned = most + 1;          // instead of a size: there is nothing in the slot

  struct alignas(Alignment) slot {
    atomic state;
    atomic size;
    Content content;
  };
  // What the consumer has taken, the slot's word meanwhile, and whose it was before: reserved, or taken or seized by
  // another.
  struct take {
    slot* from = nullptr;
    word as{0};
    slot_state before = slot_state::free;
  };
  struct census {
    size_t finished = 0;  // with what the consumer has in hand
    size_t unfinished = 0;
  };

  // A slot for the caller alone until commit(); null when all are full. overwrite: then the oldest that is finished is
  // taken instead, and *overwritten set unless there was nothing in it. For any number of contexts at once.
  constexpr slot* claim(bool overwrite, bool* overwritten) {
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
        if (!overwrite && (whole || seen.state() != slot_state::reserved)) return nullptr;
        if (!whole) {
          if (exchange(here, seen, seen.next_lap())) ++position, ++passed;
        } else if (exchange(here, seen, seen.next_lap().next_epoch())) {
          *overwritten = size >> 1 != abandoned;
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
  // Frees what next() gave. False: it has been seized meanwhile, and is no longer the caller's.
  constexpr bool give_back(const take& mine) {
    for (;;) {
      const word now{mine.from->state.load()};
      if (now.state() != mine.as.state() || now.epoch() != mine.as.epoch()) return false;
      if (exchange(*mine.from, now, now.as(slot_state::free).next_lap().next_epoch())) return true;
    }
  }

  // A look at each slot; exact while nobody changes any.
  constexpr census count() const {
    census result;
    for (const slot& here : slots_) {
      const word seen{here.state.load()};
      const size_t size = here.size.load();
      if (seen.state() == slot_state::free) continue;
      if (seen.state() == slot_state::reserved && !is_whole(seen, size)) ++result.unfinished;
      else if (size >> 1 != abandoned) ++result.finished;
    }
    return result;
  }

  constexpr slot (&slots())[Slots] { return slots_; }

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
      take found;
      from = oldest_from(from);
      size_t limit = from + Slots;
      // What was passed over may have been finished before what was found behind it was.
      while (first(from, limit, seize, found)) continue;
      if (found.from == nullptr) return found;
      found.before = found.as.state();
      const word mine = found.as.as(found.before == slot_state::reserved ? slot_state::taken : slot_state::seized);
      if (exchange(*found.from, found.as, mine)) {
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
      if (seen.state() == slot_state::reserved ? !is_whole(seen, here.size.load()) : !seize) continue;
      found = {&here, seen};
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
