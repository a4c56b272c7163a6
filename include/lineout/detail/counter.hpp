// counter: a number of events, whole for all contexts that share it, or a plain word where one context has it alone.
#pragma once

#include <lineout/detail/atomic.hpp>

namespace lineout::detail {

template <bool Shared> class counter {
 public:
  constexpr void add(size_t count) { value_.add(count); }
  constexpr size_t value() const { return value_.load(); }
  // Takes everything that was counted.
  constexpr size_t take() { return value_.exchange(0); }

 private:
  atomic value_;
};

template <> class counter<false> {
 public:
  constexpr void add(size_t count) { value_ += count; }
  constexpr size_t value() const { return value_; }
  constexpr size_t take() {
    const size_t taken = value_;
    value_ = 0;
    return taken;
  }

 private:
  size_t value_ = 0;
};

}  // namespace lineout::detail
