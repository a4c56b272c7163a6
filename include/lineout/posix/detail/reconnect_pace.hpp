// reconnect_pace: when a connection may be tried again, so that neither a receiver nor a network is flooded by attempts.
#pragma once

#include <lineout/posix/detail/deadline.hpp>

namespace lineout::detail {

// Pauses double from shortest to longest, each less a random part up to a half. All times are milliseconds.
class reconnect_pace {
 public:
  constexpr reconnect_pace() = default;
  constexpr reconnect_pace(uint32_t shortest, uint32_t longest) : shortest_{shortest}, longest_{longest} {}

  static uint64_t now() { return monotonic_microseconds() / 1000; }

  bool may_try() const { return again_at_ == 0 || now() >= again_at_; }

  // Every address has failed, or a connection has ended. The first time there is no pause.
  void failed() {
    const uint64_t time = now();
    // A connection that lasted has cured what was wrong.
    if (connected_at_ != 0 && time - connected_at_ >= 1000) pause_ = 0;
    connected_at_ = 0;
    again_at_ = pause_ == 0 ? 0 : time + pause_ - random_below(pause_ / 2 + 1);
    pause_ = pause_ == 0 ? shortest_ : pause_ < longest_ / 2 ? pause_ * 2 : longest_;
  }
  void connected() {
    connected_at_ = now();
    again_at_ = 0;
  }

 private:
  uint32_t random_below(uint32_t limit) {
    if (state_ == 0)
      state_ = (monotonic_microseconds() ^ reinterpret_cast<uintptr_t>(this) ^ static_cast<uint64_t>(::getpid())) | 1;
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<uint32_t>((state_ >> 33) % limit);
  }

  uint32_t shortest_ = 10;
  uint32_t longest_ = 1000;
  uint32_t pause_ = 0;
  uint64_t again_at_ = 0;
  uint64_t connected_at_ = 0;
  uint64_t state_ = 0;
};

}  // namespace lineout::detail
