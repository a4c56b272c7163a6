#include <lineout/posix/detail/deadline.hpp>

#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <thread>

#include "posix/sockets.hpp"

using lineout::detail::deadline;
using lineout::detail::monotonic_microseconds;

namespace {

uint64_t time_of(deadline& time, int number) {
  const uint64_t begin = monotonic_microseconds();
  while (time.wait_for(number)) continue;
  return monotonic_microseconds() - begin;
}

// Of which one is full.
struct pair {
  int ends[2] = {-1, -1};
  pair() {
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    char bytes[4096] = {};
    while (::write(ends[0], bytes, sizeof bytes) > 0) continue;
  }
  ~pair() {
    close(ends[0]);
    close(ends[1]);
  }
};

}  // namespace

TEST_CASE("a deadline of nothing never waits") {
  const pair full;
  deadline none{0};
  CHECK(time_of(none, full.ends[0]) < 2000);
  CHECK_FALSE(none.pause());
  CHECK_FALSE(none.wait_after(EAGAIN, full.ends[0]));
}

TEST_CASE("a deadline waits for as long as it was given, and no longer, whatever is asked of it") {
  const pair full;
  for (const unsigned microseconds : {300U, 5000U, 50000U}) {
    deadline time{microseconds};
    const uint64_t waited = time_of(time, full.ends[0]);
    CHECK(waited + 1 >= microseconds);
    CHECK(waited < microseconds + 60000);
    CHECK_FALSE(time.wait_for(full.ends[0]));
  }
  deadline naps{5000};
  const uint64_t begin = monotonic_microseconds();
  while (naps.wait_after(ENOBUFS, full.ends[0])) continue;
  CHECK(monotonic_microseconds() - begin >= 5000);
  deadline other{5000};
  CHECK_FALSE(other.wait_after(ECONNREFUSED, full.ends[0]));
}

TEST_CASE("a deadline ends its wait when there is room, and does not spin where there seems to be some") {
  const pair full;
  deadline time{2000000};
  std::thread reader{[&] {
    usleep(10000);
    char bytes[65536];
    while (::read(full.ends[1], bytes, sizeof bytes) > 0) continue;
  }};
  const uint64_t begin = monotonic_microseconds();
  CHECK(time.wait_for(full.ends[0]));
  CHECK(monotonic_microseconds() - begin < 1000000);
  reader.join();
  deadline never_full{20000};
  int waits = 0;
  while (never_full.wait_for(full.ends[0])) ++waits;
  CHECK(waits < 250);
}

TEST_CASE("a storm of signals neither shortens nor lengthens a wait") {
  const pair full;
  struct sigaction action {};
  struct sigaction before {};
  action.sa_handler = [](int) {};
  sigaction(SIGUSR1, &action, &before);
  std::atomic<bool> stop{false};
  const pthread_t waiting = pthread_self();
  std::thread storm{[&] {
    while (!stop) {
      pthread_kill(waiting, SIGUSR1);
      usleep(100);
    }
  }};
  deadline time{50000};
  const uint64_t waited = time_of(time, full.ends[0]);
  stop = true;
  storm.join();
  sigaction(SIGUSR1, &before, nullptr);
  CHECK(waited >= 50000);
  CHECK(waited < 150000);
}
