// ring_state: what a message_ring consists of: its slots, what was counted, and who drains it.
#pragma once

#include <lineout/channels/detail/kept_message.hpp>
#include <lineout/channels/detail/slot_ring.hpp>
#include <lineout/channels/ring_options.hpp>
#include <lineout/detail/counter.hpp>

namespace lineout::detail {

// Everything is zero at first.
template <size_t Slots, size_t Bytes, typename Options> class ring_state {
 public:
  using options = Options;
  using content = kept_message<Bytes>;
  using ring_type = slot_ring<Slots, content, Options::alignment>;
  using take = typename ring_type::take;
  using counter = detail::counter<true>;
  static constexpr size_t slots = Slots;
  static constexpr size_t batch = Options::batch < Slots / 4 ? Options::batch : Slots >= 4 ? Slots / 4 : 1;
  static constexpr bool may_fork = !is_same<typename Options::process, one_process>;

  constexpr void lose(size_t count) {
    lost.add(count);
    untold.add(count);
  }
  constexpr size_t take_refused() { return refused_untold.value() == 0 ? 0 : refused_untold.take(); }

  // A drain's ticket; 0: another drain is under way.
  constexpr size_t begin_drain() {
    size_t seen = draining.load();
    return (seen & 1) == 0 && draining.compare_exchange(seen, seen + 1) ? seen + 1 : 0;
  }
  constexpr void end_drain(size_t ticket) { draining.compare_exchange(ticket, ticket + 1); }
  // The same after a panic: waits for the drain that is under way, and passes it over when it makes no progress all the
  // while. 0: it makes some, and will send everything.
  constexpr size_t begin_drain_in_panic() {
    const size_t ticket = begin_drain();
    return ticket != 0 ? ticket : pass_over();
  }

  constexpr void clear() {
    inherited.add(ring.count().finished);
    ring.clear();
    refused_untold.take();
    untold.take();
    told.store(0);
    in_vain.store(0);
    draining.store(0);
    passed_over.store(0);
    last = {};
  }
  // Finds out whether this process is a child of the one that used the ring before, and clears it then.
  constexpr void look_at_process() {
    if constexpr (may_fork)
      if (const size_t number = Options::process::number(); process.load() != number) [[unlikely]]
        enter_process(number);
  }

  ring_type ring;
  // The producers', when something is lost.
  alignas(Options::alignment) counter refused;
  counter refused_untold;
  counter left_out;
  atomic panicking;
  atomic process;
  // The consumer's, and of producers that overwrite.
  alignas(Options::alignment) counter lost;
  counter untold;
  counter sent;
  counter lost_later;
  counter notices;
  counter inherited;
  counter sent_again;  // what a panic has sent of another drain's
  atomic draining;     // odd: the ticket of the drain that is under way
  atomic told;         // how many losses the last thing sent reported; 0: it was no report
  atomic in_vain;      // 1: a report was lost
  atomic passed_over;  // 1: a drain was passed over, and may still use last
  kept_heading last{};

 private:
  [[gnu::noinline, gnu::cold]] constexpr size_t pass_over() {
    const size_t holder = draining.load();
    const size_t before = sent.value() + lost.value();
    size_t ticket = 0;
    const auto is_free = [&] { return (ticket = begin_drain()) != 0; };
    if (try_for<typename Options::timer>(Options::patience_in_panic, is_free, Options::relax)) return ticket;
    size_t seen = holder;
    if (sent.value() + lost.value() != before || !draining.compare_exchange(seen, holder + 2)) return 0;
    passed_over.store(1);
    return holder + 2;
  }

  [[gnu::noinline, gnu::cold]] constexpr void enter_process(size_t number) {
    constexpr size_t entering = ~size_t{0};
    size_t seen = process.load();
    if (seen != number && seen != entering && process.compare_exchange(seen, entering)) {
      if (seen != 0) clear();
      process.store(number);
    }
    while (process.load() == entering) Options::relax();
  }
};

}  // namespace lineout::detail
