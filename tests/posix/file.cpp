#include <lineout/posix/file.hpp>

#include <sys/resource.h>

#include <thread>

#include <lineout/channels/queued.hpp>
#include <lineout/logger.hpp>

#include "posix/support.hpp"

using lineout::outcome;
using lineout::posix::file;
using support::read_file;
using support::send;
using support::send_all;

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

namespace {

std::vector<std::string> numbered(size_t count, size_t size = 0) {
  std::vector<std::string> result;
  for (size_t number = 0; number < count; ++number) {
    std::string& one = result.emplace_back(std::to_string(number));
    if (size > one.size()) one.resize(size, static_cast<char>('a' + number % 26));
  }
  return result;
}

std::string lines_of(const std::vector<std::string>& records) {
  std::string result;
  for (const std::string& one : records) result += one + "\n";
  return result;
}

// Of many, those that were sent.
std::vector<std::string> sent_of(const std::vector<std::string>& records, const std::vector<outcome>& outcomes) {
  std::vector<std::string> result;
  CHECK(outcomes.size() == records.size());
  for (size_t index = 0; index < outcomes.size(); ++index)
    if (outcomes[index] == outcome::sent) result.push_back(records[index]);
  return result;
}

}  // namespace

TEST_CASE("file writes many lines with one write") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  file log{path};
  const std::vector<std::string> some = numbered(64, 91);
  const long before = support::writes();
  CHECK(send_all(log, some) == support::all(64, outcome::sent));
  const long after = support::writes();
  CHECK(read_file(path) == lines_of(some));
  CHECK(log.last_error() == 0);
  CHECK(send_all(log, {"", "one", ""}) == support::all(3, outcome::sent));
  CHECK(read_file(path) == lines_of(some) + "\none\n\n");
  if (before < 0) return support::skip("the system does not count writes");
  CHECK(after - before == 1);
}

TEST_CASE("file loses many lines without room for their newlines, and when there is no file") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  file log{path};
  CHECK(send_all(log, {"one", "two"}, 0) == support::all(2, outcome::lost));
  CHECK(read_file(path).empty());
  file none;
  CHECK(send_all(none, {"one", "two"}) == support::all(2, outcome::lost));
}

TEST_CASE("file: of many lines at a limit the whole ones stay, the torn one is taken back, and a short one fits") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  file log{path};
  const std::vector<std::string> some{"first", "second", "a longer one", "third", "4", "no more"};
  {
    const file_size_limit limit{21};
    CHECK(send_all(log, some) == std::vector<outcome>{outcome::sent, outcome::sent, outcome::lost, outcome::sent,
                                                      outcome::sent, outcome::lost});
    CHECK(read_file(path) == "first\nsecond\nthird\n4\n");
    CHECK(send_all(log, some) == support::all(6, outcome::lost));
    CHECK(log.last_error() == EFBIG);
  }
  CHECK(read_file(path) == "first\nsecond\nthird\n4\n");
  CHECK(send_all(log, some) == support::all(6, outcome::sent));
  CHECK(read_file(path) == "first\nsecond\nthird\n4\n" + lines_of(some));
}

TEST_CASE("file: of many lines the end of what fits may be the end of a line") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  file log{path};
  const file_size_limit limit{8};
  CHECK(send_all(log, {"one", "two", "six", "ten"}) ==
        std::vector<outcome>{outcome::sent, outcome::sent, outcome::lost, outcome::lost});
  CHECK(read_file(path) == "one\ntwo\n");
}

TEST_CASE("file on a full disk holds of many lines those that are sent, whole, and goes on when there is room") {
  if (!support::may_mount()) return support::skip("a mount namespace needs root");
  CHECK(support::in_child([] {
    if (!support::hide_under_tmpfs("/tmp", "size=64k")) return false;
    write_file("/tmp/other", std::string(16384, 'x'));
    file log{"/tmp/log"};
    const std::vector<std::string> some = numbered(64, 999);
    const std::vector<outcome> outcomes = send_all(log, some);
    std::string expected = lines_of(sent_of(some, outcomes));
    if (expected.empty() || expected.size() > 49152 || log.last_error() != ENOSPC) return false;
    if (read_file("/tmp/log") != expected) return false;
    if (send_all(log, some) != support::all(64, outcome::lost) || read_file("/tmp/log") != expected) return false;
    unlink("/tmp/other");
    const std::vector<std::string> few = numbered(10, 999);
    return send_all(log, few) == support::all(10, outcome::sent) && read_file("/tmp/log") == expected + lines_of(few);
  }));
}

