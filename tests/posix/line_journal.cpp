#include <lineout/posix/line_journal.hpp>

#include <signal.h>
#include <sys/time.h>

#include "support.hpp"

using lineout::outcome;
using lineout::detail::line_journal;
using support::read_file;

namespace {

outcome write_line(line_journal& journal, const std::string& line) { return journal.write(line.data(), line.size()); }

line_journal* interrupted = nullptr;
outcome of_handler = outcome::sent;
void handler(int) { of_handler = write_line(*interrupted, "handler\n"); }

}  // namespace

TEST_CASE("a journal waits for a program that has locked the file, but not for ever; in panic it does not care") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  line_journal journal{path, {.retry = 100000000}};
  support::handle other{open(path.c_str(), O_RDWR)};
  REQUIRE(flock(other.number, LOCK_EX) == 0);
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

TEST_CASE("a journal that a process shares with its child is locked by each of them alone") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  line_journal journal{path, {}};
  CHECK(write_line(journal, "parent\n") == outcome::sent);
  CHECK(support::in_child([&] {
    if (write_line(journal, "child\n") != outcome::sent) return false;
    // The child's own lock keeps others out, the parent's is not the same.
    journal.request_reopen();
    journal.maintain(true, 0);
    return write_line(journal, "child\n") == outcome::sent;
  }));
  CHECK(write_line(journal, "parent\n") == outcome::sent);
  CHECK(read_file(path) == "parent\nchild\nchild\nparent\n");
}

TEST_CASE("a handler that interrupts a line loses its own at once, or writes it; the file stays whole") {
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
}
