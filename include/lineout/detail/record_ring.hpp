// record_ring: where records of any size lie in a fixed piece of memory, the oldest of them making room for the newest.
#pragma once

#include <lineout/detail/bytes.hpp>
#include <lineout/text.hpp>

namespace lineout::detail {

// For who interrupts, or finds the memory later: what is written before is there before what is written after.
constexpr void in_this_order() {
  if (!__builtin_is_constant_evaluated()) __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

// The memory, Size bytes, is somebody else's and always the same. A record takes its own size and 3 bytes more, and
// lies in one piece: its size (16 bits, the lower byte first), its bytes, and a newline. For one context at a time.
// When one is stopped in the middle of a call for good, another finds every record that had been put in, and perhaps
// rubbish behind the newest.
template <size_t Size> class record_ring {
 public:
  static constexpr size_t overhead = 3;
  static constexpr uint32_t goes_on_at_the_front = 0xffff;  // instead of a size
  static constexpr bool can_hold(size_t size) { return size + overhead <= Size && size < goes_on_at_the_front; }

  constexpr size_t count() const { return count_; }
  // Where the next record will be looked for, and the oldest one.
  constexpr size_t next() const { return next_; }
  constexpr size_t oldest() const { return count_ == 0 ? next_ : oldest_; }

  // Where to write the bytes of a record that can be held. Calls dropping() before each record that makes room.
  template <typename Dropping> constexpr char* reserve(char* memory, size_t size, Dropping&& dropping) {
    const size_t needed = size + overhead;
    const auto drop = [&] {
      dropping();
      pop(memory);
    };
    if (needed > Size - next_) {
      while (count_ > 0 && oldest_ >= next_) drop();
      if (Size - next_ >= 2) store_little16(memory + next_, goes_on_at_the_front);
      next_ = 0;
    }
    while (count_ > 0 && oldest_ >= next_ && oldest_ < next_ + needed) drop();
    return memory + next_ + 2;
  }
  // They have been written: the record is the newest.
  constexpr void commit(char* memory, size_t size) {
    store_little16(memory + next_, static_cast<uint32_t>(size));
    memory[next_ + 2 + size] = '\n';
    if (count_ == 0) oldest_ = next_;
    in_this_order();
    ++count_;
    in_this_order();
    next_ += size + overhead;
  }

  // Where the record is that follows at this place, if one does; to be asked before anything else is written.
  static constexpr size_t wrapped(const char* memory, size_t at) {
    return Size - at < overhead || load_little16(memory + at) == goes_on_at_the_front ? 0 : at;
  }
  // The record at a place, which is moved behind it. A size that cannot be is taken for 0.
  constexpr text read(const char* memory, size_t& at) const {
    at = wrapped(memory, at);
    size_t size = load_little16(memory + at);
    if (size + overhead > Size - at) size = 0;
    const text found{memory + at + 2, size};
    at += size + overhead;
    return found;
  }
  // Forgets the oldest, where there is one.
  constexpr void pop(const char* memory) {
    if (count_ == 0) return;
    size_t at = oldest_;
    read(memory, at);
    oldest_ = count_ == 1 ? at : wrapped(memory, at);
    in_this_order();
    --count_;
  }
  constexpr void clear() { next_ = oldest_ = count_ = 0; }

  // Finds what another ring of this size left in the memory, from its oldest() on up to the first record that is not
  // valid. A first one for which given_up() is true is skipped.
  template <typename Valid> constexpr void adopt(const char* memory, size_t oldest, Valid&& valid) {
    adopt(memory, oldest, valid, [](text) { return false; });
  }
  template <typename Valid, typename GivenUp>
  constexpr void adopt(const char* memory, size_t oldest, Valid&& valid, GivenUp&& given_up) {
    clear();
    if (oldest > Size) return;
    size_t second = oldest;
    if (given_up(read(memory, second))) oldest = second;
    const size_t start = oldest_ = wrapped(memory, oldest);
    next_ = oldest;
    size_t end = Size;  // of where the next record may lie; after the front was reached, the oldest
    for (size_t at = start;; next_ = at) {
      const bool at_the_front = wrapped(memory, at) != at;
      if (at_the_front && end != Size) break;
      if (at_the_front) end = start;
      const text found = read(memory, at);
      if (at > end || !valid(found)) break;
      ++count_;
    }
    if (count_ == 0) next_ = 0;
  }

 private:
  size_t next_ = 0;
  size_t oldest_ = 0;
  size_t count_ = 0;
};

}  // namespace lineout::detail
