#include <lineout/posix/log_file.hpp>

#include <signal.h>
#include <sys/resource.h>

#include <lineout/channels/queued.hpp>
#include <lineout/logger.hpp>

#include "posix/support.hpp"

using lineout::outcome;
using lineout::timestamp;
using lineout::posix::log_file;
using lineout::posix::log_settings;
using support::read_file;
using support::send;
using support::send_all;

static_assert(lineout::detail::is_same<log_file::default_framing, lineout::traditional>);

namespace {

// It is not tried again until somebody says so.
constexpr log_settings patient{.retry = 100000000};

// No file of this process may grow beyond so many bytes; the signal that says so is ignored.
class file_size_limit {
 public:
  explicit file_size_limit(size_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~file_size_limit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

void write_file(const std::string& path, const std::string& content) {
  const support::handle file{open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600)};
  REQUIRE(write(file.number, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

struct place {
  support::temporary_directory directory;
  std::string path = directory / "log";
};

const timestamp noon = timestamp::at(1700000000);

}  // namespace

TEST_CASE("log_file appends lines, keeps errno, and is made with a mode") {
  const place here;
  write_file(here.path + ".old", "");
  const mode_t before = umask(0);
  {
    log_file log{here.path};
    CHECK(log);
    CHECK(log.error().empty());
    CHECK(support::keeps_errno([&] { return send(log, "one"); }) == outcome::sent);
    CHECK(mode_of(here.path) == 0640);
    log_settings settings;
    settings.mode = 0600;
    CHECK(log_file{here.path + ".other", settings});
    CHECK(mode_of(here.path + ".other") == 0600);
  }
  umask(before);
  log_file log{here.path};
  CHECK(send(log, "two") == outcome::sent);
  CHECK(read_file(here.path) == "one\ntwo\n");
  CHECK(log.written() == 1);
  CHECK(log.repairs() == 0);
  CHECK(log.repair().empty());
}

TEST_CASE("log_file says in words why it cannot be opened, and loses") {
  const place here;
  const auto error = [](const std::string& path) {
    log_file log{path};
    CHECK_FALSE(log);
    CHECK(send(log, "x") == outcome::lost);
    CHECK(log.lost() == 1);
    log.request_reopen();
    log.tick(noon);
    CHECK_FALSE(log);
    CHECK_FALSE(log.sync());
    return support::string(log.error());
  };
  CHECK(error("") == "the path is missing");
  CHECK(error(std::string(5000, 'x')) == "the path is too long or has a NUL in it");
  CHECK(error(here.directory / "missing/log") == "no such file or directory");
  CHECK(error(here.directory / "") == "it is a directory");
  CHECK(error("/dev/null") == "it is not a regular file");
  log_file none;
  CHECK_FALSE(none);
  CHECK(send(none, "x") == outcome::lost);
  CHECK(support::string(none.error()) == "there is no file");
  char full[] = {'x'};
  lineout::packet bytes{full, 1, 0};
  bytes.append(1);
  log_file log{here.path};
  CHECK(log.send(bytes) == outcome::lost);
}

TEST_CASE("log_file begins with the file that has the path, when it is asked to and not before") {
  const place here;
  log_file log{here.path};
  CHECK(send(log, "one") == outcome::sent);
  REQUIRE(rename(here.path.c_str(), (here.path + ".0").c_str()) == 0);
  CHECK(send(log, "two") == outcome::sent);
  log.request_reopen();
  CHECK(access(here.path.c_str(), F_OK) != 0);
  CHECK(support::keeps_errno([&] { return send(log, "three"); }) == outcome::sent);
  CHECK(read_file(here.path + ".0") == "one\ntwo\n");
  CHECK(read_file(here.path) == "three\n");
  REQUIRE(unlink(here.path.c_str()) == 0);
  log.request_reopen();
  CHECK_FALSE(log.poll(1));
  CHECK(access(here.path.c_str(), F_OK) == 0);
}

TEST_CASE("log_file stays with the old file while the new one cannot be opened, says so, and tries again at a tick") {
  const place here;
  log_file log{here.path};
  REQUIRE(rename(here.path.c_str(), (here.path + ".0").c_str()) == 0);
  REQUIRE(mkdir(here.path.c_str(), 0700) == 0);
  log.request_reopen();
  CHECK(send(log, "one") == outcome::sent);
  CHECK(send(log, "two") == outcome::sent);
  CHECK(log);
  CHECK(support::string(log.error()) == "it is a directory");
  CHECK(log.last_error() == EISDIR);
  CHECK(read_file(here.path + ".0") == "one\ntwo\n");
  REQUIRE(rmdir(here.path.c_str()) == 0);
  CHECK(send(log, "three") == outcome::sent);
  log.tick(noon);
  CHECK(log.error().empty());
  CHECK(send(log, "four") == outcome::sent);
  CHECK(read_file(here.path + ".0") == "one\ntwo\nthree\n");
  CHECK(read_file(here.path) == "four\n");
}

TEST_CASE("log_file finds a torn line at open and behind another program, moves it aside, and reports it") {
  const place here;
  write_file(here.path, "one\ntw");
  log_file log{here.path};
  CHECK(log.repairs() == 1);
  CHECK(support::string(log.repair()) == "a torn last line was moved to the file that has .torn behind its name");
  CHECK(read_file(here.path) == "one\n");
  CHECK(send(log, "two") == outcome::sent);
  write_file(here.path, "three\n");
  CHECK(send(log, "four") == outcome::sent);
  CHECK(log.repairs() == 1);
  write_file(here.path, "fi");
  CHECK(send(log, "five") == outcome::sent);
  CHECK(log.repairs() == 2);
  CHECK(read_file(here.path) == "one\ntwo\nthree\nfour\nfive\n");
  CHECK(read_file(here.path + ".torn") == "tw\nfi\n");
  REQUIRE(unlink((here.path + ".torn").c_str()) == 0);
  REQUIRE(mkdir((here.path + ".torn").c_str(), 0700) == 0);
  write_file(here.path, "si");
  CHECK(send(log, "six") == outcome::sent);
  CHECK(log.repairs() == 3);
  CHECK(support::string(log.repair()) == "a torn last line could not be moved aside, and was ended where it stood");
  CHECK(read_file(here.path) == "one\ntwo\nthree\nfour\nfive\nsi\nsix\n");
}

TEST_CASE("log_file takes back what a limit leaves of a line, and is suspended until a tick, a request, or its time") {
  const place here;
  log_file log{here.path, patient};
  CHECK(send(log, "first") == outcome::sent);
  const auto fail = [&](log_file& any) {
    const file_size_limit limit{10};
    const outcome result = support::keeps_errno([&] { return send(any, "longer than there is room"); });
    CHECK(result == outcome::lost);
    CHECK_FALSE(any);
    CHECK(any.last_error() == ENOSPC);
    CHECK(support::string(any.error()) == "no space left on the device");
    CHECK(read_file(here.path) == "first\n");
  };
  fail(log);
  CHECK(log.rollbacks() == 1);
  CHECK(send(log, "suspended") == outcome::lost);
  CHECK(log.poll(1));
  CHECK(log.lost() == 2);
  log.tick(timestamp{});
  CHECK(log);
  CHECK(log.error().empty());
  fail(log);
  log.request_reopen();
  CHECK(send(log, "second") == outcome::sent);
  CHECK(read_file(here.path) == "first\nsecond\n");
  REQUIRE(truncate(here.path.c_str(), 6) == 0);
  log_settings eager;
  eager.retry = 0;
  log_file other{here.path, eager};
  fail(other);
  CHECK(send(other, "third") == outcome::sent);
  CHECK(read_file(here.path) == "first\nthird\n");
}

TEST_CASE("log_file on a full disk holds whole lines only, loses and counts, and goes on when there is room") {
  if (!support::may_mount()) return support::skip("a mount namespace needs root");
  CHECK(support::in_child([] {
    if (!support::hide_under_tmpfs("/tmp", "size=64k")) return false;
    {
      const support::handle other{open("/tmp/other", O_WRONLY | O_CREAT, 0600)};
      const std::string much(16384, 'x');
      if (write(other.number, much.data(), much.size()) != 16384) return false;
    }
    log_settings settings = patient;
    settings.size_limit = 10000;
    settings.keep = 100;
    log_file log{"/tmp/log", settings};
    const std::string line(2999, 'y');
    size_t sent = 0;
    while (sent < 100 && send(log, line) == outcome::sent) ++sent;
    const auto lines = [&] {
      std::string all = read_file("/tmp/log");
      for (int number = 0; number < 100; ++number) all += read_file("/tmp/log." + std::to_string(number));
      for (size_t at = 0; at < all.size(); at += 3000)
        if (all.compare(at, 3000, line + "\n") != 0) return size_t{9999};
      return all.size() / 3000;
    };
    if (sent == 0 || sent == 100 || log || log.last_error() != ENOSPC || lines() != sent) return false;
    for (int count = 0; count < 10; ++count)
      if (send(log, line) != outcome::lost) return false;
    log.tick(noon);  // there is no room still
    if (send(log, line) != outcome::lost || log || lines() != sent || log.lost() != 12) return false;
    unlink("/tmp/other");
    if (send(log, line) != outcome::lost) return false;
    log.tick(noon);
    return log && send(log, line) == outcome::sent && lines() == sent + 1 && log.written() == sent + 1 &&
           log.rotations() > 0 && log.repairs() == 0;
  }));
}

TEST_CASE("log_file: what cannot be moved aside on a full disk is ended there, or nothing is written behind it") {
  if (!support::may_mount()) return support::skip("a mount namespace needs root");
  CHECK(support::in_child([] {
    if (!support::hide_under_tmpfs("/tmp", "size=64k")) return false;
    const support::handle file{open("/tmp/log", O_WRONLY | O_CREAT | O_APPEND, 0600)};
    const std::string much(70000, 'x');  // up to the last byte
    if (write(file.number, "one\n", 4) != 4 || write(file.number, much.data(), much.size()) != 65532) return false;
    const std::string before = read_file("/tmp/log");
    log_file log{"/tmp/log", patient};
    if (log || log.repairs() != 0 || log.last_error() != ENOSPC || read_file("/tmp/log") != before) return false;
    if (send(log, "x") != outcome::lost || read_file("/tmp/log") != before) return false;
    if (ftruncate(file.number, 50000) != 0) return false;
    log.tick(noon);
    if (!log || log.repairs() != 1 || send(log, "two") != outcome::sent) return false;
    return read_file("/tmp/log") == before.substr(0, 50000) + "\ntwo\n" ||
           (read_file("/tmp/log") == "one\ntwo\n" && read_file("/tmp/log.torn") == before.substr(4, 49996) + "\n");
  }));
}

TEST_CASE(
    "log_file creates a file that was removed, waits for a directory that was, and loses nothing it has acknowledged") {
  const place here;
  const std::string folder = here.directory / "folder";
  const std::string path = folder + "/log";
  REQUIRE(mkdir(folder.c_str(), 0700) == 0);
  log_file log{path, patient};
  CHECK(send(log, "one") == outcome::sent);
  REQUIRE(unlink(path.c_str()) == 0);
  CHECK(send(log, "two") == outcome::sent);
  CHECK(read_file(path) == "two\n");
  REQUIRE(unlink(path.c_str()) == 0);
  REQUIRE(rmdir(folder.c_str()) == 0);
  CHECK(send(log, "lost") == outcome::lost);
  CHECK_FALSE(log);
  CHECK(support::string(log.error()) == "no such file or directory");
  log.tick(noon);
  CHECK_FALSE(log);
  REQUIRE(mkdir(folder.c_str(), 0700) == 0);
  CHECK(send(log, "lost") == outcome::lost);
  log.tick(noon);
  CHECK(log);
  CHECK(send(log, "three") == outcome::sent);
  CHECK(read_file(path) == "three\n");
  CHECK(log.lost() == 2);
}

TEST_CASE("log_file rotates by size: no line is split, none is lost before its time, and modes are kept") {
  const place here;
  log_settings settings;
  settings.size_limit = 10;
  settings.keep = 2;
  log_file log{here.path, settings};
  REQUIRE(chmod(here.path.c_str(), 0604) == 0);
  for (const char* const line : {"1234", "12345", "abcd"}) CHECK(send(log, line) == outcome::sent);
  CHECK(read_file(here.path) == "abcd\n");
  CHECK(log.rotations() == 2);
  CHECK(read_file(here.path + ".0") == "12345\n");
  CHECK(read_file(here.path + ".1") == "1234\n");
  CHECK(mode_of(here.path) == 0604);
  CHECK(send(log, "efgh") == outcome::sent);
  CHECK(read_file(here.path) == "abcd\nefgh\n");
  CHECK(send(log, "longer than any file") == outcome::sent);
  CHECK(read_file(here.path) == "longer than any file\n");
  CHECK(send(log, "x") == outcome::sent);
  CHECK(read_file(here.path + ".0") == "longer than any file\n");
  CHECK(read_file(here.path + ".1") == "abcd\nefgh\n");
  CHECK(access((here.path + ".2").c_str(), F_OK) != 0);
}

TEST_CASE("log_file lets the file grow where it cannot be renamed, says so, and tries again at a tick") {
  const place here;
  log_settings settings;
  settings.size_limit = 10;
  settings.keep = 1;
  log_file log{here.path, settings};
  REQUIRE(mkdir((here.path + ".0").c_str(), 0700) == 0);
  for (int count = 0; count < 4; ++count) CHECK(send(log, "12345678") == outcome::sent);
  CHECK(support::string(log.error()) == "it is a directory");
  CHECK(log);
  CHECK(read_file(here.path).size() == 36);
  REQUIRE(rmdir((here.path + ".0").c_str()) == 0);
  log.tick(noon);
  CHECK(send(log, "new") == outcome::sent);
  CHECK(log.error().empty());
  CHECK(read_file(here.path + ".0").size() == 36);
}

TEST_CASE("log_file rotates what is from an earlier day, of the place where the tick is, and not an empty file") {
  const place here;
  log_settings settings;
  settings.period = 86400;
  log_file log{here.path, settings};
  const auto written_at = [&](int64_t seconds) {
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    REQUIRE(utimensat(AT_FDCWD, here.path.c_str(), times, 0) == 0);
  };
  constexpr int64_t midnight = 1700006400;  // UTC
  written_at(midnight - 100000);
  log.tick(timestamp::at(midnight));
  CHECK(log.rotations() == 0);
  CHECK(send(log, "one") == outcome::sent);
  written_at(midnight - 1);
  log.tick(timestamp::at(midnight - 1));
  CHECK(log.rotations() == 0);
  log.tick(timestamp::at(midnight, 0, 60));  // it is one o'clock, as it was at the last line
  CHECK(log.rotations() == 0);
  log.tick(timestamp::at(midnight));
  CHECK(log.rotations() == 1);
  CHECK(read_file(here.path + ".0") == "one\n");
  CHECK(send(log, "two") == outcome::sent);
  written_at(midnight + 10 * 86400);
  log.tick(timestamp::at(midnight));  // a clock that was set back
  CHECK(log.rotations() == 1);
  written_at(midnight);  // years ago
  CHECK(send(log, "three") == outcome::sent);
  CHECK(read_file(here.path + ".0") == "two\n");
  CHECK(read_file(here.path) == "three\n");
}

TEST_CASE("log_file: two that rotate the same file follow each other") {
  const place here;
  log_settings settings;
  settings.size_limit = 10;
  log_file first{here.path, settings};
  log_file second{here.path, settings};
  for (const char* const line : {"aaaaaaa", "bbbbbbb", "ccccccc"}) {
    CHECK(send(first, line) == outcome::sent);
    CHECK(send(second, line + std::string{"2"}) == outcome::sent);
  }
  CHECK(first.rotations() + second.rotations() == 5);
  CHECK(read_file(here.path) == "ccccccc2\n");
  CHECK(read_file(here.path + ".0") == "ccccccc\n");
  CHECK(read_file(here.path + ".4") == "aaaaaaa\n");
}

TEST_CASE("log_file: as root a symbolic link is not followed, at a reopening neither") {
  if (geteuid() != 0) return support::skip("that root takes care needs root");
  const place here;
  log_file log{here.path};
  write_file(here.directory / "precious", "");
  REQUIRE(unlink(here.path.c_str()) == 0);
  REQUIRE(symlink("precious", here.path.c_str()) == 0);
  CHECK_FALSE(log_file{here.path});
  log.request_reopen();
  CHECK(send(log, "x") == outcome::lost);
  CHECK(support::string(log.error()) == "it is a symbolic link, which root does not follow, or there are too many");
  CHECK(read_file(here.directory / "precious").empty());
}

TEST_CASE("log_file that has been moved from loses, and the other one writes and keeps its counts") {
  const place here;
  log_file first{here.path};
  CHECK(send(first, "one") == outcome::sent);
  log_file second{static_cast<log_file&&>(first)};
  CHECK_FALSE(first);
  CHECK(send(first, "x") == outcome::lost);
  CHECK(send(second, "two") == outcome::sent);
  CHECK(second.written() == 2);
  CHECK(second.sync());
  CHECK(read_file(here.path) == "one\ntwo\n");
}

TEST_CASE("a logger made with a log_file writes a syslog daemon's lines") {
  const place here;
  lineout::logger log{log_file{here.path}, lineout::origin{"host", "test"}};
  log.warning("disk {}", "sda");
  const std::string content = read_file(here.path);
  CHECK(content.size() == 36);
  CHECK(content.substr(15) == " host test: disk sda\n");
  CHECK_FALSE(log.poll(1));
}

TEST_CASE("log_file writes many lines, whole ones up to a limit, and is suspended there") {
  const place here;
  log_file log{here.path, patient};
  const std::vector<std::string> some{"one", "two", "three", "four"};
  const long before = support::writes();
  CHECK(send_all(log, some) == support::all(4, outcome::sent));
  if (before >= 0) CHECK(support::writes() - before == 1);
  CHECK(send_all(log, some, 0) == support::all(4, outcome::lost));
  CHECK(log.written() == 4);
  CHECK(log.lost() == 0);  // these never got to the file
  {
    const file_size_limit limit{19 + 10};
    CHECK(send_all(log, some) == std::vector<outcome>{outcome::sent, outcome::sent, outcome::lost, outcome::lost});
    CHECK(read_file(here.path) == "one\ntwo\nthree\nfour\none\ntwo\n");
    CHECK_FALSE(log);
    CHECK(log.last_error() == ENOSPC);
    CHECK(log.rollbacks() == 1);
    CHECK(log.repairs() == 0);
    CHECK(log.written() == 6);
    CHECK(log.lost() == 2);
  }
  CHECK(send_all(log, some) == support::all(4, outcome::lost));
  log.tick(noon);
  CHECK(send_all(log, some) == support::all(4, outcome::sent));
  CHECK(read_file(here.path) == "one\ntwo\nthree\nfour\none\ntwo\none\ntwo\nthree\nfour\n");
  CHECK(log.written() == 10);
  CHECK(log.lost() == 6);
}

TEST_CASE("log_file: of many lines each file gets what it may hold") {
  const place here;
  log_file log{here.path, {.size_limit = 10, .keep = 40}};
  std::vector<std::string> some(20, "four");
  some[7] = "this line alone is longer than a file may be";
  CHECK(send_all(log, some) == support::all(20, outcome::sent));
  // Two lines each, and one where the next is longer, or that one.
  std::string all;
  for (int number = 39; number >= -1; --number) {
    const std::string one = read_file(number < 0 ? here.path : here.path + "." + std::to_string(number));
    CHECK((one.size() <= 10 || one == some[7] + "\n"));
    all += one;
  }
  std::string expected;
  for (const std::string& one : some) expected += one + "\n";
  CHECK(all == expected);
  CHECK(log.rotations() == 10);
  CHECK(log.written() == 20);
}

TEST_CASE("log_file whose descriptor the program has closed, and given to its own files, is opened anew") {
  const place here;
  CHECK(support::in_child([&] {
    log_file log{here.path};
    if (send(log, "one") != outcome::sent) return false;
    for (int number = 3; number < 256; ++number) close(number);
    std::vector<support::handle> own;
    for (int count = 0; count < 5; ++count)
      own.emplace_back(open((here.path + std::to_string(count)).c_str(), O_RDWR | O_CREAT, 0600));
    if (send(log, "two") != outcome::sent || !log.sync()) return false;
    { const log_file moved{static_cast<log_file&&>(log)}; }
    for (const support::handle& one : own)
      if (fcntl(one.number, F_GETFD) < 0) return false;
    return true;
  }));
  CHECK(read_file(here.path) == "one\ntwo\n");
  for (int count = 0; count < 5; ++count) CHECK(read_file(here.path + std::to_string(count)).empty());
}

TEST_CASE("log_file never takes the number of a standard stream that is closed, rotated, synced and repaired neither") {
  const place here;
  write_file(here.path, "tor");
  CHECK(support::in_child([&] {
    for (const int number : {0, 1, 2}) close(number);
    log_file log{here.path, {.size_limit = 4}};
    for (int count = 0; count < 3; ++count)
      if (send(log, "one") != outcome::sent) return false;
    log.sync();
    for (const int number : {0, 1, 2})
      if (fcntl(number, F_GETFD) >= 0) return false;
    return log.rotations() == 2 && log.repairs() == 1;
  }));
}

TEST_CASE("log_file that is moved remembers that a file was left unsynced") {
  const place here;
  log_file first{here.path, {.size_limit = 4}};
  CHECK(send(first, "one") == outcome::sent);
  CHECK(send(first, "two") == outcome::sent);
  log_file second{static_cast<log_file&&>(first)};
  CHECK_FALSE(second.sync());
  CHECK(second.sync());
}

namespace {

int offset_of_clock = 0;
struct clock_somewhere {
  timestamp now() { return timestamp::at(time(nullptr), 0, offset_of_clock); }
};
struct their_options : lineout::options {
  using clock = clock_somewhere;
};

}  // namespace

TEST_CASE("log_file: a logger's poll is enough for a new file at local midnight, behind a queue too") {
  const place here;
  using channel = lineout::framed<lineout::traditional, log_file>;
  using ring = lineout::message_ring<4, 512>;
  static ring lines;
  using queue = lineout::queued<channel, ring>;
  lineout::logger<queue, their_options> log{queue{channel{log_file{here.path, {.period = 86400}}}, lines},
                                            lineout::origin{"host", "test"}};
  const int64_t now = time(nullptr);
  // Where it is the last but one minute of the day.
  const int eve = static_cast<int>((86400 - now % 86400) / 60) - 1;
  const auto poll_at = [&](int offset) {
    const timespec times[2] = {{now - 150, 0}, {now - 150, 0}};
    REQUIRE(utimensat(AT_FDCWD, here.path.c_str(), times, 0) == 0);
    offset_of_clock = offset;
    log.poll(10);
  };
  offset_of_clock = eve;
  log.info("one");
  log.poll(10);
  CHECK(read_file(here.path).size() > 0);
  poll_at(eve);
  CHECK(read_file(here.path).size() > 0);
  poll_at(eve + 2);
  CHECK(read_file(here.path).empty());
  CHECK(read_file(here.path + ".0").size() > 0);
}
