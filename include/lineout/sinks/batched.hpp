// batched: collects records for a moment, and sends them together to the sink behind it.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/counter.hpp>
#include <lineout/detail/unset_array.hpp>
#include <lineout/locks/patience.hpp>
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
  // How long panic() waits for a call that is under way, in microseconds.
  static constexpr uint32_t patience_in_panic = 10000;
};

// What became of the records for which send() gave queued: their number is sent + lost + queued + inherited. Exact
// whenever no call is under way.
struct batched_counts {
  size_t sent = 0;       // handed on
  size_t lost = 0;       // by the sink; take_losses() says so
  size_t queued = 0;     // still here
  size_t inherited = 0;  // forgotten by clear_in_child(): a parent process sends them
};

// For loggers without a queue. A record is copied and answered with queued, and leaves in its order with others. Time is
// looked at in send() and poll() and nowhere else: where poll() is called every P microseconds, no record is held longer
// than Options::microseconds + P and the time that the sink takes. A record larger than Options::bytes goes straight on
// when those before it have left. A sink without send_all() is given one record after the other.
//
// Never waits or allocates beyond what the sink does. Its memory is its own, all zero at first. To send a batch takes
// 40 bytes of stack for each of Options::records, beside the sink's; in a panic records are sent one at a time, and that
// takes 200 bytes.
//
// For one context at a time. While a call is under way, send() from another context (an interrupt, a signal handler, a
// thread) loses its record, and poll() and flush() do nothing; locked<batched<...>, mutex> is for threads. panic() may
// interrupt a call: it waits for it for at most Options::patience_in_panic, and then passes it over. What is kept leaves
// at once, perhaps a second time if that call had it in hand, and from then on each record goes straight on.
// When a thread is cancelled in a call, the next call sends what that one had in hand. A thread that leaves a call by
// longjmp() leaves it under way, until panic() or clear_in_child(). Not to be copied: shared is for a logger that needs it by
// value.
template <sink Sink, timer Timer, typename Options = batched_options> class batched : public sink_decorator<Sink> {
  static_assert(Options::records > 0 && Options::records <= batch_limit,
                "lineout: a batch has 1 to batch_limit records");
  static_assert(Options::microseconds < 0x80000000, "lineout: a batch is kept for less than 2^31 microseconds");

 public:
  using sink_decorator<Sink>::headroom;
  using sink_decorator<Sink>::tailroom;

  constexpr explicit batched(Sink sink, Timer timer = {})
      : sink_decorator<Sink>{detail::move(sink)}, timer_{detail::move(timer)} {}
  batched(const batched&) = delete;
  batched& operator=(const batched&) = delete;

  constexpr outcome send(packet& bytes) {
    if (panicking_.load() != 0) return this->next().send(bytes);
    const call under_way{busy_};
    return under_way ? keep(bytes) : outcome::lost;
  }

  // A batch counts as one look. True: the sink has something left to do; a batch that is not due is nothing to do.
  constexpr bool poll(size_t budget) {
    if (panicking_.load() != 0) return this->next().poll(budget);
    const call under_way{busy_};
    if (!under_way) return true;
    if (budget > 0 && count_.load() != 0 && is_due(timer_.microseconds())) send_batch();
    return this->next().poll(budget);
  }

  constexpr void flush() {
    if (panicking_.load() != 0) return this->next().flush();
    const call under_way{busy_};
    if (!under_way) return;
    send_batch();
    this->next().flush();
  }

  constexpr void panic() {
    const bool waits = panicking_.exchange(1) == 0;
    this->next().panic();
    const auto is_free = [this] { return busy_.load() == 0 && busy_.exchange(1) == 0; };
    if (waits) detail::try_for<Timer>(Options::patience_in_panic, is_free, detail::pause);
    // Taken first, so that the call that is passed over does not count them too.
    const size_t count = count_.exchange(0);
    size_t lost = 0;
    for (size_t index = 0; index < count; ++index) {
      packet one = record(index);
      lost += this->next().send(one) == outcome::lost ? 1 : 0;
    }
    account(count, lost);
  }

  // How many records were lost after send() had answered for them, since this was last asked.
  constexpr size_t take_losses() {
    return (untold_.value() == 0 ? 0 : untold_.take()) + this->next().take_losses();
  }

  // Forgets every record and a call that is under way. While nobody else uses this: for a child of fork(), where what
  // is kept is the parent's to send.
  constexpr void clear_in_child() {
    inherited_.add(count_.exchange(0));
    untold_.take();
    busy_.store(0);
  }

  constexpr batched_counts counts() const { return {sent_.value(), lost_.value(), count_.load(), inherited_.value()}; }

 private:
  // A call that is under way, until it returns or its thread is cancelled.
  class call {
   public:
    constexpr explicit call(detail::atomic& busy) : busy_{busy}, mine_{busy.exchange(1) == 0} {}
    call(const call&) = delete;
    constexpr ~call() {
      if (mine_) busy_.store(0);
    }
    constexpr explicit operator bool() const { return mine_; }

   private:
    detail::atomic& busy_;
    bool mine_;
  };

  constexpr outcome keep(packet& bytes) {
    const size_t needed = headroom + bytes.size() + tailroom;
    if (needed > Options::bytes - used(count_.load())) send_batch();
    size_t count = count_.load();
    if (needed > Options::bytes - used(count)) return this->next().send(bytes);
    const uint32_t now = timer_.microseconds();
    if (count == 0) oldest_ = now;
    detail::copy(storage_ + used(count) + headroom, bytes.data(), bytes.size());
    ends_[count] = used(count) + needed;
    // Not so when a panic has come in between.
    if (size_t expected = count; !count_.compare_exchange(expected, count + 1)) return this->next().send(bytes);
    if (++count == Options::records || is_due(now) || panicking_.load() != 0) send_batch();
    return outcome::queued;
  }

  constexpr size_t used(size_t count) const { return count == 0 ? 0 : ends_[count - 1]; }
  constexpr bool is_due(uint32_t now) const { return now - oldest_ >= Options::microseconds; }

  constexpr void send_batch() {
    size_t count = count_.load();
    if (count == 0) return;
    const size_t lost = deliver(count);
    if (const size_t all = count; count_.compare_exchange(count, 0)) account(all, lost);
  }
  constexpr void account(size_t count, size_t lost) {
    sent_.add(count - lost);
    lost_.add(lost);
    untold_.add(lost);
  }

  constexpr packet record(size_t index) {
    const size_t begin = used(index);
    packet one{storage_ + begin, ends_[index] - begin, headroom};
    one.append(ends_[index] - begin - headroom - tailroom);
    return one;
  }
  // How many were lost.
  constexpr size_t deliver(size_t count) {
    size_t lost = 0;
    if constexpr (detail::sends_all<Sink>) {
      detail::unset_array<packet, Options::records> packets;
      outcome outcomes[Options::records];
      for (size_t index = 0; index < count; ++index) packets.set(index, record(index));
      this->next().send_all(packets.begin(), outcomes, count);
      for (size_t index = 0; index < count; ++index) lost += outcomes[index] == outcome::lost ? 1 : 0;
    } else {
      for (size_t index = 0; index < count; ++index) {
        packet one = record(index);
        lost += this->next().send(one) == outcome::lost ? 1 : 0;
      }
    }
    return lost;
  }

  [[no_unique_address]] Timer timer_;
  detail::atomic busy_;
  detail::atomic panicking_;
  detail::atomic count_;
  detail::counter<true> sent_;
  detail::counter<true> lost_;
  detail::counter<true> untold_;
  detail::counter<true> inherited_;
  uint32_t oldest_ = 0;
  size_t ends_[Options::records] = {};
  char storage_[Options::bytes] = {};
};

static_assert(sink<batched<stubs::sink, stubs::timer>>);

}  // namespace lineout
