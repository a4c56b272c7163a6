#include <lineout/channels/detail/slot_word.hpp>

#include <doctest/doctest.h>

using namespace lineout::detail;
using lineout::size_t;

namespace {

// A slot's word after so many claims of it, each given back.
template <size_t Slots> constexpr slot_word<Slots> after(size_t laps) {
  slot_word<Slots> word{0};
  for (size_t lap = 0; lap < laps; ++lap) word = word.as(slot_state::free).next_lap().next_epoch();
  return word;
}

// Laps are told apart around the end of the position's range, too.
template <size_t Slots> constexpr bool compares_where_positions_wrap() {
  const size_t before = size_t{0} - Slots;  // the first position of the last lap that there is
  slot_word<Slots> word{(before / Slots) << 3};
  if (word.laps_ahead_of(before) != 0) return false;
  word = word.next_lap();
  return word.laps_ahead_of(before) == 1 && word.laps_ahead_of(before + Slots) == 0 &&
         word.laps_ahead_of(2 * Slots) == -2;
}

}  // namespace

TEST_CASE("zero is a free slot of the first lap") {
  static_assert(slot_word<4>{0}.state() == slot_state::free);
  static_assert(slot_word<4>{0}.epoch() == 0);
  static_assert(slot_word<4>{0}.laps_ahead_of(3) == 0);
}

TEST_CASE("a slot's lap is before, at, or after a position's") {
  static_assert(after<4>(3).laps_ahead_of(0) == 3);
  static_assert(after<4>(3).laps_ahead_of(12) == 0);
  static_assert(after<4>(3).laps_ahead_of(15) == 0);
  static_assert(after<4>(3).laps_ahead_of(16) == -1);
  static_assert(after<1024>(3).laps_ahead_of(5 * 1024 + 17) == -2);
}

TEST_CASE("positions wrap with the word, and the laps with them") {
  static_assert(compares_where_positions_wrap<2>());
  static_assert(compares_where_positions_wrap<4>());
  static_assert(compares_where_positions_wrap<8>());
  static_assert(compares_where_positions_wrap<16>());
  static_assert(compares_where_positions_wrap<4096>());
}

TEST_CASE("state, epoch and lap change alone") {
  constexpr slot_word<8> word = after<8>(5).as(slot_state::taken);
  static_assert(word.state() == slot_state::taken && word.epoch() == 1 && word.laps_ahead_of(40) == 0);
  static_assert(word.next_epoch().epoch() == 0 && word.next_epoch().state() == slot_state::taken);
  static_assert(word.next_lap().epoch() == 1 && word.next_lap().laps_ahead_of(40) == 1);
  static_assert(slot_word<8>::slot_of(13) == 5);
}
