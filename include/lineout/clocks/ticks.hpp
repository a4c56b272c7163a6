// ticks: a clock made of a counter that runs freely from power-on and of a time that is learnt later (NTP, RTC, a
// host).
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/atomic.hpp>
#include <lineout/detail/divide.hpp>

namespace lineout::clocks {

// Read is a function that returns the counter as uint64_t, from any context that logs, PerSecond ticks to the second.
// It must not wrap: who has a 32-bit counter widens it (by counting its overflow interrupt), since a wrap would send
// the clock back in time. A counter that is behind the one at set() gives an unknown time.
template <uint32_t PerSecond, typename Read = uint64_t (*)()> class ticks {
 public:
  static_assert(PerSecond > 0 && PerSecond <= 0x80000000, "lineout: ticks per second are 1 to 2^31");

  constexpr explicit ticks(Read read) : read_{read} {}
  constexpr ticks() requires(__is_class(Read)) : read_{} {}
  constexpr ticks(const ticks& other) : read_{other.read_}, current_{other.current_.load()} {
    for (int index = 0; index < 2; ++index) epochs_[index] = other.epochs_[index];
  }
  ticks& operator=(const ticks&) = delete;

  // It is now this time, with this offset; the unknown time makes the clock unknown again. One context sets; others may
  // read meanwhile, and see the time before or after, as long as no two settings fall into one reading.
  constexpr void set(timestamp time) {
    if (!time.known()) return current_.store(0);
    const size_t next = current_.load() == 1 ? 2 : 1;
    epochs_[next - 1] = {time, read_()};
    current_.store(next);
  }

  // Unknown until set.
  constexpr timestamp now() const {
    const size_t current = current_.load();
    if (current == 0) return {};
    const uint64_t ticks_now = read_();
    if (ticks_now < epochs_[current - 1].ticks) return {};
    return at(epochs_[current - 1], ticks_now);
  }

  // Of a counter that has not gone back since: what was counted before the time was learnt has its time, too.
  constexpr uint64_t count() const { return read_(); }
  constexpr timestamp at(uint64_t count) const {
    const size_t current = current_.load();
    if (current == 0) return {};
    return at(epochs_[current - 1], count);
  }

 private:
  struct epoch {
    timestamp time{};
    uint64_t ticks = 0;
  };

  static constexpr timestamp at(const epoch& since, uint64_t count) {
    const bool before = count < since.ticks;
    const auto distance = detail::divide(before ? since.ticks - count : count - since.ticks, PerSecond);
    if (distance.quotient > 253402300799) return {};
    const uint32_t part = nanoseconds_of(distance.remainder);
    int64_t seconds = static_cast<int64_t>(distance.quotient);
    uint32_t nanoseconds = since.time.nanoseconds() + part;
    if (before) {
      seconds = -seconds;
      nanoseconds = since.time.nanoseconds() - part;
      if (nanoseconds >= 1000000000) {  // below zero
        nanoseconds += 1000000000;
        --seconds;
      }
    } else if (nanoseconds >= 1000000000) {
      nanoseconds -= 1000000000;
      ++seconds;
    }
    return timestamp::at(since.time.seconds() + seconds, nanoseconds, since.time.offset_minutes());
  }

  // Of a part of a second: count < PerSecond.
  static constexpr uint32_t nanoseconds_of(uint32_t count) {
    if constexpr (1000000000 % PerSecond == 0) {
      return count * (1000000000 / PerSecond);
    } else if constexpr (detail::has_wide_division) {
      return static_cast<uint32_t>(uint64_t{count} * 1000000000 / PerSecond);
    } else {
      // Nine digits of a long division, each ten times what is left as 2 * (2 * 2 + 1), in 32 bits.
      uint32_t result = 0;
      uint32_t left = count;
      for (int place = 0; place < 9; ++place) {
        uint32_t digit = 0;
        uint32_t tenfold = left;
        const auto add = [&](uint32_t more) {
          tenfold += more;
          if (tenfold < PerSecond) return;
          tenfold -= PerSecond;
          ++digit;
        };
        const auto twice = [&] {
          digit += digit;
          add(tenfold);
        };
        twice();
        twice();
        add(left);
        twice();
        result = result * 10 + digit;
        left = tenfold;
      }
      return result;
    }
  }

  Read read_;
  epoch epochs_[2]{};
  detail::atomic current_{0};  // 0: unknown, otherwise 1 + index of the epoch
};

static_assert(time_source<ticks<1000>>);

}  // namespace lineout::clocks
