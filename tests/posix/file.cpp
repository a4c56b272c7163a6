#include <lineout/posix/file.hpp>

#include <sys/resource.h>

#include "support.hpp"

using lineout::outcome;
using lineout::posix::file;
using support::read_file;
using support::send;

static_assert(lineout::detail::is_same<file::default_framing, lineout::traditional>);

namespace {

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
  const support::handle file{open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600)};
  REQUIRE(write(file.number, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
}

}  // namespace

TEST_CASE("file appends each record as a line") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  write_file(path, "old\n");
  file log{path};
  CHECK(log);
  CHECK(log.error().empty());
  CHECK(send(log, "one") == outcome::sent);
  CHECK(send(log, "two") == outcome::sent);
  CHECK(read_file(path) == "old\none\ntwo\n");
  CHECK(log.last_error() == 0);
}

TEST_CASE("file is created for its owner and readable for its group, or as asked") {
  const support::temporary_directory directory;
  const mode_t before = umask(0);
  const std::string usual = directory / "usual";
  const std::string asked = directory / "asked";
  const file first{usual};
  const file second{asked, 0600};
  umask(before);
  struct stat status {};
  REQUIRE(stat(usual.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0640);
  REQUIRE(stat(asked.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0600);
}

TEST_CASE("file: two that append to the same file leave whole lines") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  file first{path};
  file second{path};
  CHECK(send(first, "one") == outcome::sent);
  CHECK(send(second, "two") == outcome::sent);
  CHECK(send(first, "three") == outcome::sent);
  CHECK(read_file(path) == "one\ntwo\nthree\n");
}

TEST_CASE("file says in words why it cannot be opened, and loses") {
  const support::temporary_directory directory;
  const auto error = [](const std::string& path) {
    file log{path};
    CHECK_FALSE(log);
    CHECK(send(log, "x") == outcome::lost);
    return support::string(log.error());
  };
  CHECK(error("") == "the path is missing");
  CHECK(error(directory / "missing/log") == "no such file or directory");
  CHECK(error(directory / "") == "it is a directory");
  CHECK(error(std::string(5000, 'x')) == "the path is too long or has a NUL in it");
  CHECK(error(std::string(300, 'x')) == "the name is too long");
  CHECK(support::string(file{}.error()) == "there is no file");
}

TEST_CASE("file loses a line without room for its newline") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  file log{path};
  char full[] = {'x'};
  lineout::packet bytes{full, 1, 0};
  bytes.append(1);
  CHECK(log.send(bytes) == outcome::lost);
  CHECK(read_file(path).empty());
}

TEST_CASE("file takes back what a limit leaves of a line, keeps errno, and goes on when there is room") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  file log{path};
  CHECK(send(log, "first") == outcome::sent);
  {
    const file_size_limit limit{10};
    errno = 12345;
    const outcome result = send(log, "longer than there is room");
    const int after = errno;
    CHECK(result == outcome::lost);
    CHECK(after == 12345);
    CHECK(log.last_error() == ENOSPC);
    CHECK(read_file(path) == "first\n");
    CHECK(send(log, "abc") == outcome::sent);
    CHECK(send(log, "") == outcome::lost);
    CHECK(log.last_error() == EFBIG);
  }
  CHECK(send(log, "last") == outcome::sent);
  CHECK(read_file(path) == "first\nabc\nlast\n");
}

TEST_CASE("file on a full disk holds whole lines only, and goes on when there is room") {
  if (!support::may_mount()) return support::skip("a mount namespace needs root");
  CHECK(support::in_child([] {
    if (!support::hide_under_tmpfs("/tmp", "size=64k")) return false;
    write_file("/tmp/other", std::string(16384, 'x'));
    file log{"/tmp/log"};
    const std::string line(2999, 'y');
    std::string expected;
    int sent = 0;
    while (sent < 100 && send(log, line) == outcome::sent) ++sent;
    for (int count = 0; count < sent; ++count) expected += line + "\n";
    if (sent == 0 || sent == 100 || log.last_error() != ENOSPC || read_file("/tmp/log") != expected) return false;
    if (send(log, line) != outcome::lost || read_file("/tmp/log") != expected) return false;
    unlink("/tmp/other");
    return send(log, line) == outcome::sent && read_file("/tmp/log") == expected + line + "\n";
  }));
}

