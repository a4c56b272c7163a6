// What happens to files while they are written: forks, cancellations, jumps, locks of others, full disks. Each line is
// there once, nothing is left locked, and no call takes longer than its header says.
#include <lineout/posix.hpp>

#include <pthread.h>
#include <setjmp.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/time.h>

#include <atomic>
#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "posix/sockets.hpp"

using lineout::outcome;
using lineout::posix::file;
using lineout::posix::log_file;
using lineout::posix::log_settings;
using lineout::posix::pcap_file;

namespace {

double seconds_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Keeps the longest call.
struct stopwatch {
  double longest = 0;
  template <typename Call> auto operator()(Call call) {
    const double begin = seconds_now();
    const auto result = call();
    const double took = seconds_now() - begin;
    if (took > longest) longest = took;
    return result;
  }
};

std::map<std::string, int> lines_of(const std::string& path) {
  std::map<std::string, int> lines;
  const std::string all = support::read_file(path);
  for (size_t at = 0; at < all.size();) {
    const size_t end = std::min(all.find('\n', at), all.size());
    ++lines[all.substr(at, end - at)];
    at = end + 1;
  }
  return lines;
}

// Threads that write lines of their own until it is destroyed.
template <typename Sink> class busy_program {
 public:
  explicit busy_program(Sink& to) {
    for (int thread = 0; thread < 3; ++thread)
      threads_.emplace_back([this, &to, thread] {
        for (int number = 0; !stop_.load(); ++number) {
          const std::string line = "thread " + std::to_string(thread) + " " + std::to_string(number);
          if (support::send(to, line) == outcome::sent) sent_.fetch_add(1);
          else lost_.fetch_add(1);
        }
      });
  }
  ~busy_program() { stop(); }
  void stop() {
    stop_.store(true);
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  size_t sent() const { return sent_.load(); }
  size_t lost() const { return lost_.load(); }

 private:
  std::atomic<bool> stop_{false};
  std::atomic<size_t> sent_{0};
  std::atomic<size_t> lost_{0};
  std::vector<std::thread> threads_;
};

template <typename Sink> void survives_forks() {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  Sink log{path};
  busy_program<Sink> threads{log};
  double longest = 0;
  int failed = 0;
  for (int number = 0; number < 100 && failed < 3; ++number) {
    usleep(static_cast<unsigned>(number * 37 % 500));
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
      stopwatch watch;
      const std::string name = "child " + std::to_string(number);
      bool fine = true;
      for (const char* const part : {" first", " second"})
        fine = watch([&] { return support::send(log, name + part); }) == outcome::sent && fine;
      if (write(ends[1], &watch.longest, sizeof watch.longest) < 0) fine = false;
      _exit(fine ? 0 : 1);
    }
    close(ends[1]);
    const support::handle reports{ends[0]};
    double took = 0;
    if (read(reports.number, &took, sizeof took) == sizeof took && took > longest) longest = took;
    int status = 1;
    waitpid(child, &status, 0);
    failed += status == 0 ? 0 : 1;
  }
  threads.stop();
  CHECK(failed == 0);
  CHECK(longest < 1);
  CHECK(threads.lost() == 0);
  const auto lines = lines_of(path);
  size_t doubled = 0;
  size_t children = 0;
  for (const auto& [line, count] : lines) {
    doubled += count == 1 ? 0 : 1;
    children += line.substr(0, 6) == "child " ? 1 : 0;
  }
  CHECK(doubled == 0);
  CHECK(children == 200);
  CHECK(lines.size() == threads.sent() + 200);
  MESSAGE("longest call of 100 children: " << longest * 1000 << " ms");
}

template <typename Sink> void survives_cancellations() {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  Sink log{path};
  stopwatch watch;
  int lost = 0;
  for (int time = 0; time < 1000 && lost < 3; ++time) {
    std::atomic<bool> runs{false};
    struct shared {
      Sink& log;
      std::atomic<bool>& runs;
    } with{log, runs};
    pthread_t thread;
    REQUIRE(pthread_create(
                &thread, nullptr,
                [](void* given) -> void* {
                  const shared& mine = *static_cast<shared*>(given);
                  char line[] = "victim ";
                  for (;;) {
                    lineout::packet bytes{line, 7, 0};
                    bytes.append(6);
                    mine.log.send(bytes);
                    mine.runs.store(true);
                    pthread_testcancel();  // the call itself may be no place to end
                  }
                },
                &with) == 0);
    while (!runs.load()) sched_yield();
    pthread_cancel(thread);
    pthread_join(thread, nullptr);
    if (watch([&] { return support::send(log, "after " + std::to_string(time)); }) != outcome::sent) ++lost;
  }
  CHECK(lost == 0);
  CHECK(watch.longest < 1);
  const auto lines = lines_of(path);
  CHECK(lines.size() == 1001);  // the victims' are alike
  MESSAGE("longest call behind 1000 cancellations: " << watch.longest * 1000 << " ms");
}

sigjmp_buf place_to_jump;
volatile sig_atomic_t may_jump = 0;
void jump(int) {
  if (may_jump != 0) siglongjmp(place_to_jump, 1);
}

template <typename Sink> void survives_jumps() {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  Sink log{path};
  struct sigaction action {};
  action.sa_handler = jump;
  struct sigaction before {};
  sigaction(SIGALRM, &action, &before);
  const itimerval often{{0, 100}, {0, 100}};
  const itimerval never{};
  volatile int jumps = 0;
  volatile int lost = 0;
  char line[] = "jumper ";
  if (sigsetjmp(place_to_jump, 1) != 0) jumps = jumps + 1;
  if (jumps < 1000 && lost < 3) {
    setitimer(ITIMER_REAL, &often, nullptr);
    may_jump = 1;
    for (;;) {
      lineout::packet bytes{line, 7, 0};
      bytes.append(6);
      if (log.send(bytes) != outcome::sent) lost = lost + 1;
      if (lost >= 3) break;
    }
  }
  may_jump = 0;
  setitimer(ITIMER_REAL, &never, nullptr);
  sigaction(SIGALRM, &before, nullptr);
  CHECK(jumps == 1000);
  CHECK(lost == 0);
  stopwatch watch;
  outcome result = outcome::lost;
  std::thread{[&] { result = watch([&] { return support::send(log, "another thread"); }); }}.join();
  CHECK(result == outcome::sent);
  CHECK(watch.longest < 1);
  CHECK(support::send(log, "this thread") == outcome::sent);
  CHECK(lines_of(path).size() == 3);
}

}  // namespace