TEST_CASE("file: many lines for a device that is full are lost") {
  file log{"/dev/full"};
  CHECK(send_all(log, numbered(64)) == support::all(64, outcome::lost));
  CHECK(log.last_error() == ENOSPC);
}

TEST_CASE("file: of many lines for a full FIFO those that are sent arrive, whole") {
  const support::temporary_directory directory;
  const std::string path = directory / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  file log{path};
  const support::handle reader{open(path.c_str(), O_RDONLY | O_NONBLOCK)};
  for (const size_t size : {size_t{0}, size_t{90}, size_t{1500}, size_t{4095}}) {
    CAPTURE(size);
    const std::vector<std::string> some = numbered(64, size);
    std::string expected;
    bool full = false;
    for (int batch = 0; batch < 1000 && !full; ++batch) {
      const std::vector<std::string> sent = sent_of(some, send_all(log, some));
      expected += lines_of(sent);
      full = sent.size() < 64;
    }
    CHECK(full);
    CHECK(log.last_error() == EAGAIN);
    CHECK((support::receive(reader.number) == expected));
    CHECK_FALSE(support::has_more(reader.number));
  }
}

TEST_CASE("file: what a full FIFO has taken of one of many lines stands on a line of its own") {
  const support::temporary_directory directory;
  const std::string path = directory / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  file log{path};
  const support::handle reader{open(path.c_str(), O_RDONLY | O_NONBLOCK)};
  std::vector<std::string> some = numbered(8);
  some[3] = std::string(100000, 'x');
  CHECK(send_all(log, some) == std::vector<outcome>{outcome::sent, outcome::sent, outcome::sent, outcome::lost,
                                                    outcome::lost, outcome::lost, outcome::lost, outcome::lost});
  const std::string arrived = support::receive(reader.number);
  CHECK(arrived.substr(0, 6) == "0\n1\n2\n");
  CHECK(arrived.find_first_not_of('x', 6) == std::string::npos);
  CHECK(arrived.size() > 1000);
  CHECK(send_all(log, {"one", "two"}) == support::all(2, outcome::sent));
  CHECK(support::receive(reader.number) == "\none\ntwo\n");
}

TEST_CASE("file: many lines of two that write to one FIFO do not mix") {
  const support::temporary_directory directory;
  const std::string path = directory / "fifo";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  file first{path};
  file second{path};
  const support::handle reader{open(path.c_str(), O_RDONLY | O_NONBLOCK)};
  size_t sent[2] = {};
  const auto write_many = [](file& log, char letter, size_t& count) {
    const std::vector<std::string> some(64, std::string(999, letter));
    for (int batch = 0; batch < 200; ++batch)
      for (const outcome one : send_all(log, some)) count += one == outcome::sent ? 1 : 0;
  };
  std::thread one{[&] { write_many(first, 'a', sent[0]); }};
  std::thread other{[&] { write_many(second, 'b', sent[1]); }};
  std::thread both{[&] {
    one.join();
    other.join();
    const support::handle end{open(path.c_str(), O_WRONLY | O_NONBLOCK)};
    while (write(end.number, "end\n", 4) != 4) usleep(1000);
  }};
  std::string arrived;
  while (arrived.size() < 4 || arrived.compare(arrived.size() - 4, 4, "end\n") != 0)
    arrived += support::receive(reader.number);
  both.join();
  size_t lines[2] = {};
  size_t strange = 0;
  for (size_t begin = 0; begin + 4 < arrived.size();) {
    const size_t end = std::min(arrived.find('\n', begin), arrived.size());
    const std::string line = arrived.substr(begin, end - begin);
    if (line == std::string(999, 'a')) ++lines[0];
    else if (line == std::string(999, 'b')) ++lines[1];
    else ++strange;
    begin = end + 1;
  }
  CHECK(strange == 0);
  CHECK(lines[0] == sent[0]);
  CHECK(lines[1] == sent[1]);
  CHECK(sent[0] + sent[1] > 0);
}

