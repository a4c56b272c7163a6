// Threads and programs write to one log while it is renamed, rotated, removed and filled up, and while they are killed:
// each line that was acknowledged stands in the files whole and once, and what was torn is reported.
#include <lineout/posix.hpp>

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "posix/support.hpp"

using lineout::outcome;
using lineout::posix::log_file;
using lineout::posix::log_settings;

namespace {

constexpr int threads = 4;

// Writer and number, and then so many letters that a missing or foreign one is seen.
std::string make_line(int writer, int number, size_t letters) {
  const std::string name = std::to_string(writer) + " " + std::to_string(number) + " " + std::to_string(letters) + " ";
  return name + std::string(letters, static_cast<char>('a' + (writer + number) % 26)) + ".";
}

// What is found in the files, and what is wrong with it.
struct finding {
  std::map<std::pair<int, int>, int> times;
  std::map<int, int> last;
  size_t lines = 0;
  size_t bad = 0;
  size_t disordered = 0;

  void read(const std::string& content) {
    for (size_t at = 0; at < content.size(); ++lines) {
      const size_t end = content.find('\n', at);
      if (end == std::string::npos) {
        ++bad;
        return;
      }
      const std::string line = content.substr(at, end - at);
      int writer = -1;
      int number = -1;
      size_t letters = 0;
      if (sscanf(line.c_str(), "%d %d %zu", &writer, &number, &letters) != 3 || letters > 100000 ||
          line != make_line(writer, number, letters)) {
        ++bad;
      } else {
        ++times[{writer, number}];
        if (last.count(writer) != 0 && last[writer] >= number) ++disordered;
        last[writer] = number;
      }
      at = end + 1;
    }
  }
  void read_file(const std::string& path) { read(support::read_file(path)); }
  // From the oldest to the latest.
  void read_rotated(const std::string& path, unsigned keep) {
    while (keep-- > 0) read_file(path + "." + std::to_string(keep));
    read_file(path);
  }
};

using acknowledged = std::vector<std::pair<int, int>>;

// Nothing more than this, either: the lines that were lost are not there.
void check_exactly(const finding& found, const acknowledged& expected) {
  CHECK(found.bad == 0);
  CHECK(found.disordered == 0);
  CHECK(found.lines == expected.size());
  size_t missing = 0;
  size_t doubled = 0;
  for (const auto& line : expected) {
    const auto there = found.times.find(line);
    if (there == found.times.end()) ++missing;
    else if (there->second != 1) ++doubled;
  }
  CHECK(missing == 0);
  CHECK(doubled == 0);
}

// Threads that write until they are told to stop.
class writers {
 public:
  explicit writers(log_file& log, int first = 0) : sent_(threads) {
    for (int thread = 0; thread < threads; ++thread)
      running_.emplace_back([this, &log, thread, first] {
        for (int number = first; !stop_.load(); ++number) {
          const std::string line = make_line(thread, number, static_cast<size_t>(number % 60));
          if (support::send(log, line) == outcome::sent)
            sent_[static_cast<size_t>(thread)].emplace_back(thread, number);
          else std::this_thread::yield();
          calls_.fetch_add(1);
        }
      });
  }
  int calls() const { return calls_.load(); }
  // Until so many more lines have been tried.
  void let_run(int more) const {
    const int until = calls() + more;
    while (calls() < until) std::this_thread::yield();
  }
  acknowledged stop() {
    stop_.store(true);
    for (std::thread& thread : running_) thread.join();
    acknowledged all;
    for (const acknowledged& one : sent_) all.insert(all.end(), one.begin(), one.end());
    return all;
  }

 private:
  std::vector<acknowledged> sent_;
  std::atomic<bool> stop_{false};
  std::atomic<int> calls_{0};
  std::vector<std::thread> running_;
};

bool exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

std::atomic<log_file*> on_hangup{nullptr};
void hangup(int) {
  if (log_file* const log = on_hangup.load()) log->request_reopen();
}

// A program that writes until it is killed, and says on a pipe what has been acknowledged to it.
struct program {
  struct report {
    int number;
    int repairs;
  };
  pid_t id = -1;
  int writer;
  support::handle reports{-1};
  acknowledged sent{};
  int repairs = 0;

