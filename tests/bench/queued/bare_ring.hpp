// bare_ring: what a queue for one producer and one consumer cannot be faster than: a time stamp and a copy, in records
// that publish themselves by their size.
#pragma once

#include <atomic>
#include <cstring>

#include "../emission.hpp"

namespace bench {

template <size_t Records> class bare_ring {
  struct alignas(64) record {
    std::atomic<uint64_t> size;
    uint64_t time;
    char bytes[112];
  };

 public:
  // Where the bytes of the next record go, once there is room for it.
  char* claim() {
    record& next = records_[written_ % Records];
    while (next.size.load(std::memory_order_acquire) != 0) sched_yield();
    next.time = ticks();
    return next.bytes;
  }
  void publish(size_t size) {
    records_[written_ % Records].size.store(size, std::memory_order_release);
    ++written_;
  }

  // Gives what there is to the function (data, size), and how many that were.
  template <typename Function> size_t drain(Function take) {
    size_t count = 0;
    for (;; ++count, ++read_) {
      record& next = records_[read_ % Records];
      const uint64_t size = next.size.load(std::memory_order_acquire);
      if (size == 0) return count;
      use(&next.time, sizeof next.time);
      take(next.bytes, size);
      next.size.store(0, std::memory_order_release);
    }
  }

 private:
  record records_[Records] = {};
  alignas(64) size_t written_ = 0;
  alignas(64) size_t read_ = 0;
};

}  // namespace bench
