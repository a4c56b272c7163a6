// Threads that go on logging after a panic: no line is made of two messages, none leaves twice without a word, none is
// missing. LINEOUT_PANIC_LINES=10000000 in the environment is the long run.
#include <lineout/posix.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "support/stress.hpp"

using namespace lineout;

namespace {

constexpr origin here{"host", "app"};
constexpr size_t threads = 12;

// Reads each record back: "n.c xxxx", where the letters depend on the thread and the call. For several contexts.
class reading : public sink_base {
 public:
  struct account {
    std::vector<std::vector<std::atomic<unsigned char>>> seen;
    std::atomic<size_t> mixed{0};
    std::atomic<size_t> notices{0};
    std::atomic<size_t> told_again{0};
    std::atomic<size_t> told_lost{0};
    explicit account(size_t calls) : seen(threads) {
      for (auto& one : seen) one = std::vector<std::atomic<unsigned char>>(calls);
    }
  };
  explicit reading(account& to) : to_{&to} {}

  static text letters(size_t thread, size_t call) {
    return {alphabet + (thread * 7 + call) % 26, 3 + (thread + call) % 23};
  }
  outcome send(packet& bytes) {
    const std::string record{bytes.data(), bytes.size()};
    size_t thread = 0, call = 0;
    int used = 0;
    if (std::sscanf(record.c_str(), "<14>app: %zu.%zu %n", &thread, &call, &used) == 2 && used > 0) {
      const text expected = thread < threads ? letters(thread, call) : text{};
      const bool right = thread < threads && call < to_->seen[thread].size() &&
                         record.substr(static_cast<size_t>(used)) == std::string{expected.data(), expected.size()};
      if (right) ++to_->seen[thread][call];
      else complain(record);
    } else if (std::sscanf(record.c_str(), "<12>app: %zu message%*[s ]%n", &call, &used) == 1) {
      ++to_->notices;
      if (record.find("sent again") != std::string::npos) to_->told_again += call;
      else if (record.find("lost") != std::string::npos) to_->told_lost += call;
    } else {
      complain(record);
    }
    return outcome::sent;
  }

 private:
  static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";

  void complain(const std::string& record) {
    if (to_->mixed++ < 5) std::fprintf(stderr, "not a line of anybody's: %s\n", record.c_str());
  }
  account* to_;
};

template <typename Options> void goes_on_after_a_panic(size_t lines) {
  const size_t calls = lines / threads;
  const auto seen = std::make_unique<reading::account>(calls);
  using ring_type = message_ring<16, 384, Options>;
  using channel_type = queued<framed<cached<local>, reading>, ring_type>;
  const auto ring = std::make_unique<ring_type>();
  logger<channel_type, options> log{channel_type{framed<cached<local>, reading>{reading{*seen}}, *ring}, here};
  std::atomic<size_t> made{0};
  std::atomic<long> longest{0};
  std::vector<std::thread> all;
  for (size_t thread = 0; thread < threads; ++thread)
    all.emplace_back([&, thread] {
      for (size_t call = 0; call < calls; ++call) {
        const bool after = log.channel().ring().panicking();
        const auto before = std::chrono::steady_clock::now();
        log.info("{}.{} {}", thread, call, reading::letters(thread, call));
        const long took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - before).count();
        for (long most = longest; after && took > most && !longest.compare_exchange_weak(most, took);) continue;
        ++made;
      }
    });
  {
    const posix::poll_thread thread{log};
    while (made < lines / 20) std::this_thread::yield();
    log.panic();
    for (std::thread& one : all) one.join();
  }
  log.panic();

  // What was called, and what arrived, counted here.
  size_t arrived = 0, doubled = 0;
  for (const auto& of_thread : seen->seen)
    for (const auto& count : of_thread) {
      arrived += count != 0 ? 1 : 0;
      doubled += count > 1 ? count - 1 : 0;
    }
  std::printf("panic: %zu calls, %zu arrived, %zu lost, %zu mixed, %zu doubled of %zu told; longest call after it %ld us\n",
              calls * threads, arrived, seen->told_lost.load(), seen->mixed.load(), doubled, seen->told_again.load(),
              longest.load());
  CHECK(seen->mixed == 0);
  CHECK(doubled <= seen->told_again);
  CHECK(arrived + seen->told_lost == calls * threads);
  CHECK(ring->counts().queued == 0);
  CHECK(ring->counts().unfinished == 0);
}

struct waiting : posix::ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::wait;
  static constexpr uint32_t patience = forever;
};
struct waits_long : waiting {
  static constexpr uint32_t patience_in_panic = 2000000;
};
// Drains are passed over all the time.
struct waits_not : waiting {
  static constexpr uint32_t patience_in_panic = 0;
};

}  // namespace

TEST_CASE("threads that go on after a panic send each message once") {
  goes_on_after_a_panic<waits_long>(stress_count("LINEOUT_PANIC_LINES", 100000));
}

TEST_CASE("drains that are passed over although they live mix no two messages") {
  goes_on_after_a_panic<waits_not>(stress_count("LINEOUT_PANIC_LINES", 100000) / 4);
}
