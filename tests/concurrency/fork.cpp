// Children of fork(): what waits in a queue or a batch is the parent's to send, and locks and drains are free.
#include <lineout/posix.hpp>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "support/sanitizers.hpp"

#include "posix/support.hpp"

using namespace lineout;

namespace {

constexpr origin here{"host", "app"};

// Appends each record to a file that processes share.
struct appending : sink_base {
  int file;
  explicit appending(int to) : file{to} {}
  outcome send(packet& bytes) {
    std::string line{bytes.data(), bytes.size()};
    line += '\n';
    return ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) ? outcome::sent : outcome::lost;
  }
};
using out = framed<local, appending>;

class shared_file {
 public:
  shared_file() : number_{::open(path_.c_str(), O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0600)} {}
  ~shared_file() { ::close(number_); }
  shared_file(const shared_file&) = delete;
  int number() const { return number_; }
  // How often each line is in it.
  std::map<std::string, int> lines() const {
    std::map<std::string, int> result;
    std::ifstream from{path_};
    for (std::string line; std::getline(from, line);) ++result[line];
    return result;
  }

 private:
  support::temporary_directory directory_;
  std::string path_ = directory_ / "lines";
  int number_;
};

// Runs action in a child; whether the child ended by itself within ten seconds.
template <typename Action> bool in_child(Action action) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(10);
    action();
    ::_exit(0);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct soon : posix::poll_thread_options {
  static constexpr uint32_t microseconds = 200;
};

struct rarely : posix::poll_thread_options {
  static constexpr uint32_t microseconds = 1000000000;
};
struct an_hour : batched_options {
  static constexpr uint32_t microseconds = 2000000000;
};

template <typename Lines> int doubled(const Lines& lines) {
  int count = 0;
  for (const auto& [line, times] : lines)
    if (times > 1 && line.find("lost") == std::string::npos) ++count;
  return count;
}

}  // namespace

TEST_CASE("a queue that waits is empty in a child, which sends its own lines and no one else's") {
  const shared_file file;
  static message_ring<64, 384, posix::ring_options> ring;
  logger log{queued{out{appending{file.number()}}, ring}, here};
  log.info("parent's line");
  CHECK(in_child([&] {
    posix::poll_thread thread{log};
    log.info("child's line");
    thread.stop();
  }));
  CHECK(in_child([&] {
    log.info("other child's line");
    log.poll(64);
  }));
  log.poll(64);
  CHECK(file.lines() == std::map<std::string, int>{
                            {"<14>app: parent's line", 1}, {"<14>app: child's line", 1}, {"<14>app: other child's line", 1}});
  CHECK(ring.counts().inherited == 0);
}

TEST_CASE("a child of a program with a poll_thread has an empty queue, whatever its options") {
  const shared_file file;
  static message_ring<64, 384> ring;
  logger log{queued{out{appending{file.number()}}, ring}, here};
  {
    const posix::poll_thread<decltype(log), rarely> thread{log};
    usleep(20000);  // until it sleeps
    log.info("parent's line");
    CHECK(in_child([&] {
      log.info("child's line");
      log.poll(64);
      if (ring.counts().sent != 1 || ring.counts().inherited > 1) ::_exit(1);
    }));
  }
  CHECK(file.lines() == std::map<std::string, int>{{"<14>app: parent's line", 1}, {"<14>app: child's line", 1}});
}

TEST_CASE("in a child a batch is empty, and a mutex that a parent's thread holds is free") {
  const shared_file file;
  using sink_type = locked<batched<appending, posix::monotonic_timer, an_hour>, posix::mutex, 2000000>;
  sink_type sink{appending{file.number()}};
  logger<framed<local, shared<sink_type>>, options> log{framed<local, shared<sink_type>>{shared{sink}}, here};
  const posix::poll_thread thread{log};
  log.info("parent's line");
  std::atomic<bool> held{false}, done{false};
  std::thread holder{[&] {
    sink.with([&](auto&) {
      held = true;
      while (!done) usleep(1000);
    });
  }};
  while (!held) usleep(1000);
  CHECK(in_child([&] {
    log.info("child's line");
    log.flush();
  }));
  done = true;
  holder.join();
  log.flush();
  CHECK(file.lines() == std::map<std::string, int>{{"<14>app: parent's line", 1}, {"<14>app: child's line", 1}});
}

TEST_CASE("100 forks of a busy program double no line and leave no queue dead") {
  if (support::is_sanitized) return;  // a sanitizer bears no threads in a child of a program with threads
  const shared_file file;
  static message_ring<64, 384, posix::ring_options> ring;
  static locked<appending, posix::mutex> direct{appending{file.number()}};
  logger log{queued{out{appending{file.number()}}, ring}, here};
  logger<framed<local, shared<decltype(direct)>>, options> at_once{framed<local, shared<decltype(direct)>>{shared{direct}}, here};
  std::atomic<bool> done{false};
  std::vector<std::thread> busy;
  constexpr int forks = 100;
  {
    posix::poll_thread<decltype(log), soon> thread{log};
    for (int number = 0; number < 2; ++number)
      busy.emplace_back([&, number] {
        for (int call = 0; !done; ++call) {
          log.info("parent {} {}", number, call);
          at_once.info("parent at once {} {}", number, call);
          if (call % 8 == 0) usleep(100);
        }
      });
    int ended = 0;
    for (int number = 0; number < forks; ++number)
      ended += in_child([&] {
        posix::poll_thread<decltype(log), soon> own{log};
        for (int call = 0; call < 3; ++call) {
          log.info("child {} {}", number, call);
          at_once.info("child at once {} {}", number, call);
        }
        own.stop();
      });
    CHECK(ended == forks);
    done = true;
    for (std::thread& one : busy) one.join();
  }
  const auto lines = file.lines();
  CHECK(doubled(lines) == 0);
  int queued_lines = 0, direct_lines = 0;
  for (const auto& [line, times] : lines) {
    queued_lines += line.find(": child at once") == std::string::npos && line.find(": child ") != std::string::npos;
    direct_lines += line.find(": child at once") != std::string::npos;
  }
  CHECK(queued_lines == 3 * forks);
  CHECK(direct_lines == 3 * forks);
}