TEST_CASE("log_file: 100 forks from a busy program: children write at once, each line is there once") {
  survives_forks<log_file>();
}
TEST_CASE("file: 100 forks from a busy program: children write at once, each line is there once") {
  survives_forks<file>();
}
TEST_CASE("log_file: 1,000 threads that are cancelled in a call leave it usable") {
  survives_cancellations<log_file>();
}
TEST_CASE("file: 1,000 threads that are cancelled in a call leave it usable") { survives_cancellations<file>(); }
TEST_CASE("log_file: 1,000 jumps out of signal handlers leave it usable") { survives_jumps<log_file>(); }
TEST_CASE("file: 1,000 jumps out of signal handlers leave it usable") { survives_jumps<file>(); }

TEST_CASE("at RLIMIT_FSIZE, with the signal's default action, lines and frames are lost and the program lives") {
  const support::temporary_directory directory;
  CHECK(support::in_child([&] {
    signal(SIGXFSZ, SIG_DFL);
    file lines{directory / "lines"};
    log_file log{directory / "log"};
    pcap_file frames{directory / "frames"};
    const std::string much(4095, 'x');
    if (support::send(lines, much) != outcome::sent || support::send(log, much) != outcome::sent) return false;
    if (support::send(frames, std::string(4056, 'x')) != outcome::sent) return false;
    const rlimit limit{4096, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &limit);
    if (support::send(lines, "x") != outcome::lost || lines.last_error() != EFBIG) return false;
    if (support::send(log, "x") != outcome::lost || log.last_error() != EFBIG || log.lost() != 1) return false;
    if (support::send(frames, "x") != outcome::lost || frames.last_error() != EFBIG) return false;
    log_file torn{directory / "log"};
    sigset_t left;
    return sigpending(&left) == 0 && sigismember(&left, SIGXFSZ) == 0 &&
           support::string(log.error()) == "the file has reached the limit of its size";
  }));
  CHECK(support::read_file(directory / "lines").size() == 4096);
  CHECK(support::read_file(directory / "log").size() == 4096);
  CHECK(support::read_file(directory / "frames").size() == 4096);
}