TEST_CASE("file: many lines for a pipe whose reader has gone are lost, without a signal") {
  CHECK(support::in_child([] {
    signal(SIGPIPE, SIG_DFL);
    int own[2];
    if (pipe(own) != 0) return false;
    dup2(own[1], 1);
    file log{"/dev/stdout"};
    const std::vector<std::string> some = numbered(64, 90);
    if (send_all(log, some) != support::all(64, outcome::sent) || support::receive(own[0]) != lines_of(some))
      return false;
    close(own[0]);
    return send_all(log, some) == support::all(64, outcome::lost) && log.last_error() == EPIPE;
  }));
}

TEST_CASE("file: many lines for a socket, or a terminal, are written one by one") {
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
  support::handle reader{ends[0]};
  support::handle writer{ends[1]};
  CHECK(support::in_child([&] {
    dup2(writer.number, 2);
    file log{"/dev/stderr"};
    return send_all(log, {"one", "two"}) == support::all(2, outcome::sent);
  }));
  CHECK(support::receive(reader.number) == "one\n");
  CHECK(support::receive(reader.number) == "two\n");
  const long before = support::writes();
  file terminal{"/dev/null"};
  CHECK(send_all(terminal, numbered(5)) == support::all(5, outcome::sent));
  if (before >= 0) CHECK(support::writes() - before == 5);
}

TEST_CASE("a logger whose queue is drained into a file: each line is there once, in order, with few writes") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  using channel = lineout::framed<lineout::traditional, file>;
  lineout::message_ring<512, 512> ring;
  auto log = support::untimed(lineout::queued{channel{file{path}}, ring}, {"router1", "pppd"});
  std::string expected;
  for (int number = 0; number < 500; ++number) {
    log.warning("rx {}", number);
    expected += "router1 pppd: rx " + std::to_string(number) + "\n";
  }
  const long before = support::writes();
  CHECK_FALSE(log.poll(1000));
  const long after = support::writes();
  CHECK(read_file(path) == expected);
  CHECK(ring.counts().sent == 500);
  if (before >= 0) CHECK(after - before <= 10);
}

TEST_CASE("file whose descriptor the program has closed, and given to its own files, is opened anew and leaves them") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  CHECK(support::in_child([&] {
    file log{path};
    if (send(log, "one") != outcome::sent) return false;
    for (int number = 3; number < 256; ++number) close(number);
    std::vector<support::handle> own;
    for (int count = 0; count < 5; ++count)
      own.emplace_back(open((directory / ("own" + std::to_string(count))).c_str(), O_RDWR | O_CREAT, 0600));
    if (send(log, "two") != outcome::sent || !log.error().empty()) return false;
    log = file{};
    for (const support::handle& one : own)
      if (fcntl(one.number, F_GETFD) < 0) return false;
    return true;
  }));
  CHECK(read_file(path) == "one\ntwo\n");
  for (int count = 0; count < 5; ++count) CHECK(read_file(directory / ("own" + std::to_string(count))).empty());
}

TEST_CASE("file that cannot be opened anew loses and says why, until it can be") {
  const support::temporary_directory directory;
  const std::string path = directory / "folder/log";
  REQUIRE(mkdir((directory / "folder").c_str(), 0700) == 0);
  CHECK(support::in_child([&] {
    file log{path};
    for (int number = 3; number < 256; ++number) close(number);
    rename((directory / "folder").c_str(), (directory / "moved").c_str());
    if (send(log, "one") != outcome::lost || support::string(log.error()) != "the program has closed its descriptor")
      return false;
    rename((directory / "moved").c_str(), (directory / "folder").c_str());
    return send(log, "two") == outcome::sent && log.error().empty();
  }));
  CHECK(read_file(path) == "two\n");
}

