// queued: one way to hand a message to another thread, and what a single call of it costs.
#pragma once

#include <memory>

#include "../emission.hpp"

namespace bench {

// How many messages the consumer has delivered; it alone writes it.
inline std::atomic<size_t> delivered_count{0};
inline void count_delivered() {
  delivered_count.store(delivered_count.load(std::memory_order_relaxed) + 1, std::memory_order_release);
}

// Between two of these nothing is on its way, and the ring's lines are where the consumer left them.
constexpr size_t burst = 64;

// Bursts of calls while the consumer does its work, and as many single calls, each timed. delivered(): how many messages
// have reached their end. singles: how many single calls, where 64 take too long.
template <typename Operation>
contender& add_queued(
    suite& all, std::string_view name, kind what, Operation operation, consumer::work drain,
    size_t (*delivered)() = [] { return delivered_count.load(); }, size_t singles = burst) {
  struct state {
    histogram calls;
    size_t expected = 0;
    size_t before = 0;
  };
  const auto kept = std::make_shared<state>();
  const auto settle = [kept, delivered] { eventually([&] { return delivered() - kept->before >= kept->expected; }); };
  contender& made = all.add(name, what, [operation, kept]() mutable {
    operation();
    ++kept->expected;
  });
  made.around(
      burst,
      [kept, drain, delivered] {
        the_consumer().does(drain);
        kept->before = delivered();
        kept->expected = 0;
      },
      [kept, settle, operation, singles]() mutable {
        settle();
        for (size_t call = 0; call < singles; ++call) {
          const uint64_t start = ticks();
          operation();
          kept->calls.add(ticks() - start);
          ++kept->expected;
        }
        settle();
      });
  return made.uncounted().at_end([kept](row& out) { kept->calls.tell(out); });
}

}  // namespace bench
