#include <lineout/posix/detail/line_journal.hpp>

#include <signal.h>
#include <sys/time.h>

#include <set>

#include "posix/support.hpp"

using lineout::outcome;
using lineout::detail::line_journal;
using support::read_file;

namespace {

outcome write_line(line_journal& journal, const std::string& line) { return journal.write(line.data(), line.size()); }

// On the first byte, for the open file.
bool record_lock(int number, short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_len = 1;
  return fcntl(number, F_OFD_SETLK, &lock) == 0;
}

line_journal* interrupted = nullptr;
outcome of_handler = outcome::sent;
void handler(int) { of_handler = write_line(*interrupted, "handler\n"); }

}  // namespace

TEST_CASE("a journal waits for a program that has locked the file, but not for ever; in panic it does not care") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  line_journal journal{path, {.retry = 100000000, .patience = 20000}};
  support::handle other{open(path.c_str(), O_RDWR)};
  REQUIRE(record_lock(other.number, F_WRLCK));
  CHECK(write_line(journal, "lost\n") == outcome::lost);
  CHECK(journal.suspended());
  CHECK(support::string(journal.error()) == "another program keeps it locked");
  CHECK(write_line(journal, "lost\n") == outcome::lost);
  journal.panic();
  CHECK(write_line(journal, "last words\n") == outcome::sent);
  other.close();
  journal.maintain(true, 0);
  CHECK_FALSE(journal.suspended());
  CHECK(write_line(journal, "more\n") == outcome::sent);
  CHECK(read_file(path) == "last words\nmore\n");
}

TEST_CASE("a journal that a process shares with its child: each waits for the other, and follows its rotations") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  line_journal journal{path, {.size_limit = 100, .keep = 400, .retry = 0}};
  const auto write_all = [&](const std::string& name) {
    for (int number = 0; number < 600; ++number)
      while (write_line(journal, name + " " + std::to_string(number) + "\n") != outcome::sent) continue;
  };
  CHECK(write_line(journal, "first\n") == outcome::sent);
  fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    write_all("child");
    _exit(0);
  }
  write_all("parent");
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  std::string all = read_file(path);
  for (int number = 0; number < 400; ++number) all = read_file(path + "." + std::to_string(number)) + all;
  std::set<std::string> lines;
  size_t count = 0;
  for (size_t at = 0; at < all.size(); ++count) {
    const size_t end = all.find('\n', at);
    lines.insert(all.substr(at, end - at));
    at = end == std::string::npos ? all.size() : end + 1;
  }
  CHECK(count == 1201);
  size_t missing = 0;
  for (int number = 0; number < 600; ++number)
    for (const char* const name : {"child ", "parent "}) missing += 1 - lines.count(name + std::to_string(number));
  CHECK(missing == 0);
  CHECK(journal.count(line_journal::repaired) == 0);
}

TEST_CASE("a journal's lock is not shared with a child of the process, so that it keeps the child out") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  line_journal journal{path, {}};
  struct stat wanted {};
  REQUIRE(stat(path.c_str(), &wanted) == 0);
  int number = 3;
  for (struct stat status{}; number < 1000; ++number)
    if (fstat(number, &status) == 0 && status.st_dev == wanted.st_dev && status.st_ino == wanted.st_ino) break;
  REQUIRE(record_lock(number, F_WRLCK));
  CHECK(support::in_child([&] {
    journal.panic();  // does not wait long
    journal.maintain(true, 0);
    return journal.suspended() && support::string(journal.error()) == "another program keeps it locked";
  }));
  REQUIRE(record_lock(number, F_UNLCK));
  CHECK(write_line(journal, "parent\n") == outcome::sent);
}

TEST_CASE("a handler writes its line when the one that it comes upon is written: none is lost, the file stays whole") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  line_journal journal{path, {}};
  interrupted = &journal;
  struct sigaction action {};
  action.sa_handler = handler;
  struct sigaction before {};
  sigaction(SIGALRM, &action, &before);
  const itimerval often{{0, 200}, {0, 200}};
  const itimerval never{};
  setitimer(ITIMER_REAL, &often, nullptr);
  int sent = 0;
  for (int count = 0; count < 2000; ++count) sent += write_line(journal, "main\n") == outcome::sent ? 1 : 0;
  setitimer(ITIMER_REAL, &never, nullptr);
  sigaction(SIGALRM, &before, nullptr);
  CHECK(sent == 2000);
  const std::string content = read_file(path);
  size_t lines = 0;
  for (size_t at = 0; at < content.size(); ++lines) {
    const size_t end = content.find('\n', at) + 1;
    const std::string line = content.substr(at, end - at);
    CHECK((line == "main\n" || line == "handler\n"));
    at = end;
  }
  CHECK(lines == journal.count(line_journal::written));
  CHECK(journal.count(line_journal::lost) == 0);
}
