// memory: a sink that keeps the newest records in the object itself, readable in a memory dump.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/bytes.hpp>
#include <lineout/detail/copy.hpp>

namespace lineout {

// A ring of Size bytes. A record takes its own size and 3 bytes more, and lies in one piece: its size (16 bits, the
// lower byte first), the bytes as they came, and a newline. Older records make room for newer ones; one larger than the
// ring (or than 65534 bytes) is lost. Never waits; for one context at a time: locked<memory<Size>, ...> is for several.
// Not to be copied: shared is for whoever needs it by value.
template <size_t Size> class memory {
 public:
  static_assert(Size > 3, "lineout: a memory sink of this size cannot hold any record");
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;

  constexpr memory() = default;
  memory(const memory&) = delete;
  memory& operator=(const memory&) = delete;

  constexpr outcome send(packet& bytes) {
    const size_t needed = bytes.size() + overhead;
    if (needed > Size || bytes.size() >= goes_on_at_the_front) return outcome::lost;
    if (needed > Size - next_) {
      while (count_ > 0 && oldest_ >= next_) drop();
      if (Size - next_ >= 2) detail::store_little16(storage_ + next_, goes_on_at_the_front);
      next_ = 0;
      if (count_ == 0) oldest_ = 0;
    }
    while (count_ > 0 && oldest_ >= next_ && oldest_ < next_ + needed) drop();
    char* const at = detail::store_little16(storage_ + next_, static_cast<uint32_t>(bytes.size()));
    detail::copy(at, bytes.data(), bytes.size());
    at[bytes.size()] = '\n';
    next_ += needed;
    ++count_;
    return outcome::sent;
  }

  // Calls visitor(text) for each record, the oldest first; the texts are valid until the next send().
  template <typename Visitor> constexpr void for_each(Visitor&& visitor) const {
    size_t at = oldest_;
    for (size_t visited = 0; visited < count_; ++visited) {
      at = wrapped(at);
      const size_t size = detail::load_little16(storage_ + at);
      visitor(text{storage_ + at + 2, size});
      at += size + overhead;
    }
  }

  // How many records there are, and how many have made room for newer ones since the last clear().
  constexpr size_t size() const { return count_; }
  constexpr size_t dropped() const { return dropped_; }

  // Forgets everything and leaves nothing of it in the memory.
  constexpr void clear() {
    for (char& byte : storage_) byte = '\0';
    next_ = oldest_ = count_ = dropped_ = 0;
  }

 private:
  static constexpr size_t overhead = 3;
  static constexpr uint32_t goes_on_at_the_front = 0xffff;  // instead of a size

  // Where the record is that would be at this place, if there were room behind it.
  constexpr size_t wrapped(size_t at) const {
    return Size - at < 2 || detail::load_little16(storage_ + at) == goes_on_at_the_front ? 0 : at;
  }
  constexpr void drop() {
    oldest_ += detail::load_little16(storage_ + oldest_) + overhead;
    --count_;
    ++dropped_;
    if (count_ > 0) oldest_ = wrapped(oldest_);
    else oldest_ = next_;
  }

  char storage_[Size] = {};
  size_t next_ = 0;
  size_t oldest_ = 0;
  size_t count_ = 0;
  size_t dropped_ = 0;
};

static_assert(sink<memory<64>>);

}  // namespace lineout
