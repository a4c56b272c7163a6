// No call waits longer than it says: the longest call of each part that waits is measured, beside busy threads and
// under a storm of signals, and printed.
#include <lineout/posix.hpp>

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr origin here{"host", "app"};

// What a loaded machine may add to a wait.
constexpr long allowance = 400000;

long now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

// Four busy threads, and a signal to this one every 100 microseconds.
class load {
 public:
  load() : target_{pthread_self()} {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    sigaction(SIGUSR2, &action, &before_);
    for (int thread = 0; thread < 4; ++thread)
      threads_.emplace_back([this] {
        while (!done_) continue;
      });
    threads_.emplace_back([this] {
      while (!done_) {
        pthread_kill(target_, SIGUSR2);
        usleep(100);
      }
    });
  }
  ~load() {
    done_ = true;
    for (std::thread& one : threads_) one.join();
    sigaction(SIGUSR2, &before_, nullptr);
  }
  load(const load&) = delete;

 private:
  pthread_t target_;
  std::atomic<bool> done_{false};
  std::vector<std::thread> threads_;
  struct sigaction before_ {};
};

struct idle {
  idle() {}
};

// How long a call took at least and at most, of several.
struct range {
  long least = 1L << 40;
  long most = 0;
};
template <typename Call> range measured(int times, Call call) {
  range result;
  for (int time = 0; time < times; ++time) {
    const long before = now();
    call();
    const long took = now() - before;
    result.least = took < result.least ? took : result.least;
    result.most = took > result.most ? took : result.most;
  }
  return result;
}
void print(const char* what, const char* where, const range& took, long bound) {
  std::printf("%s, %s: %ld to %ld us of %ld\n", what, where, took.least, took.most, bound);
}

// Holds what it is given until the end, in a thread of its own.
template <typename Sink> class holder {
 public:
  explicit holder(Sink& sink)
      : thread_{[this, &sink] {
          sink.with([this](auto&) {
            held_ = true;
            while (!done_) usleep(1000);
          });
        }} {
    while (!held_) usleep(100);
  }
  ~holder() {
    done_ = true;
    thread_.join();
  }
  holder(const holder&) = delete;

 private:
  std::atomic<bool> held_{false};
  std::atomic<bool> done_{false};
  std::thread thread_;
};

template <typename Around, typename Lock> void a_lock_is_waited_for(const char* what, const char* where) {
  locked<null, Lock, 30000> sink;
  const holder held{sink};
  const Around around;
  packet nothing;
  const range before = measured(4, [&] { CHECK(sink.send(nothing) == outcome::lost); });
  print(what, where, before, 30000);
  CHECK(before.least >= 30000);
  CHECK(before.most <= 30000 + allowance);
  const range panic = measured(1, [&] { sink.panic(); });
  print(what, "panic()", panic, 30000);
  CHECK(panic.most <= 30000 + allowance);
  const range after = measured(100, [&] { CHECK(sink.send(nothing) == outcome::sent); });
  print(what, "after a panic", after, 0);
  CHECK(after.least < 1000);
}

struct patient : posix::ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::wait;
  static constexpr uint32_t patience = 30000;
  static constexpr uint32_t patience_in_panic = 50000;
};

template <typename Around> void a_slot_is_waited_for(const char* where) {
  const auto ring = std::make_unique<message_ring<2, 128, patient>>();
  using channel_type = queued<framed<local, null>, message_ring<2, 128, patient>>;
  logger<channel_type, options> log{channel_type{framed<local, null>{}, *ring}, here};
  log.info("1");
  log.info("2");
  const Around around;
  const range took = measured(4, [&] { log.info("3"); });
  print("a full ring", where, took, 30000);
  CHECK(took.least >= 30000);
  CHECK(took.most <= 30000 + allowance);
  CHECK(ring->counts().refused == 4);
}

struct stuck : sink_base {
  std::atomic<bool>* entered;
  std::atomic<bool>* leaves;
  stuck(std::atomic<bool>* in, std::atomic<bool>* out) : entered{in}, leaves{out} {}
  outcome send(packet&) {
    if (!entered->exchange(true))
      while (!*leaves) usleep(1000);
    return outcome::sent;
  }
};

template <typename Around> void a_dead_drain_is_waited_for_once(const char* where) {
  std::atomic<bool> entered{false}, leaves{false};
  const auto ring = std::make_unique<message_ring<8, 128, patient>>();
  using channel_type = queued<framed<local, stuck>, message_ring<8, 128, patient>>;
  logger<channel_type, options> log{channel_type{framed<local, stuck>{stuck{&entered, &leaves}}, *ring}, here};
  log.info("1");
  std::thread drain{[&] { log.channel().drain(); }};
  while (!entered) usleep(100);
  {
    const Around around;
    const range panic = measured(1, [&] { log.panic(); });
    print("a drain that is stuck", where, panic, 50000);
    CHECK(panic.least >= 50000);
    CHECK(panic.most <= 50000 + allowance);
    const range after = measured(100, [&] { log.info("2"); });
    print("a drain that is stuck", "after a panic", after, 0);
    CHECK(after.least < 1000);
    CHECK(after.most <= allowance);
  }
  leaves = true;
  drain.join();
}

using timed_spin = locks::timed_spin<posix::monotonic_timer>;

}  // namespace

TEST_CASE("a lock is waited for as long as it says, on an idle and on a busy machine, and in a panic once") {
  a_lock_is_waited_for<idle, posix::mutex>("a mutex", "idle");
  a_lock_is_waited_for<load, posix::mutex>("a mutex", "busy, with signals");
  a_lock_is_waited_for<idle, timed_spin>("a spin lock", "idle");
  a_lock_is_waited_for<load, timed_spin>("a spin lock", "busy, with signals");
}

TEST_CASE("a slot is waited for as long as the options say, on an idle and on a busy machine") {
  a_slot_is_waited_for<idle>("idle");
  a_slot_is_waited_for<load>("busy, with signals");
}

TEST_CASE("a drain that is stuck is waited for once, on an idle and on a busy machine") {
  a_dead_drain_is_waited_for_once<idle>("idle");
  a_dead_drain_is_waited_for_once<load>("busy, with signals");
}

TEST_CASE("a thread that holds a mutex is not waited for by itself") {
  locked<null, posix::mutex, 2000000> sink;
  sink.with([&](null&) {
    packet nothing;
    const range took = measured(1, [&] { CHECK(sink.send(nothing) == outcome::lost); });
    CHECK(took.most < 1000000);
  });
}