TEST_CASE("file never takes the number of a standard stream that is closed") {
  const support::temporary_directory directory;
  CHECK(support::in_child([&] {
    for (const int number : {0, 1, 2}) close(number);
    file log{directory / "log"};
    if (send(log, "one") != outcome::sent) return false;
    for (const int number : {0, 1, 2})
      if (fcntl(number, F_GETFD) >= 0) return false;
    return true;
  }));
  CHECK(read_file(directory / "log") == "one\n");
}

TEST_CASE("file: every name that leads to standard output writes where the program does, and changes no flag of it") {
  const support::temporary_directory directory;
  const std::string link = directory / "link";
  REQUIRE(symlink("/dev/stdout", link.c_str()) == 0);
  const std::string path = directory / "out";
  for (const std::string& name :
       {std::string{"/dev/stdout"}, std::string{"/dev/fd/1"}, std::string{"/proc/self/fd/1"}, link, path}) {
    CAPTURE(name);
    CHECK(support::in_child([&] {
      dup2(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
      if (write(1, "program\n", 8) != 8) return false;
      file log{name};
      return send(log, "log") == outcome::sent && write(1, "program\n", 8) == 8 && (fcntl(1, F_GETFL) & O_APPEND) == 0;
    }));
    CHECK(read_file(path) == "program\nlog\nprogram\n");
  }
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  const support::handle reader{ends[0]};
  const support::handle writer{ends[1]};
  CHECK(support::in_child([&] {
    dup2(writer.number, 1);
    file log{link};
    return log && send(log, "one") == outcome::sent;
  }));
  CHECK(support::receive(reader.number) == "one\n");
  CHECK(support::in_child([&] {
    signal(SIGPIPE, SIG_DFL);
    int own[2];
    if (pipe(own) != 0) return false;
    dup2(own[1], 1);
    close(own[1]);
    file log{link};
    if (send(log, "one") != outcome::sent || support::receive(own[0]) != "one\n") return false;
    close(own[0]);
    return send(log, "two") == outcome::lost && log.last_error() == EPIPE;
  }));
}

TEST_CASE("file in panic writes beside a thread that does not end") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  file log{path};
  log.panic();
  CHECK(send(log, "last words") == outcome::sent);
  CHECK(send_all(log, {"one", "two"}) == support::all(2, outcome::sent));
  CHECK(read_file(path) == "last words\none\ntwo\n");
}

TEST_CASE("file with a patience waits for whoever reads a FIFO, and loses nothing; in panic it does not wait") {
  const support::temporary_directory directory;
  const std::string path = directory / "fifo";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  lineout::posix::file file{path};
  REQUIRE(file);
  CHECK(file.patience() == 0);
  file.set_patience(5000000);
  constexpr size_t lines = 20000;
  std::string read;
  std::thread reader{[&] {
    ::usleep(50000);
    const support::handle from{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    char bytes[4096];
    while (read.size() < lines * 11) read.append(bytes, static_cast<size_t>(::read(from.number, bytes, sizeof bytes)));
  }};
  size_t sent = 0;
  std::string expected;
  for (size_t number = 0; number < lines; ++number) {
    char storage[] = "0123456789 ";
    expected += "0123456789\n";
    lineout::packet record{storage, sizeof storage, 0};
    record.append(10);
    lineout::packet two[] = {record, record};
    lineout::outcome outcomes[2] = {};
    if (number % 2 == 0) sent += file.send(record) == lineout::outcome::sent ? 1 : 0;
    else file.send_all(two, outcomes, 1), sent += outcomes[0] == lineout::outcome::sent ? 1 : 0;
  }
  reader.join();
  CHECK(sent == lines);
  CHECK((read == expected));
  file.panic();
  CHECK(file.patience() == 0);
}

TEST_CASE("file with a patience loses when it is over") {
  const support::temporary_directory directory;
  const std::string path = directory / "fifo";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  lineout::posix::file file{path};
  file.set_patience(20000);
  lineout::outcome last = lineout::outcome::sent;
  size_t count = 0;
  for (; count < 100000 && last == lineout::outcome::sent; ++count) {
    char storage[100] = {};
    lineout::packet record{storage, sizeof storage, 0};
    record.append(90);
    last = file.send(record);
  }
  CHECK(count < 100000);
  CHECK(file.last_error() == EAGAIN);
}