  program(int name, const std::string& path, const log_settings& settings) : writer{name} {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    fflush(stdout);
    id = fork();
    if (id == 0) {
      close(ends[0]);
      log_file log{path, settings};
      std::minstd_rand random{static_cast<unsigned>(name) + 1};
      for (int number = 0;; ++number) {
        if (support::send(log, make_line(name, number, random() % 50000)) != outcome::sent) continue;
        const report done{number, static_cast<int>(log.repairs())};
        if (write(ends[1], &done, sizeof done) != sizeof done) _exit(1);
      }
    }
    close(ends[1]);
    reports.number = ends[0];
  }
  bool hear() {
    report done{};
    if (read(reports.number, &done, sizeof done) != sizeof done) return false;
    sent.emplace_back(writer, done.number);
    repairs = done.repairs;
    return true;
  }
  void end() {
    kill(id, SIGKILL);
    waitpid(id, nullptr, 0);
    while (hear()) continue;
  }
};

}  // namespace

TEST_CASE("log_file: 1,000 rotations by four threads and a second program lose, tear and double nothing") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  log_settings settings;
  settings.size_limit = 1024;
  settings.keep = 100;
  settings.retry = 0;
  log_file log{path, settings};
  int first = 0;
  size_t all_sent = 0;
  // In parts, so that all files are kept until they have been read.
  for (size_t rotations = 50; rotations <= 1000; rotations += 50) {
    fflush(stdout);
    const pid_t other = fork();
    if (other == 0) {
      log_file own{path, settings};
      for (int number = 0; number < 100; ++number)
        while (support::send(own, make_line(threads, number, 50)) != outcome::sent) continue;
      _exit(0);
    }
    writers load{log, first};
    while (log.rotations() < rotations) std::this_thread::yield();
    acknowledged sent = load.stop();
    first += load.calls();
    int status = 0;
    waitpid(other, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    all_sent += sent.size();
    for (int number = 0; number < 100; ++number) sent.emplace_back(threads, number);
    finding found;
    found.read_rotated(path, settings.keep);
    check_exactly(found, sent);
    CHECK_FALSE(exists(path + ".99"));
    for (unsigned number = 0; number < settings.keep; ++number) unlink((path + "." + std::to_string(number)).c_str());
    REQUIRE(truncate(path.c_str(), 0) == 0);
  }
  CHECK(log.rotations() >= 1000);
  CHECK(log.written() == all_sent);
  CHECK(log.written() + log.lost() == static_cast<size_t>(first));
  CHECK(log.repairs() == 0);
  CHECK(log.rollbacks() == 0);
}

TEST_CASE("log_file: renamed and reopened by SIGHUP under load") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  log_settings settings;
  settings.retry = 0;
  log_file log{path, settings};
  on_hangup.store(&log);
  struct sigaction action {};
  action.sa_handler = hangup;
  action.sa_flags = SA_RESTART;
  struct sigaction before {};
  sigaction(SIGHUP, &action, &before);
  writers load{log};
  constexpr int times = 100;
  for (int time = times; time-- > 0;) {
    load.let_run(20);
    REQUIRE(rename(path.c_str(), (path + "." + std::to_string(time)).c_str()) == 0);
    kill(getpid(), SIGHUP);
    while (!exists(path)) std::this_thread::yield();
  }
  const acknowledged sent = load.stop();
  sigaction(SIGHUP, &before, nullptr);
  on_hangup.store(nullptr);
  finding found;
  found.read_rotated(path, times);
  check_exactly(found, sent);
  CHECK(log.written() + log.lost() == static_cast<size_t>(load.calls()));
  CHECK(log.repairs() == 0);
}

TEST_CASE("log_file: the directory is removed under load, and comes back") {
  const support::temporary_directory directory;
  const std::string folder = directory / "folder";
  const std::string path = folder + "/log";
  REQUIRE(mkdir(folder.c_str(), 0700) == 0);
  log_settings settings;
  settings.retry = 100000000;
  log_file log{path, settings};
  writers load{log};
  std::vector<support::handle> removed;
  for (int time = 0; time < 30; ++time) {
    load.let_run(20);
    do {
      // What was sent until this very moment is in the file that goes.
      support::handle kept{open(path.c_str(), O_RDONLY)};
      if (kept.number >= 0) removed.push_back(static_cast<support::handle&&>(kept));
      unlink(path.c_str());
    } while (rmdir(folder.c_str()) != 0);
    while (log) std::this_thread::yield();
    REQUIRE(mkdir(folder.c_str(), 0700) == 0);
    log.tick(lineout::timestamp{});
    CHECK(log);
    CHECK(exists(path));
  }
  load.let_run(20);
  const acknowledged sent = load.stop();
  finding found;
  for (const support::handle& file : removed) found.read_file("/proc/self/fd/" + std::to_string(file.number));
  found.read_file(path);
  check_exactly(found, sent);
  CHECK(log.lost() > 0);
  CHECK(log.written() + log.lost() == static_cast<size_t>(load.calls()));
  CHECK(log.repairs() == 0);
}

