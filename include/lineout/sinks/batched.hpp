// batched: a sink around a sink that keeps records for a moment and hands them on many at a time.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/counter.hpp>
#include <lineout/locks/spin.hpp>
#include <lineout/sinks/sink_decorator.hpp>

namespace lineout {

// When a batch leaves: at the first of these, or at flush(). Derive from it and override what differs.
struct batched_options {
  // So many records: 1 to batch_limit.
  static constexpr size_t records = batch_limit;
  // The oldest record is so old (under 2^31). 0: nothing is kept.
  static constexpr uint32_t microseconds = 1000;
  // The next record finds no room in so many bytes. Each takes the sink's rooms besides its own size.
  static constexpr size_t bytes = 16384;
};

// What became of the records for which send() gave queued: their number is the sum. Exact whenever no call is under
// way.
struct batched_counts {
  size_t sent = 0;    // handed on
  size_t lost = 0;    // by the sink
  size_t queued = 0;  // still here
};

// For loggers without a queue: what is sent is copied, is queued, and leaves in its order with others. Time is looked
// at in send() and poll() and nowhere else, so that where poll() is called every P microseconds none is held longer
// than Options::microseconds + P and the time that the sink takes. A record larger than Options::bytes goes straight on
// when those before it have left. A sink without send_all() is handed one after the other.
//
// Never waits or allocates beyond what the sink does; its memory is its own, all zero at first. For one context at a
// time: of a second one that comes in the middle of a call (an interrupt, a signal handler, a thread), a record is
// lost, and poll() and flush() do nothing; locked<batched<...>, mutex> is for threads. panic() may come in the middle:
// it gives that call a bounded time to end and then passes it over. What is kept leaves at once, perhaps a second time
// if that call had it in hand, and from then on each record goes straight on. Not to be copied: shared is for whoever
// needs it by value.
template <sink Sink, timer Timer, typename Options = batched_options> class batched : public sink_decorator<Sink> {
  static_assert(Options::records > 0 && Options::records <= batch_limit,
                "lineout: a batch has 1 to batch_limit records");
  static_assert(Options::microseconds < 0x80000000, "lineout: a batch is kept for less than 2^31 microseconds");

 public:
  using sink_decorator<Sink>::headroom;
  using sink_decorator<Sink>::tailroom;

  constexpr explicit batched(Sink sink, Timer timer = {})
      : sink_decorator<Sink>{detail::move(sink)}, timer_{static_cast<Timer&&>(timer)} {}
  batched(const batched&) = delete;
  batched& operator=(const batched&) = delete;

  constexpr outcome send(packet& bytes) {
    if (panicking_.load() != 0) return this->next().send(bytes);
    if (busy_.exchange(1) != 0) return outcome::lost;
    const outcome result = keep(bytes);
    busy_.store(0);
    return result;
  }

  // A batch counts as one look. True: the sink has something left to do; a batch that is not due is nothing to do.
  constexpr bool poll(size_t budget) {
    const bool panicking = panicking_.load() != 0;
    if (!panicking && busy_.exchange(1) != 0) return true;
    if (!panicking && budget > 0 && count_.load() != 0 && is_due(timer_.microseconds())) hand_on();
    const bool left = this->next().poll(budget);
    if (!panicking) busy_.store(0);
    return left;
  }

  constexpr void flush() {
    const bool panicking = panicking_.load() != 0;
    if (!panicking && busy_.exchange(1) != 0) return;
    if (!panicking) hand_on();
    this->next().flush();
    if (!panicking) busy_.store(0);
  }

  constexpr void panic() {
    constexpr size_t most_looks = 100000;
    panicking_.store(1);
    this->next().panic();
    for (size_t look = 0; look < most_looks && (busy_.load() != 0 || busy_.exchange(1) != 0); ++look) detail::pause();
    // Taken first, so that whoever is passed over does not count them too.
    if (const size_t count = count_.exchange(0); count != 0) account(count, deliver(count));
  }

  constexpr size_t take_losses() { return unreported_.take() + this->next().take_losses(); }

  constexpr batched_counts counts() const { return {sent_.value(), lost_.value(), count_.load()}; }

 private:
  constexpr outcome keep(packet& bytes) {
    const size_t needed = headroom + bytes.size() + tailroom;
    if (needed > Options::bytes - used(count_.load())) hand_on();
    size_t count = count_.load();
    if (needed > Options::bytes - used(count)) return this->next().send(bytes);
    const uint32_t now = timer_.microseconds();
    if (count == 0) oldest_ = now;
    detail::copy(storage_ + used(count) + headroom, bytes.data(), bytes.size());
    ends_[count] = used(count) + needed;
    // Not so when a panic has come in between.
    if (size_t expected = count; !count_.compare_exchange(expected, count + 1)) return this->next().send(bytes);
    if (++count == Options::records || is_due(now) || panicking_.load() != 0) hand_on();
    return outcome::queued;
  }

  constexpr size_t used(size_t count) const { return count == 0 ? 0 : ends_[count - 1]; }
  constexpr bool is_due(uint32_t now) const { return now - oldest_ >= Options::microseconds; }

  constexpr void hand_on() {
    size_t count = count_.load();
    if (count == 0) return;
    const size_t lost = deliver(count);
    if (const size_t all = count; count_.compare_exchange(count, 0)) account(all, lost);
  }
  constexpr void account(size_t count, size_t lost) {
    sent_.add(count - lost);
    lost_.add(lost);
    unreported_.add(lost);
  }

  // How many were lost.
  constexpr size_t deliver(size_t count) {
    packet packets[Options::records];
    outcome outcomes[Options::records]{};
    for (size_t index = 0; index < count; ++index) {
      const size_t begin = used(index);
      packets[index] = packet{storage_ + begin, ends_[index] - begin, headroom};
      packets[index].append(ends_[index] - begin - headroom - tailroom);
    }
    if constexpr (detail::sends_all<Sink>) this->next().send_all(packets, outcomes, count);
    else
      for (size_t index = 0; index < count; ++index) outcomes[index] = this->next().send(packets[index]);
    size_t lost = 0;
    for (size_t index = 0; index < count; ++index) lost += outcomes[index] == outcome::lost ? 1 : 0;
    return lost;
  }

  [[no_unique_address]] Timer timer_;
  detail::atomic busy_;
  detail::atomic panicking_;
  detail::atomic count_;
  detail::counter<true> sent_;
  detail::counter<true> lost_;
  detail::counter<true> unreported_;
  uint32_t oldest_ = 0;
  size_t ends_[Options::records] = {};
  char storage_[Options::bytes] = {};
};

static_assert(sink<batched<stubs::sink, stubs::timer>>);

}  // namespace lineout
