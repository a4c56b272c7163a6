// sustained: messages formatted by one, two and four callers, queued, framed and handed to a null sink by a live
// consumer, as fast as it goes: every message exactly once, or lost, counted and told.
#include "sustained/sustained.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "queued/bare_ring.hpp"

namespace {

using bench::kind;

// Which numbers have come, and what was told; looked at where it is not the speed that matters.
struct account {
  std::vector<unsigned char> seen;
  size_t messages = 0;
  size_t doubled = 0;
  size_t strange = 0;
  size_t told_lost = 0;

  explicit account(size_t numbers) : seen(numbers) {}
  size_t missing() const { return seen.size() - messages; }

  void look(std::string_view line) {
    constexpr std::string_view before = " rx ";
    const size_t at = line.find(before);
    size_t number = 0;
    if (at != line.npos) {
      std::from_chars(line.data() + at + before.size(), line.data() + line.size(), number);
      if (number >= seen.size() || line.find("]: Connect: ppp0 <--> ether1 unit ") == line.npos) ++strange;
      else if (seen[number]++ != 0) ++doubled;
      else ++messages;
    } else if (const size_t told = line.find("]: "); told != line.npos && line.find(" lost", told) != line.npos) {
      std::from_chars(line.data() + told + 3, line.data() + line.size(), number);
      told_lost += number;
    } else {
      ++strange;
    }
  }
};

account* looking = nullptr;
uint64_t slowness_ns = 0;

// Counts, and looks only if asked to.
struct counting : lineout::sink_base {
  lineout::outcome send(lineout::packet& bytes) {
    lineout::outcome result = lineout::outcome::sent;
    send_all(&bytes, &result, 1);
    return result;
  }
  void send_all(lineout::packet* packets, lineout::outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) {
      bench::use(packets[index].data(), packets[index].size());
      outcomes[index] = lineout::outcome::sent;
      if (looking == nullptr) continue;
      looking->look({packets[index].data(), packets[index].size()});
      for (const uint64_t end = bench::now_ns() + slowness_ns; bench::now_ns() < end;) continue;
    }
    bench::take(count);
  }
};

struct waiting : lineout::ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::wait;
  static constexpr lineout::uint32_t patience = lineout::forever;
  static void relax() { sched_yield(); }
};
struct dropping : lineout::ring_options {};
struct overwriting : lineout::ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::overwrite_oldest;
};

using framed = lineout::framed<lineout::cached<lineout::rfc3164>, counting>;
template <typename Options> struct queue {
  using ring = lineout::message_ring<1024, 256, Options>;
  static inline ring memory;
  static inline lineout::logger<lineout::queued<framed, ring>, bench::reference_options> log{
      lineout::queued<framed, ring>{framed{}, memory}, bench::origin};
  static size_t drain() { return log.channel().drain(); }
  static void line(unsigned caller, size_t number) {
    const bench::reference_arguments& a = bench::arguments;
    log.warning("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, caller, number, a.sent);
  }
};

std::string not_exactly_once(unsigned callers) {
  constexpr size_t count = 100'000;
  account seen{count};
  bench::crew threads{callers};
  bench::the_consumer().rests();
  looking = &seen;
  bench::the_consumer().does(queue<waiting>::drain);
  threads.do_all([callers](unsigned caller) {
    for (size_t number = caller; number < count; number += callers) queue<waiting>::line(caller, number);
  });
  bench::eventually([] { return queue<waiting>::log.channel().counts().queued == 0; });
  bench::the_consumer().rests();
  looking = nullptr;
  if (seen.messages == count && seen.doubled == 0 && seen.strange == 0) return {};
  return std::to_string(seen.missing()) + " missing, " + std::to_string(seen.doubled) + " doubled, " +
         std::to_string(seen.strange) + " strange";
}

// A consumer that needs two microseconds for each message, and four callers that do not care. What is counted as lost,
// what is told in-band and what is missing must be the same.
template <typename Queue> void lose(bench::row& out, double) {
  constexpr size_t count = 200'000;
  constexpr unsigned callers = 4;
  account seen{count};
  bench::crew threads{callers};
  looking = &seen;
  slowness_ns = 2000;
  bench::the_consumer().does(Queue::drain);
  const auto begin = bench::now_ns();
  threads.do_all([](unsigned caller) {
    for (size_t number = caller; number < count; number += callers) Queue::line(caller, number);
  });
  const auto took = bench::now_ns() - begin;
  bench::eventually([] { return Queue::log.channel().counts().queued == 0; });
  bench::the_consumer().rests();
  slowness_ns = 0;
  looking = nullptr;
  const lineout::ring_counts counts = Queue::log.channel().counts();
  const size_t lost = counts.lost + counts.refused;
  out.set("median_ns", static_cast<double>(took) / count).set("made", static_cast<double>(count));
  out.set("lost", static_cast<double>(lost)).set("told_lost", static_cast<double>(seen.told_lost));
  out.set("missing", static_cast<double>(seen.missing()));
  if (lost == seen.missing() && seen.told_lost == lost && seen.doubled == 0 && seen.strange == 0) return;
  std::fprintf(stderr, "sustained: %zu counted as lost, %zu told, %zu missing, %zu doubled, %zu strange\n", lost,
               seen.told_lost, seen.missing(), seen.doubled, seen.strange);
  std::exit(1);
}

bench::bare_ring<1024> bare;
size_t drain_bare() {
  const size_t count = bare.drain([](const char* data, size_t size) { bench::use(data, size); });
  if (count != 0) bench::take(count);
  return count;
}

}  // namespace

int main(int count, char** arguments) {
  bench::suite all{"sustained", count, arguments};
  constexpr size_t messages = 40'000;
  for (const unsigned callers : {1U, 2U, 4U})
    bench::add_sustained(all, bench::with_callers("lineout", callers), kind::lineout, callers, messages,
                         queue<waiting>::line, queue<waiting>::drain)
        .check([callers] { return not_exactly_once(callers); });
  const std::string line = bench::line_of(bench::line_size);
  bench::add_sustained(
      all, "floor, text", kind::floor, 1, messages,
      [&line](unsigned, size_t) {
        std::memcpy(bare.claim(), line.data(), bench::line_size);
        bare.publish(bench::line_size);
      },
      drain_bare);
  all.add_whole("lineout, drops the newest", kind::lineout, 0.05, lose<queue<dropping>>);
  all.add_whole("lineout, overwrites the oldest", kind::lineout, 0.05, lose<queue<overwriting>>);
  const int status = all.run();
  bench::the_consumer().rests();
  return status;
}
