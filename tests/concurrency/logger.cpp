// 4 threads and a signal handler log through one logger: every call is accounted for, and no line is torn.
#include <lineout/posix.hpp>

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <atomic>
#include <barrier>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr origin here{"host", "storm"};
constexpr int threads = 4;
constexpr int calls = 5000;
constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz";

struct pooled : posix::options {
  using storage = pool<4>;
  static constexpr size_t text_size = 128;
};

// What the signal handler calls; a handler has no arguments to carry it.
std::atomic<void (*)()> on_signal{nullptr};
std::atomic<int> signals{0};

void handler(int) {
  if (void (*const call)() = on_signal.load()) call();
}

// All of them at once.
template <typename Log> void call_from_all_threads(Log& log) {
  std::barrier start{threads};
  std::vector<std::thread> running;
  for (int thread = 0; thread < threads; ++thread)
    running.emplace_back([&log, &start, thread] {
      start.arrive_and_wait();
      for (int call = 0; call < calls; ++call) log.warning("thread {} call {} {}", thread, call, alphabet);
    });
  for (std::thread& thread : running) thread.join();
}

// Runs the threads under a timer's signals until each has made its calls and the handler has had its share.
template <typename Log> void storm(Log& log) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  struct sigaction before {};
  sigaction(SIGALRM, &action, &before);
  const itimerval every_millisecond{{0, 1000}, {0, 1000}};
  setitimer(ITIMER_REAL, &every_millisecond, nullptr);
  call_from_all_threads(log);
  while (signals.load() < 20) std::this_thread::yield();
  const itimerval never{};
  setitimer(ITIMER_REAL, &never, nullptr);
  sigaction(SIGALRM, &before, nullptr);
  on_signal.store(nullptr);
}

struct account {
  std::size_t lines = 0;
  std::size_t notices = 0;
  std::size_t reported_lost = 0;
};

// Checks that every text is whole, that no thread's calls are doubled or out of order, and counts.
account check(const std::vector<std::string>& texts) {
  account seen;
  std::map<int, int> last;
  for (const std::string& words : texts) {
    int thread = -1;
    int call = -1;
    int length = 0;
    unsigned long lost = 0;
    char letters[64] = "";
    if (std::sscanf(words.c_str(), "thread %d call %d %63[a-z]%n", &thread, &call, letters, &length) == 3) {
      CHECK(static_cast<std::size_t>(length) == words.size());
      CHECK(std::string(letters) == alphabet);
      if (last.count(thread) != 0) CHECK(call > last[thread]);
      last[thread] = call;
    } else if (std::sscanf(words.c_str(), "%lu message%63[s lost]%n", &lost, letters, &length) == 2 &&
               static_cast<std::size_t>(length) == words.size()) {
      ++seen.notices;
      seen.reported_lost += lost;
    } else {
      CHECK(words == "signal");
    }
    ++seen.lines;
  }
  return seen;
}

template <typename Log> Log* under_signal = nullptr;

template <typename Log> void let_handler_log(Log& log) {
  under_signal<Log> = &log;
  signals.store(0);
  on_signal.store([] {
    under_signal<Log>->info("signal");
    signals.fetch_add(1);
  });
}

std::string temporary_file() {
  char name[] = "/tmp/lineout-storm-XXXXXX";
  close(mkstemp(name));
  return name;
}

std::vector<std::string> texts_of(const std::string& path) {
  std::vector<std::string> result;
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);) {
    const std::size_t text = line.find(" storm: ");
    REQUIRE(text != std::string::npos);
    result.push_back(line.substr(text + 8));
  }
  return result;
}

// Loses every third record, for want of a device that does so on request.
struct lossy_file : posix::file {
  using posix::file::file;
  lossy_file(lossy_file&& other) : posix::file{static_cast<posix::file&&>(other)} {}
  std::atomic<unsigned> count{0};
  outcome send(packet& bytes) { return count.fetch_add(1) % 3 == 2 ? outcome::lost : posix::file::send(bytes); }
};

}  // namespace

TEST_CASE("into a file: accepted is sent, every line once and whole, each thread's in order") {
  const std::string path = temporary_file();
  logger log{posix::file{path}, here};
  let_handler_log(log);
  storm(log);
  const counts counted = log.counts();
  const account seen = check(texts_of(path));
  CHECK(counted.accepted == counted.sent);
  CHECK(counted.accepted == static_cast<std::size_t>(threads * calls + signals.load()));
  CHECK(seen.lines == counted.sent);
  std::remove(path.c_str());
}

TEST_CASE("from a pool, over a sink that fails: accepted is sent and lost, and the notices add up") {
  const std::string path = temporary_file();
  logger<lossy_file, pooled> log{lossy_file{path}, here};
  let_handler_log(log);
  storm(log);
  log.info("signal");  // so that what was lost last is told
  log.info("signal");
  log.info("signal");
  const counts counted = log.counts();
  const account seen = check(texts_of(path));
  CHECK(counted.lost > 0);
  CHECK(counted.accepted == counted.sent + counted.lost);
  CHECK(counted.accepted == static_cast<std::size_t>(threads * calls + signals.load() + 3) + seen.notices);
  CHECK(seen.lines == counted.sent);
  CHECK(seen.reported_lost <= counted.lost);
  CHECK(seen.reported_lost + 3 >= counted.lost);
  std::remove(path.c_str());
}

TEST_CASE("over UDP: what is counted as sent arrives, every datagram whole") {
  const int receiver = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(bind(receiver, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  socklen_t size = sizeof address;
  REQUIRE(getsockname(receiver, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  const int wanted = 64 << 20;
  if (setsockopt(receiver, SOL_SOCKET, SO_RCVBUFFORCE, &wanted, sizeof wanted) != 0)
    setsockopt(receiver, SOL_SOCKET, SO_RCVBUF, &wanted, sizeof wanted);
  const timeval patience{1, 0};
  setsockopt(receiver, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  std::vector<std::string> texts;
  std::thread reader{[&] {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    char datagram[2048];
    for (ssize_t got; (got = recv(receiver, datagram, sizeof datagram, 0)) > 0;) {
      const std::string line{datagram, static_cast<std::size_t>(got)};
      texts.push_back(line.substr(line.find(" storm: ") + 8));
    }
  }};
  logger log{posix::udp_socket{"127.0.0.1:" + std::to_string(ntohs(address.sin_port))}, here};
  let_handler_log(log);
  storm(log);
  reader.join();
  close(receiver);
  const counts counted = log.counts();
  const account seen = check(texts);
  CHECK(counted.accepted == counted.sent + counted.lost);
  CHECK(seen.lines == counted.sent);
}

TEST_CASE("a memory ring behind a lock keeps whole records") {
  using ring = locked<memory<1 << 21>, locks::spin>;
  static ring kept;
  logger log{shared{kept}, here};
  call_from_all_threads(log);
  std::vector<std::string> texts;
  kept.with([&](auto& sink) {
    CHECK(sink.dropped() == 0);
    sink.for_each([&](text record) {
      const std::string line{record.data(), record.size()};
      texts.push_back(line.substr(line.find("storm: ") + 7));
    });
  });
  const account seen = check(texts);
  CHECK(log.counts().accepted == log.counts().sent + log.counts().lost);
  CHECK(seen.lines == log.counts().sent);
}
