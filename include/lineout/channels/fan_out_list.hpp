// fan_out_list: a fan_out whose branches are added and removed while the program runs.
#pragma once

#include <lineout/channels/channel_ref.hpp>
#include <lineout/channels/detail/fan_out_of.hpp>

namespace lineout {

namespace detail {

template <size_t Most, typename Reference> struct listed_branches {
  Reference all[Most] = {};

  template <typename Action> constexpr void each(Action&& action) {
    for (size_t index = 0; index < Most; ++index)
      if (all[index]) action(all[index], index);
  }
};

}  // namespace detail

// At most Most channels, in the order of their numbers; each outlives its place here. Without any every message is
// lost. Otherwise as fan_out: each branch gets each message, and is told what it alone has lost. Add and remove while no
// message is under way.
template <size_t Most, typename Reference = channel_ref>
class fan_out_list : public detail::fan_out_of<detail::listed_branches<Most, Reference>, Most> {
  static_assert(Most >= 1, "lineout: a fan_out_list has room for one branch or more");

 public:
  static constexpr size_t headroom = Reference::headroom;
  static constexpr size_t tailroom = Reference::tailroom;
  static constexpr size_t none = ~size_t{0};

  // The number of the new branch, the lowest that is free; none: there is no room.
  constexpr size_t add(Reference branch) {
    for (size_t index = 0; branch && index < Most; ++index) {
      if (this->branches().all[index]) continue;
      this->branches().all[index] = branch;
      this->forget(index);
      return index;
    }
    return none;
  }
  // What the branch has lost and was not told stays untold.
  constexpr void remove(size_t index) {
    if (index < Most) this->branches().all[index] = {};
  }
  static constexpr size_t capacity() { return Most; }
};

static_assert(channel<fan_out_list<2>>);

}  // namespace lineout
