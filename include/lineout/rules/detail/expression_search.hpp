// expression_search: looks for a compiled regular expression, in a time that is bounded by the product of both lengths.
#pragma once

#include <lineout/rules/detail/expression.hpp>

namespace lineout::detail {

// Looks for a compiled expression in a subject: size(), and operator[] for a character.
template <typename Subject> class expression_search {
 public:
  constexpr expression_search(text program, const Subject& subject, bool ignoring_case)
      : program_{program}, subject_{subject}, ignoring_case_{ignoring_case} {}

  constexpr bool found() {
    for (at_ = 0;; ++at_) {
      add(0);
      if (close()) return true;
      if (at_ == subject_.size()) return false;
      step(subject_[at_]);
    }
  }

 private:
  using node = expression_node;
  struct set {
    uint64_t words[2] = {};
    constexpr bool has(size_t at) const { return (words[at >> 6] >> (at & 63) & 1) != 0; }
    constexpr void add(size_t at) { words[at >> 6] |= uint64_t{1} << (at & 63); }
  };

  constexpr node kind(size_t at) const { return static_cast<node>(program_[at * 4]); }
  constexpr size_t target(size_t at, size_t which) const {
    return static_cast<size_t>(static_cast<int>(at) + static_cast<signed char>(program_[at * 4 + 2 + which]));
  }
  constexpr void add(size_t at) { now_.add(at); }

  // Follows what takes no character. True: the end is among it.
  constexpr bool close() {
    set done;
    for (bool more = true; more;) {
      more = false;
      for (size_t at = 0; at < program_.size() / 4; ++at) {
        if (!now_.has(at) || done.has(at)) continue;
        done.add(at);
        const node what = kind(at);
        if (what == node::match) return true;
        const bool passes = (what == node::begin && at_ == 0) || (what == node::end && at_ == subject_.size());
        if (passes) add(at + 1);
        if (what == node::split) add(target(at, 1));
        if (what == node::split || what == node::jump) add(target(at, 0));
        more = more || passes || what == node::split || what == node::jump;
      }
    }
    return false;
  }
  constexpr void step(char c) {
    const set before = now_;
    now_ = {};
    for (size_t at = 0; at < program_.size() / 4; ++at) {
      if (!before.has(at)) continue;
      const node what = kind(at);
      if (what == node::any || (what == node::character && same(program_[at * 4 + 1], c))) add(at + 1);
      if (what != node::set && what != node::other_set) continue;
      const size_t ranges = static_cast<unsigned char>(program_[at * 4 + 2]);
      if (in_ranges(at, ranges, c) == (what == node::set)) add(at + 1 + ranges);
    }
  }
  constexpr bool same(char left, char right) const {
    return left == right || (ignoring_case_ && to_lower(left) == to_lower(right));
  }
  constexpr bool in_ranges(size_t at, size_t count, char c) const {
    const char lower = to_lower(c);
    const char upper = lower >= 'a' && lower <= 'z' ? static_cast<char>(lower - ('a' - 'A')) : c;
    for (size_t index = at + 1; index <= at + count; ++index) {
      const auto within = [&](char value) {
        const auto byte = [](char from) { return static_cast<unsigned char>(from); };
        return byte(program_[index * 4 + 2]) <= byte(value) && byte(value) <= byte(program_[index * 4 + 3]);
      };
      if (within(c) || (ignoring_case_ && (within(lower) || within(upper)))) return true;
    }
    return false;
  }

  text program_;
  const Subject& subject_;
  bool ignoring_case_;
  size_t at_ = 0;
  set now_{};
};

}  // namespace lineout::detail
