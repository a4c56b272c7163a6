// resend_buffer: records that a connection has not been seen to deliver, to be sent again over the next one.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/text.hpp>

namespace lineout::detail {

// Keeps whole records in Size bytes, of which each takes four more than its own. The system is handed their bytes in
// order; what it has not seen acknowledged when the connection ends is pending again. For one context at a time.
template <size_t Size> class resend_buffer {
 public:
  bool fits(size_t size) const { return size + prefix <= Size - (end_ - begin_); }

  // A record that fits, of which the system has already taken some bytes. Nothing else may be pending.
  void add(const char* data, size_t size, size_t handed) {
    if (Size - end_ < size + prefix) compact();
    const uint32_t length = static_cast<uint32_t>(size);
    __builtin_memcpy(bytes_ + end_, &length, prefix);
    copy(bytes_ + end_ + prefix, data, size);
    end_ += prefix + size;
    ++records_;
    this->handed(handed);
  }

  // The rest of the record that is to be handed on next; empty when there is none.
  text pending() const {
    if (next_ == end_) return {};
    return text{bytes_ + next_ + prefix + taken_, length_at(next_) - taken_};
  }
  // The system has taken so many bytes of what is pending.
  void handed(size_t count) {
    taken_ += count;
    handed_ += count;
    if (next_ == end_ || taken_ < length_at(next_)) return;
    next_ += prefix + taken_;
    taken_ = 0;
  }

  // So many of the bytes that were handed over on this connection are not acknowledged.
  void outstanding(size_t count) {
    while (begin_ < next_ && first_ + length_at(begin_) + count <= handed_) {
      first_ += length_at(begin_);
      begin_ += prefix + length_at(begin_);
      --records_;
    }
    if (begin_ == end_) begin_ = next_ = end_ = 0;
  }

  // A connection has ended: all that is kept is pending again.
  void again() {
    next_ = begin_;
    taken_ = handed_ = first_ = 0;
  }
  void clear() {
    begin_ = end_ = records_ = 0;
    again();
  }
  size_t records() const { return records_; }

 private:
  static constexpr size_t prefix = sizeof(uint32_t);

  size_t length_at(size_t at) const {
    uint32_t length = 0;
    __builtin_memcpy(&length, bytes_ + at, prefix);
    return length;
  }
  void compact() {
    __builtin_memmove(bytes_, bytes_ + begin_, end_ - begin_);
    next_ -= begin_;
    end_ -= begin_;
    begin_ = 0;
  }

  size_t begin_ = 0;  // the oldest record
  size_t next_ = 0;   // the record that is handed over next
  size_t end_ = 0;
  size_t taken_ = 0;   // bytes of that record that have been handed over
  size_t handed_ = 0;  // bytes that have been handed over on this connection
  size_t first_ = 0;   // of these, bytes before the oldest record
  size_t records_ = 0;
  char bytes_[Size] = {};
};

// Keeps nothing.
template <> class resend_buffer<0> {
 public:
  void outstanding(size_t) {}
  void again() {}
  void clear() {}
  size_t records() const { return 0; }
  text pending() const { return {}; }
  void handed(size_t) {}
};

}  // namespace lineout::detail
