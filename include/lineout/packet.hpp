// packet: bytes with room in front and behind, so that headers are added without moving what is already there.
#pragma once

#include <lineout/types.hpp>

namespace lineout {

// A view of storage that somebody else keeps: [ headroom | data | tailroom ]. Copying the view is how a part works on
// the same bytes without the caller's view changing; what lies inside data is not touched by prepend and append.
class packet {
 public:
  constexpr packet() = default;
  // An empty packet in size bytes of storage, with headroom bytes (at most size) in front.
  constexpr packet(char* storage, size_t size, size_t headroom)
      : begin_{storage}, data_{storage + (headroom < size ? headroom : size)}, data_end_{data_}, end_{storage + size} {}

  constexpr char* data() const { return data_; }
  constexpr size_t size() const { return static_cast<size_t>(data_end_ - data_); }
  constexpr char* end() const { return data_end_; }
  constexpr size_t headroom() const { return static_cast<size_t>(data_ - begin_); }
  constexpr size_t tailroom() const { return static_cast<size_t>(end_ - data_end_); }

  // Makes the n bytes before the data part of it and returns where they begin; the caller writes them.
  // Null, and no change, when there is no such room.
  [[gnu::always_inline]] constexpr char* prepend(size_t n) {
    if (n > headroom()) return nullptr;
    return data_ -= n;
  }
  // The same behind the data.
  constexpr char* append(size_t n) {
    if (n > tailroom()) return nullptr;
    char* const added = data_end_;
    data_end_ += n;
    return added;
  }

 private:
  char* begin_ = nullptr;
  char* data_ = nullptr;
  char* data_end_ = nullptr;
  char* end_ = nullptr;
};

}  // namespace lineout
