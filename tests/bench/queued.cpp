// queued: what the caller pays for a message that another thread delivers: a log.warning(...) into a ring, with a
// consumer on the other processor that drains it.
#include "queued/queued.hpp"

#include <optional>

#include "queued/bare_ring.hpp"

namespace {

using bench::kind;

struct counting : bench::delivering {
  lineout::outcome send(lineout::packet& bytes) {
    const lineout::outcome result = bench::delivering::send(bytes);
    bench::count_delivered();
    return result;
  }
  void send_all(lineout::packet* packets, lineout::outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
  }
};
using framed = lineout::framed<lineout::cached<lineout::rfc3164>, counting>;
using ring = lineout::message_ring<1024, 256>;
using logger = lineout::logger<lineout::queued<framed, ring>, bench::reference_options>;

ring memory;
logger log{lineout::queued<framed, ring>{framed{}, memory}, bench::origin};
size_t drain() { return log.channel().drain(); }

lineout::logger<lineout::framed<lineout::cached<lineout::rfc3164>, bench::delivering>, bench::reference_options> direct{
    lineout::framed<lineout::cached<lineout::rfc3164>, bench::delivering>{}, bench::origin};

template <typename Logger> void call(Logger& to) {
  const bench::reference_arguments& a = bench::arguments;
  to.warning("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
}
void line() { call(log); }

ring drained_later;
logger log_drained_later{lineout::queued<framed, ring>{framed{}, drained_later}, bench::origin};
ring kept_full;
logger log_kept_full{lineout::queued<framed, ring>{framed{}, kept_full}, bench::origin};
bench::full_queue<logger> full{log_kept_full};

// What a logger with a queue allocates until its first message is delivered.
size_t allocations_at_start() {
  static std::optional<ring> fresh_memory;
  static std::optional<logger> fresh;
  return bench::allocations_during([] {
    fresh_memory.emplace();
    fresh.emplace(lineout::queued<framed, ring>{framed{}, *fresh_memory}, bench::origin);
    call(*fresh);
    fresh->channel().drain();
  });
}

// The arguments as they stand, with the lengths of the texts in front, as a library stores them that formats later.
bench::bare_ring<1024> bare;
size_t drain_bare() {
  return bare.drain([](const char* data, size_t size) {
    bench::use(data, size);
    bench::count_delivered();
  });
}
void bare_text() {
  static const std::string text = bench::line_of(bench::line_size);
  std::memcpy(bare.claim(), text.data(), bench::line_size);
  bare.publish(bench::line_size);
}
void bare_arguments() {
  const bench::reference_arguments& a = bench::arguments;
  char* const begin = bare.claim();
  char* at = begin;
  const auto put = [&at](const void* data, size_t size) {
    std::memcpy(at, data, size);
    at += size;
  };
  for (const std::string_view text : {a.from, a.to}) {
    const uint32_t size = static_cast<uint32_t>(text.size());
    put(&size, sizeof size);
    put(text.data(), size);
  }
  put(&a.unit, sizeof a.unit);
  put(&a.received, sizeof a.received);
  put(&a.sent, sizeof a.sent);
  bare.publish(static_cast<size_t>(at - begin));
}

// Several callers: each takes its bursts when everything has been delivered, and times its calls.
void measure_producers(unsigned count, bench::row& out, double seconds) {
  bench::crew callers{count};
  bench::the_consumer().does(drain);
  std::vector<bench::samples> means(count);
  std::vector<bench::histogram> calls(count);
  const uint64_t end = bench::now_ns() + static_cast<uint64_t>(seconds * 1e9);
  std::atomic<size_t> made{bench::delivered_count.load()};
  callers.do_all([&](unsigned number) {
    bench::pin(number % 2 == 0 ? 0 : 1);
    const auto settle = [&] { bench::eventually([&] { return bench::delivered_count.load() >= made.load(); }); };
    while (bench::now_ns() < end) {
      settle();
      made += bench::burst;
      const uint64_t start = bench::ticks();
      for (size_t call = 0; call < bench::burst; ++call) line();
      means[number].add(static_cast<double>(bench::ticks() - start) * bench::ns_per_tick() / bench::burst);
      settle();
      made += bench::burst;
      for (size_t call = 0; call < bench::burst; ++call) {
        const uint64_t before = bench::ticks();
        line();
        calls[number].add(bench::ticks() - before);
      }
    }
  });
  bench::samples all;
  bench::histogram single;
  for (unsigned number = 0; number < count; ++number) all.add(means[number]), single.add(calls[number]);
  out.set("median_ns", all.median()).set("low_ns", all.percentile(10)).set("high_ns", all.percentile(90));
  single.tell(out);
}

}  // namespace

int main(int count, char** arguments) {
  bench::suite all{"queued", count, arguments};
  const size_t at_start = allocations_at_start();
  bench::add_queued(all, "lineout", kind::lineout, line, drain)
      .set("allocations_at_start", static_cast<double>(at_start))
      .check([] {
        return bench::not_the_line([] {
          line();
          drain();
        });
      });
  // The same without a consumer at the same time: what the instructions are counted of.
  all.add("lineout, drained later", kind::lineout, [] { call(log_drained_later); })
      .around(
          bench::burst, [] { bench::the_consumer().rests(); }, [] { log_drained_later.channel().drain(); });
  // What the consumer does for each: takes it, frames it, gives its slot back.
  all.add("lineout, the consumer's part", kind::lineout, [] { full.drain(); })
      .messages(64)
      .around(16,
              [] {
                bench::the_consumer().rests();
                full.fill();
              },
              {});
  all.add("lineout, direct", kind::lineout, [] { call(direct); });
  bench::add_queued(all, "floor, text", kind::floor, bare_text, drain_bare);
  bench::add_queued(all, "floor, arguments", kind::floor, bare_arguments, drain_bare);
  // What is in every single call's figure: reading the processor's clock twice.
  all.add("floor, clock", kind::floor, [] {
    const uint64_t start = bench::ticks();
    bench::use(&start, sizeof start);
    const uint64_t end = bench::ticks();
    bench::use(&end, sizeof end);
  });
  for (const unsigned producers : {2U, 4U})
    all.add_whole("lineout, " + std::to_string(producers) + " producers", kind::lineout, 0.1,
                  [producers](bench::row& out, double seconds) { measure_producers(producers, out, seconds); });
  const int status = all.run();
  bench::the_consumer().rests();
  return status;
}
