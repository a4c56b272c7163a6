// sustained: several callers at full speed, and everything that they say delivered.
#pragma once

#include <memory>

#include "../emission.hpp"

namespace bench {

// How many messages the consumer has taken; it alone writes it.
inline std::atomic<size_t> taken{0};
inline void take(size_t count) {
  taken.store(taken.load(std::memory_order_relaxed) + count, std::memory_order_release);
}

// From the first call until the last message has been taken. operation(caller, number) says one.
template <typename Operation>
contender& add_sustained(suite& all, const std::string& name, kind what, unsigned callers, size_t messages,
                         Operation operation, consumer::work drain) {
  const auto threads = std::make_shared<crew>(callers);
  const auto once = [threads, messages, operation, drain] {
    the_consumer().does(drain);
    const size_t before = taken.load();
    threads->do_all([&](unsigned caller) {
      if (threads->size() == 1) pin(0);
      for (size_t number = caller; number < messages; number += threads->size()) operation(caller, number);
    });
    if (!eventually([&] { return taken.load() - before >= messages; })) {
      std::fprintf(stderr, "sustained: %zu messages of %zu have come\n", taken.load() - before, messages);
      std::exit(1);
    }
  };
  return all.add(name, what, once).messages(messages).uncounted().at_end([](row& out) {
    out.set("messages_per_second", 1e9 / out.value_of("median_ns"));
  });
}

inline std::string with_callers(std::string name, unsigned callers) {
  return callers == 1 ? name : name + ", " + std::to_string(callers) + " producers";
}

}  // namespace bench
