// Threads that are cancelled in the middle of a call leave no drain, lock or batch behind that nobody can use.
#include <lineout/posix.hpp>

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <string>

#include <doctest/doctest.h>

#include "support/stress.hpp"

using namespace lineout;

namespace {

constexpr origin here{"host", "app"};

// Can be cancelled before it takes a record, as a system call can.
struct cancellable : sink_base {
  std::map<std::string, int>* seen;
  std::atomic<int>* entered;
  cancellable(std::map<std::string, int>* to, std::atomic<int>* count) : seen{to}, entered{count} {}
  outcome send(packet& bytes) {
    ++*entered;
    pthread_testcancel();
    for (int nap = 0; stops_here() && nap < 10000; ++nap) usleep(100);
    ++(*seen)[std::string{bytes.data(), bytes.size()}];
    return outcome::sent;
  }
  static bool stops_here() { return victim.load() && pthread_equal(victim_thread, pthread_self()); }
  static inline std::atomic<bool> victim{false};
  static inline pthread_t victim_thread{};
};
struct many_cancellable : cancellable {
  using cancellable::cancellable;
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
  }
};

// Runs action in a thread, and cancels that within a send().
template <typename Action> void cancelled(std::atomic<int>& entered, Action action) {
  entered = 0;
  cancellable::victim = false;
  pthread_t thread;
  struct start {
    Action* action;
    std::atomic<bool> known{false};
  } with{&action};
  pthread_create(
      &thread, nullptr,
      [](void* given) -> void* {
        start* const what = static_cast<start*>(given);
        while (!what->known) usleep(10);
        (*what->action)();
        return nullptr;
      },
      &with);
  cancellable::victim_thread = thread;
  cancellable::victim = true;
  with.known = true;
  while (entered == 0) usleep(10);
  pthread_cancel(thread);
  void* result = nullptr;
  pthread_join(thread, &result);
  cancellable::victim = false;
  CHECK(result == PTHREAD_CANCELED);
}

const int rounds = static_cast<int>(stress_count("LINEOUT_CANCELLATIONS", 250));

template <typename Sink> void a_drain_is_cancelled() {
  std::map<std::string, int> seen;
  std::atomic<int> entered{0};
  message_ring<16, 128> ring;
  using channel_type = queued<framed<local, Sink>, decltype(ring)>;
  logger<channel_type, options> log{channel_type{framed<local, Sink>{Sink{&seen, &entered}}, ring}, here};
  int calls = 0;
  for (int round = 0; round < rounds; ++round) {
    for (int call = 0; call < 3; ++call) log.info("{}", calls++);
    cancelled(entered, [&] { log.channel().drain(); });
    for (int call = 0; call < 3; ++call) log.info("{}", calls++);
    CHECK(log.channel().drain() == 6);
  }
  CHECK(seen.size() == static_cast<size_t>(calls));
  for (const auto& [line, times] : seen) CHECK(times == 1);
  CHECK(ring.counts().sent == static_cast<size_t>(calls));
  CHECK(ring.counts().lost + ring.counts().queued + ring.counts().refused == 0);
}

}  // namespace

TEST_CASE("a thread that is cancelled in a drain leaves the messages in its hand to the next drain") {
  a_drain_is_cancelled<cancellable>();
  a_drain_is_cancelled<many_cancellable>();
}

TEST_CASE("a thread that is cancelled within a locked sink releases the lock") {
  std::map<std::string, int> seen;
  std::atomic<int> entered{0};
  locked<cancellable, posix::mutex> sink{&seen, &entered};
  locked<cancellable, locks::spin> spun{&seen, &entered};
  for (int round = 0; round < rounds; ++round) {
    char bytes[8] = {};
    cancelled(entered, [&] {
      packet record{bytes, sizeof bytes, 0};
      sink.send(record);
    });
    packet record{bytes, sizeof bytes, 0};
    CHECK(sink.send(record) == outcome::sent);
    cancelled(entered, [&] {
      packet other{bytes, sizeof bytes, 0};
      spun.send(other);
    });
    CHECK(spun.send(record) == outcome::sent);
  }
}

TEST_CASE("a thread that is cancelled in a batch leaves it to the next call") {
  std::map<std::string, int> seen;
  std::atomic<int> entered{0};
  batched<many_cancellable, posix::monotonic_timer> sink{many_cancellable{&seen, &entered}};
  logger log{framed{local{}, shared{sink}}, here};
  int calls = 0;
  for (int round = 0; round < rounds; ++round) {
    log.info("{}", calls++);
    cancelled(entered, [&] { log.flush(); });
    log.info("{}", calls++);
    log.flush();
  }
  CHECK(seen.size() == static_cast<size_t>(calls));
  for (const auto& [line, times] : seen) CHECK(times == 1);
  CHECK(sink.counts().sent == static_cast<size_t>(calls));
  CHECK(sink.counts().lost + sink.counts().queued == 0);
}
