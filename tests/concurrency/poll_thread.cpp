// Threads that log while another one polls: every message leaves once, and what is counted is what was seen.
#include <lineout/posix.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr origin here{"host", "app"};
constexpr size_t threads = 4;
constexpr size_t calls = 5000;

struct counting : lineout::sink_base {
  size_t* records;  // one context at a time has it
  size_t* batches;
  outcome send(packet&) { return ++*records, outcome::sent; }
  void send_all(packet*, outcome* outcomes, size_t count) {
    *records += count;
    ++*batches;
    for (size_t index = 0; index < count; ++index) outcomes[index] = outcome::sent;
  }
};

struct often : posix::poll_thread_options {
  static constexpr uint32_t microseconds = 50;
};

template <typename Log> void log_from_threads(Log& log) {
  std::vector<std::thread> all;
  for (size_t number = 0; number < threads; ++number)
    all.emplace_back([&log, number] {
      for (size_t call = 0; call < calls; ++call) log.info("thread {} call {}", number, call);
    });
  for (std::thread& one : all) one.join();
}

}  // namespace

TEST_CASE("a thread drains a queue that others fill, and stop leaves nothing in it") {
  static message_ring<256, 256> ring;
  size_t records = 0;
  size_t batches = 0;
  logger log{queued{framed{rfc3164{}, counting{{}, &records, &batches}}, ring}, here};
  {
    posix::poll_thread<decltype(log), often> thread{log};
    REQUIRE(thread);
    log_from_threads(log);
    thread.stop();
  }
  const ring_counts all = ring.counts();
  CHECK(all.queued == 0);
  CHECK(all.lost == 0);
  CHECK(all.sent + all.refused == threads * calls);
  CHECK(records == all.sent + all.notices);
  const counts of_log = log.counts();
  CHECK(of_log.accepted == of_log.sent + of_log.lost + of_log.queued);
  CHECK(of_log.queued == all.sent);
}

TEST_CASE("a thread polls a batched sink that others fill within a lock, and stop leaves nothing in it") {
  size_t records = 0;
  size_t batches = 0;
  locked<batched<counting, posix::monotonic_timer>, posix::mutex, forever> sink{counting{{}, &records, &batches}};
  logger log{shared{sink}, here};
  {
    posix::poll_thread<decltype(log), often> thread{log};
    REQUIRE(thread);
    log_from_threads(log);
  }
  batched_counts all;
  sink.with([&](auto& inner) { all = inner.counts(); });
  CHECK(all.sent == threads * calls);
  CHECK(all.queued + all.lost == 0);
  CHECK(records == threads * calls);
  CHECK(batches <= threads * calls);
  CHECK(log.counts().queued == threads * calls);
}

TEST_CASE("without a lock threads lose records, whole and counted") {
  size_t records = 0;
  size_t batches = 0;
  batched<counting, posix::monotonic_timer> sink{counting{{}, &records, &batches}};
  logger log{shared{sink}, here};
  {
    posix::poll_thread<decltype(log), often> thread{log};
    log_from_threads(log);
  }
  const counts of_log = log.counts();
  const batched_counts all = sink.counts();
  CHECK(of_log.accepted == of_log.sent + of_log.lost + of_log.queued);
  CHECK(of_log.queued == all.sent + all.queued);
  CHECK(all.queued == 0);
  CHECK(all.lost == 0);
  CHECK(records == all.sent);
}
