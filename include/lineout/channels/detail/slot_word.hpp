// slot_word: the word by which a slot of a ring tells whose it is: [ lap | epoch | state ].
#pragma once

#include <lineout/types.hpp>

namespace lineout::detail {

enum class slot_state : size_t {
  free,      // for the position of this lap
  reserved,  // somebody's, who is writing or has written
  taken,     // the consumer's, who is sending it
  seized,    // taken from a consumer that did not finish, and may still read it
};

// Slots: a power of two, 2 or more. A position counts the slots that were ever claimed; slot and lap are its lower and
// upper bits, and it wraps with the word. The epoch turns over whenever what is in the slot loses its meaning. All zero
// is a free slot of lap 0.
template <size_t Slots> class slot_word {
 public:
  using distance = __PTRDIFF_TYPE__;

  constexpr explicit slot_word(size_t word) : word_{word} {}
  constexpr operator size_t() const { return word_; }

  constexpr slot_state state() const { return static_cast<slot_state>(word_ & state_bits); }
  constexpr size_t epoch() const { return (word_ >> 2) & 1; }

  // By how many laps the slot is ahead of this position, which is one of its own; negative: behind.
  constexpr distance laps_ahead_of(size_t position) const {
    const size_t difference = ((word_ & ~(lap - 1)) - ((position >> slot_bits) << lap_shift)) << unused_bits;
    return static_cast<distance>(difference) >> (lap_shift + unused_bits);
  }

  constexpr slot_word as(slot_state state) const {
    return slot_word{(word_ & ~state_bits) | static_cast<size_t>(state)};
  }
  constexpr slot_word next_lap() const { return slot_word{word_ + lap}; }
  constexpr slot_word next_epoch() const { return slot_word{word_ ^ epoch_bit}; }

  static constexpr size_t slot_of(size_t position) { return position & (Slots - 1); }

 private:
  static constexpr size_t binary_logarithm(size_t value) { return value <= 1 ? 0 : 1 + binary_logarithm(value >> 1); }

  static constexpr size_t state_bits = 3;
  static constexpr size_t epoch_bit = 4;
  static constexpr size_t lap_shift = 3;
  static constexpr size_t lap = size_t{1} << lap_shift;
  static constexpr size_t slot_bits = binary_logarithm(Slots);
  // Above the lap: a position has no more bits.
  static constexpr size_t unused_bits = slot_bits > lap_shift ? slot_bits - lap_shift : 0;

  size_t word_;
};

}  // namespace lineout::detail