TEST_CASE("log_file: a disk that fills up under load, again and again") {
  if (!support::may_mount()) return support::skip("a mount namespace needs root");
  const support::temporary_directory directory;
  const std::string report = directory / "report";
  const support::handle file{open(report.c_str(), O_WRONLY | O_CREAT, 0600)};
  CHECK(support::in_child([&] {
    if (!support::hide_under_tmpfs("/tmp", "size=256k")) return false;
    log_settings settings;
    settings.retry = 100000000;
    settings.size_limit = 8192;
    settings.keep = 1000;
    log_file log{"/tmp/log", settings};
    const std::string filler(65536, 'x');
    writers load{log};
    for (int time = 0; time < 3; ++time) {
      {
        const support::handle other{open("/tmp/other", O_WRONLY | O_CREAT | O_TRUNC, 0600)};
        ssize_t size = 0;
        while (log && (size = write(other.number, filler.data(), 1024)) > 0) load.let_run(1);
      }
      while (log) std::this_thread::yield();
      load.let_run(20);
      if (log) return false;
      unlink("/tmp/other");
      while (!log) log.tick(lineout::timestamp{});
    }
    const acknowledged sent = load.stop();
    finding found;
    found.read_rotated("/tmp/log", 100);
    bool fine = found.bad == 0 && found.disordered == 0 && found.lines == sent.size() && log.lost() > 60 &&
                log.repairs() == 0 && log.written() + log.lost() == static_cast<size_t>(load.calls());
    for (const auto& line : sent) fine = fine && found.times[line] == 1;
    if (!fine)
      dprintf(file.number, "bad %zu, disordered %zu, lines %zu of %zu, lost %zu, repairs %zu", found.bad,
              found.disordered, found.lines, sent.size(), log.lost(), log.repairs());
    return fine;
  }));
  CHECK(support::read_file(report) == "");
}

TEST_CASE(
    "log_file: programs are killed at random instants; what they were told is in the files, what is torn is reported") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  log_settings settings;
  settings.size_limit = 500000;
  settings.keep = 1000;
  constexpr int rounds = 25;
  std::minstd_rand random{12345};
  acknowledged sent;
  size_t found_torn = 0;
  size_t reported = 0;
  for (int round = 0; round < rounds; ++round) {
    program first{2 * round, path, settings};
    program second{2 * round + 1, path, settings};
    for (auto count = random() % 20; count > 0; --count) REQUIRE(first.hear());
    first.end();
    for (auto count = random() % 5; count > 0; --count) REQUIRE(second.hear());
    second.end();
    sent.insert(sent.end(), first.sent.begin(), first.sent.end());
    sent.insert(sent.end(), second.sent.begin(), second.sent.end());
    reported += static_cast<size_t>(first.repairs + second.repairs);
    const std::string left = support::read_file(path);
    const bool torn = !left.empty() && left.back() != '\n';
    found_torn += torn ? 1 : 0;
    const log_file log{path, settings};
    CHECK(log);
    CHECK(log.repairs() == (torn ? 1 : 0));
    CHECK(log.repair().empty() == !torn);
    const std::string whole = support::read_file(path);
    CHECK((whole.empty() || whole.back() == '\n'));
    CHECK(left.substr(0, whole.size()) == whole);
    reported += log.repairs();
  }
  finding found;
  found.read_rotated(path, settings.keep);
  CHECK(found.bad == 0);
  CHECK(found.disordered == 0);
  size_t missing = 0;
  for (const auto& line : sent) missing += found.times[line] == 1 ? 0 : 1;
  CHECK(missing == 0);
  // Each may have written one more line, and been killed before it could say so.
  CHECK(found.lines <= sent.size() + 2 * rounds);
  const std::string aside = support::read_file(path + ".torn");
  const size_t pieces = static_cast<size_t>(std::count(aside.begin(), aside.end(), '\n'));
  CHECK(pieces >= reported);
  CHECK(pieces <= reported + 2 * rounds);
  MESSAGE(sent.size() << " lines acknowledged, " << found_torn << " torn ends found, " << reported
                      << " repairs reported, " << pieces << " pieces moved aside");
}
