// relp_window: the records that a RELP receiver has not acknowledged, each as the frame that it is sent as.
#pragma once

#include <sys/uio.h>

#include <lineout/detail/copy.hpp>
#include <lineout/detail/digits.hpp>
#include <lineout/text.hpp>

namespace lineout::detail {

// A ring in memory of the user's; a record takes its own size and overhead bytes, and lies in one piece. Records are
// handed over in their order. The receiver may answer in any order. For one context at a time.
class relp_window {
 public:
  // A record's state, the frame's header at its longest, and the newline.
  struct state {
    uint32_t size;
    uint32_t transaction;  // 0: not handed over on this connection
    bool answered;
    bool handed_before;  // whole, on an earlier connection
  };
  static constexpr size_t header_room = 27;
  static constexpr size_t overhead = sizeof(state) + header_room + 1;
  // What a receiver takes without being configured for more.
  static constexpr size_t record_limit = 131072;
  static constexpr uint32_t last_transaction = 999999999;
  // 1 is the frame that opens the session.
  static constexpr uint32_t first_transaction = 2;

  constexpr relp_window() = default;
  constexpr relp_window(char* memory, size_t size) : memory_{memory}, size_{size}, end_{size} {}

  bool can_hold(size_t size) const { return size <= record_limit && size + overhead <= size_; }
  bool fits(size_t size) const {
    const size_t needed = size + overhead;
    if (!can_hold(size)) return false;
    if (count_ == 0) return true;
    return tail_ <= head_ ? needed <= head_ - tail_ : needed <= size_ - tail_ || needed <= head_;
  }
  // A record that fits.
  void add(const char* data, size_t size) {
    if (count_ == 0) reset();
    if (size_ - tail_ < size + overhead) {
      if (next_ == tail_) next_ = 0;
      end_ = tail_;
      tail_ = 0;
    }
    store(memory_ + tail_, state{static_cast<uint32_t>(size), 0, false, false});
    char* const begin = memory_ + tail_ + sizeof(state) + header_room;
    copy(begin, data, size);
    begin[size] = '\n';
    tail_ += size + overhead;
    ++count_;
  }

  size_t count() const { return count_; }
  // Handed over whole on this connection, and not answered.
  size_t in_flight() const { return in_flight_; }
  // Whether a frame may be handed over while at most window are in flight.
  bool has_more(size_t window) const { return passed_ < count_ && in_flight_ < window; }
  // The number that the next frame has.
  uint32_t next_transaction() const { return transaction_; }

  // The bytes that are to be handed over next: at most limit pieces, of frames that may be in flight.
  size_t pieces(iovec* to, size_t limit, size_t window) {
    uint32_t transaction = transaction_;
    size_t made = 0;
    size_t at = next_;
    for (size_t passed = passed_; passed < count_ && made < limit && in_flight_ + made < window; ++passed) {
      const state one = state_at(at);
      if (!one.answered) {
        char* const data = memory_ + at + sizeof(state) + header_room;
        char* const begin = write_header(data, one.size, transaction);
        const size_t done = made == 0 ? taken_ : 0;
        to[made++] = {begin + done, static_cast<size_t>(data - begin) + one.size + 1 - done};
        transaction = after(transaction);
      }
      at = following(at, one.size);
    }
    return made;
  }
  // So many of these bytes have been taken. How many of the records had been handed over on an earlier connection, and
  // so may arrive twice.
  size_t handed(size_t bytes) {
    size_t again = 0;
    for (taken_ += bytes; passed_ < count_; ++passed_) {
      state one = state_at(next_);
      if (!one.answered) {
        char* const data = memory_ + next_ + sizeof(state) + header_room;
        const size_t whole = static_cast<size_t>(data - write_header(data, one.size, transaction_)) + one.size + 1;
        if (taken_ < whole) break;
        taken_ -= whole;
        again += one.handed_before ? 1 : 0;
        one.transaction = transaction_;
        transaction_ = after(transaction_);
        ++in_flight_;
        store(memory_ + next_, one);
      }
      next_ = following(next_, one.size);
    }
    return again;
  }

  // The receiver has answered a frame, whose record is forgotten. False: that frame is not in flight.
  bool answered(uint32_t transaction) {
    size_t at = head_;
    for (size_t index = 0; index < passed_; ++index) {
      state one = state_at(at);
      if (one.transaction == transaction && !one.answered && transaction != 0) {
        one.answered = true;
        store(memory_ + at, one);
        --in_flight_;
        forget_answered();
        return true;
      }
      at = following(at, one.size);
    }
    return false;
  }

  // A connection has ended: all that was not answered is handed over again on the next.
  void again() {
    size_t at = head_;
    for (size_t index = 0; index < passed_; ++index) {
      state one = state_at(at);
      one.handed_before = one.handed_before || one.transaction != 0;
      one.transaction = 0;
      store(memory_ + at, one);
      at = following(at, one.size);
    }
    next_ = head_;
    passed_ = in_flight_ = taken_ = 0;
    transaction_ = first_transaction;
  }
  void clear() {
    count_ = 0;
    reset();
    again();
  }

  static constexpr uint32_t after(uint32_t transaction) {
    return transaction == last_transaction ? 1 : transaction + 1;
  }

 private:
  static char* write_header(char* end, uint32_t size, uint32_t transaction) {
    if (size > 0) *--end = ' ';
    end = write_decimal(end, size);
    constexpr text command = " syslog ";
    copy(end - command.size(), command.data(), command.size());
    return write_decimal(end - command.size(), transaction);
  }
  state state_at(size_t at) const { return load<state>(memory_ + at); }
  size_t following(size_t at, size_t size) const {
    at += size + overhead;
    return at == end_ ? 0 : at;
  }
  void forget_answered() {
    while (passed_ > 0 && state_at(head_).answered) {
      const size_t after_it = following(head_, state_at(head_).size);
      if (after_it < head_) end_ = size_;
      head_ = after_it;
      --count_;
      --passed_;
    }
  }
  void reset() {
    head_ = next_ = tail_ = 0;
    end_ = size_;
  }

  char* memory_ = nullptr;
  size_t size_ = 0;
  size_t end_ = 0;     // where the last record before the end of the memory ends
  size_t head_ = 0;    // the oldest record
  size_t next_ = 0;    // the record that is handed over next
  size_t tail_ = 0;    // where a record is added
  size_t count_ = 0;   // records
  size_t passed_ = 0;  // of these, before next_
  size_t in_flight_ = 0;
  size_t taken_ = 0;  // bytes of the next frame that have been handed over
  uint32_t transaction_ = first_transaction;
};

}  // namespace lineout::detail