TEST_CASE("file: a device that is full loses, and is not fatal") {
  file log{"/dev/full"};
  CHECK(log);
  CHECK(send(log, "x") == outcome::lost);
  CHECK(log.last_error() == ENOSPC);
}

TEST_CASE("file opens a FIFO that nobody reads yet, and does not wait for its reader") {
  const support::temporary_directory directory;
  const std::string path = directory / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  file log{path};
  CHECK(log);
  CHECK(send(log, "before") == outcome::sent);
  const support::handle reader{open(path.c_str(), O_RDONLY | O_NONBLOCK)};
  CHECK(send(log, "after") == outcome::sent);
  CHECK(support::receive(reader.number) == "before\nafter\n");
  std::string expected;
  int sent = 0;
  while (sent < 100000 && send(log, std::to_string(sent)) == outcome::sent) expected += std::to_string(sent++) + "\n";
  CHECK(sent < 100000);
  CHECK(log.last_error() == EAGAIN);
  CHECK(support::receive(reader.number) == expected);
  CHECK(send(log, "room again") == outcome::sent);
  CHECK(support::receive(reader.number) == "room again\n");
}

TEST_CASE("file: what a full FIFO has taken of a line stands on a line of its own") {
  const support::temporary_directory directory;
  const std::string path = directory / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  file log{path};
  const support::handle reader{open(path.c_str(), O_RDONLY | O_NONBLOCK)};
  const std::string line(50000, 'x');
  int sent = 0;
  std::string expected;
  while (sent < 100 && send(log, line) == outcome::sent) {
    ++sent;
    expected += line + "\n";
  }
  REQUIRE(sent < 100);
  CHECK(send(log, "full") == outcome::lost);
  std::string arrived = support::receive(reader.number);
  const std::string torn = arrived.substr(expected.size());
  CHECK(arrived.substr(0, expected.size()) == expected);
  CHECK_FALSE(torn.empty());
  CHECK(torn.find('\n') == std::string::npos);
  CHECK(send(log, "next") == outcome::sent);
  CHECK(support::receive(reader.number) == "\nnext\n");
}

TEST_CASE("file: /dev/stdout is a pipe, and its reader's end is no signal") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  support::handle reader{ends[0]};
  support::handle writer{ends[1]};
  CHECK(support::in_child([&] {
    dup2(writer.number, 1);
    file log{"/dev/stdout"};
    return log && send(log, "one") == outcome::sent && (fcntl(1, F_GETFL) & O_NONBLOCK) == 0;
  }));
  CHECK(support::receive(reader.number) == "one\n");
  CHECK(support::in_child([&] {
    signal(SIGPIPE, SIG_DFL);
    int own[2];
    if (pipe(own) != 0) return false;
    dup2(own[1], 1);
    file log{"/dev/stdout"};
    close(own[0]);
    errno = 12345;
    sigset_t left;
    return send(log, "one") == outcome::lost && send(log, "two") == outcome::lost && errno == 12345 &&
           log.last_error() == EPIPE && sigpending(&left) == 0 && sigismember(&left, SIGPIPE) == 0;
  }));
}

TEST_CASE("file: /dev/stdout is a regular file that the program writes to as well") {
  const support::temporary_directory directory;
  const std::string path = directory / "out";
  CHECK(support::in_child([&] {
    const int out = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(out, 1);
    file log{"/dev/stdout"};
    return write(1, "program\n", 8) == 8 && send(log, "log") == outcome::sent && write(1, "program\n", 8) == 8;
  }));
  CHECK(read_file(path) == "program\nlog\nprogram\n");
}

TEST_CASE("file: /dev/stderr is a socket") {
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  support::handle reader{ends[0]};
  support::handle writer{ends[1]};
  CHECK(support::in_child([&] {
    dup2(writer.number, 2);
    file log{"/dev/stderr"};
    return log && send(log, "one") == outcome::sent;
  }));
  CHECK(support::receive(reader.number) == "one\n");
}

TEST_CASE("file that has been moved from loses, and the other one writes") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  file first{path};
  file second{static_cast<file&&>(first)};
  CHECK_FALSE(first);
  CHECK(send(first, "x") == outcome::lost);
  CHECK(send(second, "moved") == outcome::sent);
  CHECK(read_file(path) == "moved\n");
}