namespace {

// A program that has only read permission, and does what it can to stop a log, until it is destroyed.
class hostile_reader {
 public:
  explicit hostile_reader(const std::string& path) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    fflush(stdout);
    id_ = fork();
    if (id_ == 0) {
      const int number = open(path.c_str(), O_RDONLY);
      struct flock whole {};
      whole.l_type = F_RDLCK;
      const bool locked = flock(number, LOCK_EX) == 0 && fcntl(number, F_SETLK, &whole) == 0;
      if (write(ends[1], &locked, 1) != 1 || !locked) _exit(1);
      for (;;) pause();
    }
    close(ends[1]);
    const support::handle told{ends[0]};
    bool locked = false;
    REQUIRE(read(told.number, &locked, 1) == 1);
    CHECK(locked);
  }
  ~hostile_reader() {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }

 private:
  pid_t id_;
};

}  // namespace

TEST_CASE("log_file: a reader's locks cost nothing: every line is sent, the file is rotated, and no call waits") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  log_file log{path, {.size_limit = 1000, .keep = 100}};
  CHECK(support::send(log, "first") == outcome::sent);
  stopwatch watch;
  {
    const hostile_reader reader{path};
    int sent = 0;
    for (int count = 0; count < 1000; ++count)
      sent += watch([&] { return support::send(log, "line"); }) == outcome::sent ? 1 : 0;
    CHECK(sent == 1000);
  }
  CHECK(log.rotations() >= 5);
  CHECK(watch.longest < 0.5);
  MESSAGE("longest call beside a reader that has locked the file: " << watch.longest * 1000 << " ms");
}

TEST_CASE("log_file: a writer that keeps the file locked is waited for as long as asked, also in a storm of signals") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  log_file log{path, {.retry = 0, .patience = 200000}};
  const support::handle other{open(path.c_str(), O_RDWR)};
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_len = 1;
  REQUIRE(fcntl(other.number, F_OFD_SETLK, &lock) == 0);
  struct sigaction action {};
  action.sa_handler = [](int) {};
  struct sigaction before {};
  sigaction(SIGALRM, &action, &before);
  for (const bool storm : {false, true}) {
    CAPTURE(storm);
    const itimerval often{{0, storm ? 50 : 0}, {0, storm ? 50 : 0}};
    setitimer(ITIMER_REAL, &often, nullptr);
    stopwatch watch;
    CHECK(watch([&] { return support::send(log, "lost"); }) == outcome::lost);
    const itimerval never{};
    setitimer(ITIMER_REAL, &never, nullptr);
    CHECK(watch.longest >= 0.2);
    CHECK(watch.longest < 0.7);
    MESSAGE("a wait of 200 ms took " << watch.longest * 1000 << " ms"
                                     << std::string{storm ? ", in a storm of signals" : ""});
  }
  sigaction(SIGALRM, &before, nullptr);
  log.panic();
  stopwatch watch;
  CHECK(watch([&] { return support::send(log, "last words"); }) == outcome::sent);
  CHECK(watch.longest < 0.2);
  CHECK(support::read_file(path) == "last words\n");
}

