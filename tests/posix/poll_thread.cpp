#include <lineout/posix/poll_thread.hpp>

#include <sys/resource.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include <lineout/channels/queued.hpp>
#include <lineout/logger.hpp>
#include <lineout/posix/monotonic_timer.hpp>
#include <lineout/posix/mutex.hpp>
#include <lineout/posix/unix_socket.hpp>
#include <lineout/sinks/batched.hpp>
#include <lineout/sinks/locked.hpp>
#include <lineout/sinks/shared.hpp>

#include "posix/support.hpp"

using lineout::outcome;
using lineout::packet;
using lineout::size_t;
using lineout::posix::poll_thread;

namespace {

constexpr lineout::origin here{"host", "app"};

struct bounded {
  std::atomic<size_t> polls{0};
  std::atomic<size_t> flushes{0};
  std::atomic<size_t> left{0};  // how many polls find something
  std::atomic<bool> all_blocked{false};

  bool poll(size_t budget) {
    CHECK(budget == lineout::batch_limit);
    sigset_t blocked;
    pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    bool all = true;
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGALRM, SIGCHLD, SIGHUP})
      all = all && sigismember(&blocked, signal) == 1;
    all_blocked = all;
    ++polls;
    return left > 0 && left-- > 0;
  }
  void flush() {
    usleep(20000);  // so that who does not wait is too early
    ++flushes;
  }
};

// Sleeps so long that only a stop can end it.
struct rarely : lineout::posix::poll_thread_options {
  static constexpr lineout::uint32_t microseconds = 4000000000;
  static constexpr size_t last_polls = 100;
};

template <typename Condition> void wait_for(Condition condition) {
  for (int look = 0; look < 20000 && !condition(); ++look) usleep(500);
}

}  // namespace

TEST_CASE("what is queued leaves without the program's doing") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle receiver = support::unix_receiver(path, SOCK_DGRAM);
  static lineout::message_ring<16, 256> ring;
  using out = lineout::framed<lineout::local, lineout::posix::unix_socket>;
  auto log = support::untimed(lineout::queued{out{lineout::posix::unix_socket{path}}, ring}, here);
  const poll_thread thread{log};
  REQUIRE(thread);
  CHECK(thread.error().empty());
  sigset_t blocked;
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  CHECK(sigismember(&blocked, SIGUSR1) == 0);
  log.info("one");
  CHECK(support::receive(receiver.number) == "<14>app: one");
  log.info("two");
  CHECK(support::receive(receiver.number) == "<14>app: two");
}

TEST_CASE("what is batched leaves without the program's doing") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle receiver = support::unix_receiver(path, SOCK_DGRAM);
  using batched = lineout::batched<lineout::posix::unix_socket, lineout::posix::monotonic_timer>;
  lineout::locked<batched, lineout::posix::mutex> sink{lineout::posix::unix_socket{path}};
  auto log = support::untimed(lineout::shared{sink}, here);
  const poll_thread thread{log};
  log.info("one");
  CHECK(support::receive(receiver.number) == "<14>app: one");
}

TEST_CASE("stop polls until nothing is left, flushes, and ends the thread") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle receiver = support::unix_receiver(path, SOCK_DGRAM);
  static lineout::message_ring<256, 256> ring;
  using out = lineout::framed<lineout::local, lineout::posix::unix_socket>;
  auto log = support::untimed(lineout::queued{out{lineout::posix::unix_socket{path}}, ring}, here);
  poll_thread<decltype(log), rarely> thread{log};
  for (int message = 0; message < 8; ++message) log.info("{}", message);
  thread.stop();
  CHECK_FALSE(thread);
  for (int message = 0; message < 8; ++message)
    CHECK(support::receive(receiver.number) == "<14>app: " + std::to_string(message));
  CHECK(ring.counts().queued == 0);
  log.info("nobody polls");
  thread.stop();
  CHECK(ring.counts().queued == 1);

  bounded part;
  {
    const poll_thread<bounded, rarely> at_the_end{part};
    wait_for([&] { return part.polls > 0; });
    CHECK(part.polls == 1);
    part.left = 5;
  }
  CHECK(part.polls == 7);
  CHECK(part.flushes == 1);
  CHECK(part.all_blocked);
  part.left = 1000000;
  part.polls = 0;
  {
    const poll_thread<bounded, rarely> never_done{part};
    wait_for([&] { return part.polls > 0; });
  }
  CHECK(part.polls == 101);
}

TEST_CASE("what finds something to do at every poll, but is no queue, is polled once in a while") {
  bounded waiting;
  waiting.left = ~size_t{0};
  const poll_thread<bounded, rarely> thread{waiting};
  wait_for([&] { return waiting.polls > 0; });
  usleep(20000);
  CHECK(waiting.polls == 1);
}

TEST_CASE("a queue with more than the budget is drained back to back, by a thread that otherwise sleeps") {
  struct {
    std::atomic<size_t> queued{10 * lineout::batch_limit + 1};
    size_t drain(size_t budget) {
      const size_t count = queued < budget ? queued.load() : budget;
      queued -= count;
      return count;
    }
    bool poll(size_t) { return false; }
    void flush() {}
  } queue;
  const poll_thread<decltype(queue), rarely> thread{queue};
  wait_for([&] { return queue.queued == 0; });
  CHECK(queue.queued == 0);
}

TEST_CASE("a child of fork has no such thread, and ends without it") {
  bounded part;
  auto thread = std::make_unique<poll_thread<bounded, rarely>>(part);
  wait_for([&] { return part.polls > 0; });
  CHECK(support::in_child([&] {
    if (*thread) return false;
    thread->stop();
    thread.reset();
    return part.flushes == 0 && part.polls == 1;
  }));
  thread->stop();
  CHECK(part.flushes == 1);
}

TEST_CASE("a thread that the system does not start is told of, in words") {
  CHECK(support::in_child([] {
    const rlimit none{0, 0};
    if (getuid() == 0 && setuid(65534) != 0) return false;
    setrlimit(RLIMIT_NPROC, &none);
    bounded part;
    sigset_t before;
    sigset_t after;
    pthread_sigmask(SIG_BLOCK, nullptr, &before);
    poll_thread thread{part};
    pthread_sigmask(SIG_BLOCK, nullptr, &after);
    thread.stop();
    return !thread && support::string(thread.error()) == "the system has no room for another thread" &&
           part.polls == 0 && sigismember(&before, SIGUSR1) == sigismember(&after, SIGUSR1);
  }));
}
