// memory: a sink that keeps the newest records in the object itself, readable in a memory dump.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/copy.hpp>
#include <lineout/detail/record_ring.hpp>

namespace lineout {

// A ring of Size bytes. A record takes its own size and 3 bytes more, and lies in one piece: its size (16 bits, the
// lower byte first), the bytes as they came, and a newline. Older records make room for newer ones; one larger than the
// ring (or than 65534 bytes) is lost. Never waits; for one context at a time: locked<memory<Size>, ...> is for several.
// Not to be copied: shared is for whoever needs it by value.
template <size_t Size> class memory : public sink_base {
 public:
  static_assert(Size > 3, "lineout: a memory sink of this size cannot hold any record");

  constexpr memory() = default;
  memory(const memory&) = delete;
  memory& operator=(const memory&) = delete;

  constexpr outcome send(packet& bytes) {
    if (!records_.can_hold(bytes.size())) return outcome::lost;
    char* const at = records_.reserve(storage_, bytes.size(), [this] { ++dropped_; });
    detail::copy(at, bytes.data(), bytes.size());
    records_.commit(storage_, bytes.size());
    return outcome::sent;
  }

  // Calls visitor(text) for each record, the oldest first; the texts are valid until the next send().
  template <typename Visitor> constexpr void for_each(Visitor&& visitor) const {
    size_t at = records_.oldest();
    for (size_t visited = 0; visited < records_.count(); ++visited) visitor(records_.read(storage_, at));
  }

  // Sends at most budget records to another sink, the oldest first, and forgets each that was taken; stops at the first
  // that was not. True: nothing is left. Takes Longest bytes of the stack, and the sink's rooms; a record longer than
  // that is dropped and counted so.
  template <size_t Longest = 1024, lineout::sink Sink> constexpr bool replay(Sink& to, size_t budget = ~size_t{0}) {
    constexpr size_t longest = Longest < Size ? Longest : Size;
    for (; budget > 0 && records_.count() > 0; --budget) {
      size_t at = records_.oldest();
      const text record = records_.read(storage_, at);
      if (record.size() > longest) {
        ++dropped_;
      } else {
        char copied[Sink::headroom + longest + Sink::tailroom];
        packet bytes{copied, sizeof copied, Sink::headroom};
        detail::copy(bytes.append(record.size()), record.data(), record.size());
        if (to.send(bytes) == outcome::lost) break;
      }
      records_.pop(storage_);
    }
    return records_.count() == 0;
  }

  // How many records there are, and how many were given up since the last clear(), mostly to make room for newer ones.
  constexpr size_t size() const { return records_.count(); }
  constexpr size_t dropped() const { return dropped_; }

  // Forgets everything and leaves nothing of it in the memory.
  constexpr void clear() {
    for (char& byte : storage_) byte = '\0';
    records_.clear();
    dropped_ = 0;
  }

 private:
  char storage_[Size] = {};
  detail::record_ring<Size> records_;
  size_t dropped_ = 0;
};

static_assert(sink<memory<64>>);

}  // namespace lineout