TEST_CASE("the longest call of each file under each fault is within its bound") {
  const support::temporary_directory directory;
  const auto measure = [](const char* what, auto& sink, int calls, double bound) {
    stopwatch watch;
    int sent = 0;
    for (int count = 0; count < calls; ++count)
      sent += watch([&] { return support::send(sink, "a line"); }) == outcome::sent ? 1 : 0;
    MESSAGE(std::string{what} << ": " << watch.longest * 1000 << " ms, " << sent << " of " << calls << " sent");
    CHECK(watch.longest < bound);
  };
  file plain{directory / "plain"};
  log_file log{directory / "log"};
  pcap_file frames{directory / "frames"};
  measure("file", plain, 10000, 1);
  measure("log_file", log, 10000, 1);
  measure("pcap_file", frames, 10000, 1);
  {
    busy_program<file> others{plain};
    measure("file beside three threads", plain, 10000, 1.2);
  }
  {
    busy_program<log_file> others{log};
    measure("log_file beside three threads", log, 10000, 1.2);
  }
  REQUIRE(mkfifo((directory / "fifo").c_str(), 0600) == 0);
  file fifo{directory / "fifo"};
  measure("file on a FIFO that nobody reads", fifo, 20000, 1);
  file full{"/dev/full"};
  measure("file on a device that is full", full, 1000, 1);
  REQUIRE(rename((directory / "log").c_str(), (directory / "moved").c_str()) == 0);
  REQUIRE(mkdir((directory / "log").c_str(), 0700) == 0);
  REQUIRE(unlink((directory / "moved").c_str()) == 0);
  measure("log_file whose path is taken", log, 1000, 1);
  if (support::is_thread_sanitized) return;  // it has descriptors of its own
  CHECK(support::in_child([&] {
    for (int number = 3; number < 1000; ++number) close(number);
    stopwatch watch;
    return watch([&] { return support::send(plain, "a line"); }) == outcome::sent && watch.longest < 1;
  }));
}

TEST_CASE("the deepest stack of each file is what its header says, and 1 KB at most after panic()") {
  if (!support::measures_stacks) return;
  const support::temporary_directory directory;
  const auto check = [](const support::stacks& used, size_t send, size_t send_all) {
    CHECK(used.send <= send);
    CHECK(used.send_all <= send_all);
    CHECK(used.panic <= 1024);
  };
  file plain{directory / "plain"};
  check(support::stacks_of(plain, "file"), 1024, 8704);
  log_file log{directory / "log"};
  check(support::stacks_of(log, "log_file"), 1024, 8704);
  log_file rotated{directory / "rotated", {.size_limit = 1, .keep = 2}};
  CHECK(support::send(rotated, "one") == outcome::sent);
  CHECK(support::send(rotated, "two") == outcome::sent);  // the dynamic linker has done its work
  check(support::stacks_of(rotated, "log_file that rotates"), 2560, 10240);
  pcap_file frames{directory / "frames"};
  check(support::stacks_of(frames, "pcap_file"), 1024, 8704);

  char buffer[1000];
  lineout::posix::pcap_log capture{directory / "capture", {.buffer = buffer, .buffer_size = sizeof buffer, .delay = 0}};
  static support::some_packets<lineout::posix::pcap_log> records;
  const auto send = [&] {
    records.make();
    capture.send(records.first());
  };
  const size_t usual = support::deepest_stack(send);
  const size_t verified = support::deepest_stack([&] {
    capture.reopen();
    send();
  });
  capture.panic();
  const size_t panic = support::deepest_stack([&] {
    capture.panic();
    send();
  });
  MESSAGE("deepest stack, pcap_log: send " << usual << ", verified " << verified << ", in panic " << panic << " bytes");
  CHECK(usual <= 1024);
  CHECK(verified <= 6144);
  CHECK(panic <= 1024);

  // A torn end, each time.
  const std::string path = directory / "torn";
  log_file torn{path};
  const support::handle other{open(path.c_str(), O_WRONLY | O_APPEND)};
  static support::some_packets<log_file> lines;
  const size_t repair = support::deepest_stack([&] {
    if (write(other.number, "torn", 4) != 4) return;
    lines.make();
    torn.send(lines.first());
  });
  CHECK(torn.repairs() == 2);
  MESSAGE("deepest stack, log_file that repairs: " << repair << " bytes");
  CHECK(repair <= 2560);
}
