#include <lineout/posix/unix_socket.hpp>

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "posix/sockets.hpp"
#include "posix/support.hpp"

using lineout::outcome;
using lineout::posix::unix_socket;
using support::receive;
using support::send;
using support::send_all;

static_assert(lineout::detail::is_same<unix_socket::default_framing, lineout::cached<lineout::local>>);

TEST_CASE("unix_socket sends datagrams to a path") {
  const support::temporary_directory directory;
  const support::handle there = support::unix_receiver(directory / "log", SOCK_DGRAM);
  const std::string path = directory / "log";
  unix_socket socket{path};
  CHECK(socket);
  CHECK(socket.error().empty());
  CHECK(send(socket, "<13>tag: one") == outcome::sent);
  CHECK(send(socket, "<13>tag: two") == outcome::sent);
  CHECK(receive(there.number) == "<13>tag: one");
  CHECK(receive(there.number) == "<13>tag: two");
  CHECK(socket.last_error() == 0);
}

TEST_CASE("unix_socket sends lines to a path that is a stream") {
  const support::temporary_directory directory;
  const support::handle listener = support::unix_receiver(directory / "log", SOCK_STREAM);
  const std::string path = directory / "log";
  unix_socket socket{path};
  CHECK(socket);
  CHECK(socket.error().empty());
  const support::handle there = support::accept(listener);
  CHECK(send(socket, "<13>tag: one") == outcome::sent);
  CHECK(send(socket, "<13>tag: two") == outcome::sent);
  CHECK(receive(there.number) == "<13>tag: one\n<13>tag: two\n");
}

TEST_CASE("unix_socket loses a stream's record without room for its newline") {
  const support::temporary_directory directory;
  const support::handle listener = support::unix_receiver(directory / "log", SOCK_STREAM);
  const std::string path = directory / "log";
  unix_socket socket{path};
  char full[] = {'x'};
  lineout::packet bytes{full, 1, 0};
  bytes.append(1);
  CHECK(socket.send(bytes) == outcome::lost);
  CHECK_FALSE(support::has_more(support::accept(listener).number));
}

TEST_CASE("unix_socket says in words what is wrong with a path") {
  unix_socket empty{""};
  CHECK_FALSE(empty);
  CHECK(support::string(empty.error()) == "the path is missing");
  CHECK(send(empty, "x") == outcome::lost);
  const std::string path(108, 'x');
  unix_socket longer{path};
  CHECK_FALSE(longer);
  CHECK(support::string(longer.error()) == "the path is longer than that of a socket can be");
  CHECK(send(longer, "x") == outcome::lost);
}

TEST_CASE("unix_socket made before the daemon loses until it is there, and leaks no descriptor") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  unix_socket socket{path};
  CHECK(socket);
  CHECK(support::string(socket.error()) == "no such file or directory");
  const int free_before = dup(0);
  close(free_before);
  for (int count = 0; count < 100; ++count) CHECK(send(socket, "too early") == outcome::lost);
  CHECK(socket.last_error() == ENOENT);
  const int free_after = dup(0);
  close(free_after);
  CHECK(free_after == free_before);
  const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
  CHECK(send(socket, "in time") == outcome::sent);
  CHECK(receive(there.number) == "in time");
}

TEST_CASE("unix_socket survives the daemon's restart, also as the other kind of socket") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  support::handle first = support::unix_receiver(path, SOCK_DGRAM);
  unix_socket socket{path};
  CHECK(send(socket, "one") == outcome::sent);
  CHECK(receive(first.number) == "one");

  // Killed: the path is still there, and nobody behind it.
  first.close();
  CHECK(send(socket, "lost") == outcome::lost);
  CHECK(socket.last_error() == ECONNREFUSED);
  unlink(path.c_str());
  CHECK(send(socket, "lost") == outcome::lost);
  CHECK(socket.last_error() == ENOENT);

  // Removed and made anew between two records: none is lost.
  support::handle second = support::unix_receiver(path, SOCK_DGRAM);
  CHECK(send(socket, "two") == outcome::sent);
  CHECK(receive(second.number) == "two");
  second.close();
  unlink(path.c_str());
  support::handle third = support::unix_receiver(path, SOCK_STREAM);
  CHECK(send(socket, "three") == outcome::sent);
  support::handle connection = support::accept(third);
  CHECK(receive(connection.number) == "three\n");

  connection.close();
  third.close();
  CHECK(send(socket, "lost") == outcome::lost);
  unlink(path.c_str());
  const support::handle fourth = support::unix_receiver(path, SOCK_DGRAM);
  CHECK(send(socket, "four") == outcome::sent);
  CHECK(receive(fourth.number) == "four");
}

TEST_CASE("unix_socket keeps its descriptors' numbers, one for each kind, and lets no other program inherit them") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const int lowest = dup(0);
  close(lowest);
  unix_socket socket{path};
  for (const int type : {SOCK_DGRAM, SOCK_STREAM, SOCK_DGRAM}) {
    const support::handle there = support::unix_receiver(path, type);
    CHECK(send(socket, "x") == outcome::sent);
    const int expected = type == SOCK_DGRAM ? lowest : lowest + 1;
    int is = 0;
    socklen_t size = sizeof is;
    CHECK(getsockopt(expected, SOL_SOCKET, SO_TYPE, &is, &size) == 0);
    CHECK(is == type);
    CHECK((fcntl(expected, F_GETFD) & FD_CLOEXEC) != 0);
    CHECK((fcntl(expected, F_GETFL) & O_NONBLOCK) != 0);
    unlink(path.c_str());
  }
}

TEST_CASE("unix_socket does not wait for a daemon that does not read datagrams") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
  unix_socket socket{path};
  int sent = 0;
  while (sent < 100000 && send(socket, std::to_string(sent)) == outcome::sent) ++sent;
  CHECK(sent > 0);
  CHECK(sent < 100000);
  CHECK(socket.last_error() == EAGAIN);
  for (int count = 0; count < sent; ++count) CHECK(receive(there.number) == std::to_string(count));
  CHECK(send(socket, "again") == outcome::sent);
  CHECK(receive(there.number) == "again");
}

TEST_CASE("unix_socket loses a record that is too big for a datagram") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
  unix_socket socket{path};
  CHECK(send(socket, std::string(10000000, 'x')) == outcome::lost);
  CHECK(socket.last_error() == EMSGSIZE);
  CHECK(send(socket, "small") == outcome::sent);
  CHECK(receive(there.number) == "small");
}

TEST_CASE("unix_socket: a stream that does not read loses whole records, and none is glued to a torn one") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle listener = support::unix_receiver(path, SOCK_STREAM);
  // The second size is more than the system takes at once, so that a part of the last record is left in the buffer.
  for (const size_t length : {size_t{1000}, size_t{150000}}) {
    CAPTURE(length);
    unix_socket socket{path};
    support::handle there = support::accept(listener);
    std::string expected;
    int sent = 0;
    for (;; ++sent) {
      const std::string record(length, static_cast<char>('a' + sent % 26));
      REQUIRE(sent < 100000);
      if (send(socket, record) != outcome::sent) break;
      expected += record + "\n";
    }
    CHECK(sent > 0);
    std::string arrived;
    while (support::has_more(there.number)) {
      const std::string piece = receive(there.number);
      if (piece.empty()) break;
      arrived += piece;
    }
    const std::string torn = arrived.substr(std::min(arrived.size(), expected.size()));
    CHECK(arrived.substr(0, expected.size()) == expected);
    CHECK(torn.find('\n') == std::string::npos);
    CHECK(torn.empty() == (length == 1000));
    CHECK(send(socket, "next") == outcome::sent);
    if (torn.empty()) {
      CHECK(receive(there.number) == "next\n");
    } else {
      CHECK(receive(there.number).empty());  // the end of the old connection
      const support::handle fresh = support::accept(listener);
      CHECK(receive(fresh.number) == "next\n");
    }
  }
}

TEST_CASE("unix_socket raises no signal when a stream's reader has gone, and keeps errno") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  support::handle listener = support::unix_receiver(path, SOCK_STREAM);
  unix_socket socket{path};
  support::accept(listener).close();
  listener.close();
  CHECK(support::in_child([&] {
    signal(SIGPIPE, SIG_DFL);
    errno = 12345;
    const bool lost = send(socket, "x") == outcome::lost && send(socket, "y") == outcome::lost;
    return lost && errno == 12345;
  }));
}

TEST_CASE("unix_socket without a path finds the daemon under each of its names") {
  if (!support::may_mount()) return support::skip("a mount namespace needs root");
  for (const char* const path : {"/dev/log", "/var/run/syslog", "/var/run/log"}) {
    CAPTURE(path);
    CHECK(support::in_child([path] {
      const bool device = std::string{path}.rfind("/dev", 0) == 0;
      // Of both places, so that no daemon of this machine is found.
      if (!support::hide_under_tmpfs("/var/run") || !support::hide_under_tmpfs("/dev")) return false;
      unix_socket early;
      if (early.error().empty() || send(early, "too early") != outcome::lost) return false;
      const support::handle there = support::unix_receiver(path, device ? SOCK_DGRAM : SOCK_STREAM);
      unix_socket socket;
      if (!socket.error().empty() || send(socket, "found") != outcome::sent) return false;
      const support::handle connection = device ? support::handle{dup(there.number)} : support::accept(there);
      return receive(connection.number) == (device ? "found" : "found\n") && send(early, "later") == outcome::sent;
    }));
  }
}

TEST_CASE("unix_socket: threads that send while the daemon restarts write whole records, and to nothing else") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  unix_socket socket{path};
  std::atomic<bool> stop{false};
  std::atomic<int> sent{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread)
    threads.emplace_back([&] {
      while (!stop)
        if (send(socket, "<13>tag: record") == outcome::sent) ++sent;
    });
  int arrived = 0;
  int strange = 0;
  for (int restart = 0; restart < 30; ++restart) {
    const bool stream = restart % 3 == 2;
    const support::handle there = support::unix_receiver(path, stream ? SOCK_STREAM : SOCK_DGRAM);
    // A descriptor that was free a moment ago is a good one to write to by mistake.
    int other[2];
    REQUIRE(pipe(other) == 0);
    const support::handle reader{other[0]};
    const support::handle writer{other[1]};
    const support::handle connection = stream ? support::accept(there) : support::handle{dup(there.number)};
    for (int count = 0; count < 20; ++count) {
      std::string record = receive(connection.number);
      if (stream) record = record.substr(0, record.find('\n'));
      if (record == "<13>tag: record") ++arrived;
      else if (!record.empty()) ++strange;
    }
    if (support::has_more(reader.number)) ++strange;
    unlink(path.c_str());
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(strange == 0);
  CHECK(arrived > 100);
  CHECK(sent.load() >= arrived);
}

TEST_CASE("unix_socket that has been moved from loses, and the other one sends") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
  unix_socket first{path};
  unix_socket second{static_cast<unix_socket&&>(first)};
  CHECK_FALSE(first);
  CHECK(send(first, "x") == outcome::lost);
  CHECK(send(second, "moved") == outcome::sent);
  CHECK(receive(there.number) == "moved");
}

namespace {

std::vector<std::string> numbered(size_t count, size_t begin = 0) {
  std::vector<std::string> result;
  for (size_t number = begin; number < begin + count; ++number) result.push_back("<13>tag: " + std::to_string(number));
  return result;
}

std::string lines_of(const std::vector<std::string>& records) {
  std::string result;
  for (const std::string& one : records) result += one + "\n";
  return result;
}

// Of a stream, which may have much, until it is silent.
std::string receive_what_is_there(const support::handle& from) {
  std::string all;
  while (support::has_more(from.number)) {
    const std::string piece = receive(from.number);
    if (piece.empty()) break;
    all += piece;
  }
  return all;
}

}  // namespace

TEST_CASE("unix_socket sends many datagrams, or many lines, at once") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const std::string stream = directory / "stream";
  const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
  const support::handle listener = support::unix_receiver(stream, SOCK_STREAM);
  unix_socket datagrams{path};
  unix_socket lines{stream};
  const support::handle connection = support::accept(listener);
  const std::vector<std::string> some = numbered(8);
  const std::vector<std::string> many = numbered(64);
  CHECK(send_all(datagrams, some) == support::all(8, outcome::sent));
  for (const std::string& one : some) CHECK(receive(there.number) == one);
  CHECK(send_all(lines, many) == support::all(64, outcome::sent));
  CHECK(receive(connection.number) == lines_of(many));
  // A stream's record without room for its newline, and no other, is lost.
  CHECK(send_all(lines, many, 0) == support::all(64, outcome::lost));
  CHECK(send_all(datagrams, some, 0) == support::all(8, outcome::sent));
  for (const std::string& one : some) CHECK(receive(there.number) == one);
  if (!support::may_refuse_system_calls()) return support::skip("system calls cannot be refused here");
  CHECK(support::in_child([&] {
    return support::refuse_system_call(SYS_sendto, EPERM) &&
           send_all(datagrams, some) == support::all(8, outcome::sent);
  }));
}

TEST_CASE("unix_socket: of many for a daemon that does not read, exactly those that are sent arrive") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
  unix_socket socket{path};
  std::vector<std::string> expected;
  size_t lost = 0;
  for (size_t round = 0; round < 10; ++round) {
    const std::vector<std::string> some = numbered(64, round * 64);
    const std::vector<outcome> outcomes = send_all(socket, some);
    REQUIRE(outcomes.size() == 64);
    for (size_t index = 0; index < 64; ++index) {
      if (outcomes[index] == outcome::sent) expected.push_back(some[index]);
      else ++lost;
    }
  }
  CHECK(socket.last_error() == EAGAIN);
  CHECK(lost + expected.size() == 640);
  CHECK(lost > 0);
  CHECK(expected.size() > 0);
  for (const std::string& one : expected) CHECK(receive(there.number) == one);
  CHECK_FALSE(support::has_more(there.number));
  CHECK(send_all(socket, numbered(3)) == support::all(3, outcome::sent));
}

TEST_CASE("unix_socket loses what is too big for a datagram among many, and nothing else") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
  unix_socket socket{path};
  CHECK(send_all(socket, {"one", std::string(10000000, 'x'), "two"}) ==
        std::vector<outcome>{outcome::sent, outcome::lost, outcome::sent});
  CHECK(socket.last_error() == EMSGSIZE);
  CHECK(receive(there.number) == "one");
  CHECK(receive(there.number) == "two");
}

TEST_CASE("unix_socket: many for a daemon that has come back, also as the other kind, all arrive") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  support::handle first = support::unix_receiver(path, SOCK_DGRAM);
  unix_socket socket{path};
  first.close();
  CHECK(send_all(socket, numbered(3)) == support::all(3, outcome::lost));
  CHECK(socket.last_error() == ECONNREFUSED);
  unlink(path.c_str());
  support::handle second = support::unix_receiver(path, SOCK_DGRAM);
  CHECK(send_all(socket, numbered(8)) == support::all(8, outcome::sent));
  for (const std::string& one : numbered(8)) CHECK(receive(second.number) == one);
  second.close();
  unlink(path.c_str());
  support::handle third = support::unix_receiver(path, SOCK_STREAM);
  CHECK(send_all(socket, numbered(64)) == support::all(64, outcome::sent));
  {
    const support::handle connection = support::accept(third);
    CHECK(receive_what_is_there(connection) == lines_of(numbered(64)));
  }
  third.close();
  unlink(path.c_str());
  CHECK(send_all(socket, numbered(3)) == support::all(3, outcome::lost));
  const support::handle fourth = support::unix_receiver(path, SOCK_DGRAM);
  CHECK(send_all(socket, numbered(8)) == support::all(8, outcome::sent));
  for (const std::string& one : numbered(8)) CHECK(receive(fourth.number) == one);
}

TEST_CASE(
    "unix_socket: of many lines for a stream that does not read, whole ones are sent, and none behind a torn one") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle listener = support::unix_receiver(path, SOCK_STREAM);
  // Of the longer ones each is more than the system takes at once.
  for (const size_t length : {size_t{100}, size_t{10000}, size_t{150000}}) {
    CAPTURE(length);
    unix_socket socket{path};
    support::handle there = support::accept(listener);
    std::vector<std::string> sent;
    size_t lost = 0;
    for (size_t round = 0; round < 300 && lost == 0; ++round) {
      std::vector<std::string> some = numbered(16, round * 16);
      for (std::string& one : some) one.resize(length, 'x');
      const std::vector<outcome> outcomes = send_all(socket, some);
      REQUIRE(outcomes.size() == 16);
      for (size_t index = 0; index < 16; ++index) {
        if (outcomes[index] == outcome::sent) sent.push_back(some[index]);
        else ++lost;
      }
    }
    CHECK(lost > 0);
    std::string arrived = receive_what_is_there(there);
    // A torn line ended the connection.
    const std::string part = arrived.substr(arrived.rfind('\n') + 1);
    arrived.resize(arrived.size() - part.size());
    const bool torn = !part.empty();
    CHECK(torn == (length == 150000));
    const auto receive_from_others = [&] {
      while (support::has_more(listener.number)) {
        const std::string more = receive_what_is_there(support::accept(listener));
        arrived += more.substr(0, more.rfind('\n') + 1);
      }
    };
    receive_from_others();
    CHECK(send_all(socket, numbered(3)) == support::all(3, outcome::sent));
    for (const std::string& one : numbered(3)) sent.push_back(one);
    const std::string behind = receive_what_is_there(there);
    CHECK(behind.empty() == torn);
    arrived += behind;
    receive_from_others();
    CHECK((arrived == lines_of(sent)));
  }
}

TEST_CASE("unix_socket: threads that send many lines at once to a stream leave each line whole") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle listener = support::unix_receiver(path, SOCK_STREAM);
  unix_socket socket{path};
  const support::handle there = support::accept(listener);
  std::atomic<size_t> sent{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread)
    threads.emplace_back([&, thread] {
      const std::vector<std::string> some(64, std::string(1000, static_cast<char>('a' + thread)));
      for (int round = 0; round < 60; ++round)
        for (const outcome one : send_all(socket, some)) sent += one == outcome::sent ? 1 : 0;
    });
  std::string arrived;
  std::atomic<bool> stop{false};
  std::thread reader{[&] {
    while (!stop) arrived += receive_what_is_there(there);
    arrived += receive_what_is_there(there);
  }};
  for (std::thread& thread : threads) thread.join();
  stop = true;
  reader.join();
  size_t whole = 0;
  size_t strange = 0;
  for (size_t begin = 0; begin < arrived.size();) {
    const size_t end = std::min(arrived.find('\n', begin), arrived.size());
    const std::string line = arrived.substr(begin, end - begin);
    ++(line == std::string(1000, line.empty() ? '?' : line[0]) ? whole : strange);
    begin = end + 1;
  }
  CHECK(strange == 0);
  CHECK(whole == sent.load());
  CHECK(whole > 0);
}

namespace {

// A daemon that reads datagrams, or the first stream, as fast as it can until it is told to stop; what it has read.
class reading_daemon {
 public:
  reading_daemon(const std::string& path, int type)
      : listener_{support::unix_receiver(path, type)}, stream_{type == SOCK_STREAM} {
    reader_ = std::thread{[this] { read(); }};
  }
  // Every record that has arrived, when nothing has come for a while.
  std::vector<std::string> stop() {
    ended_.store(true);
    reader_.join();
    return records_;
  }

 private:
  void read() {
    const support::handle connection = stream_ ? support::accept(listener_) : support::handle{dup(listener_.number)};
    std::string all;
    for (;;) {
      pollfd look{connection.number, POLLIN, 0};
      if (poll(&look, 1, 50) != 1) {
        if (ended_.load()) break;
        continue;
      }
      char bytes[65536];
      const ssize_t size = ::read(connection.number, bytes, sizeof bytes);
      if (size < 0 || (stream_ && size == 0)) break;
      if (!stream_) records_.emplace_back(bytes, static_cast<size_t>(size));
      else all.append(bytes, static_cast<size_t>(size));
    }
    for (size_t end; (end = all.find('\n')) < all.size(); all.erase(0, end + 1)) records_.push_back(all.substr(0, end));
  }

  support::handle listener_;
  bool stream_;
  std::vector<std::string> records_;
  std::atomic<bool> ended_{false};
  std::thread reader_;
};

std::string line_of(size_t number) { return "<13>tag: line " + std::to_string(number); }

}  // namespace

TEST_CASE("unix_socket: of a burst everything arrives with patience; without, what arrives and what is lost is all") {
  for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
    for (const size_t count : {size_t{2000}, size_t{20000}}) {
      for (const size_t at_once : {size_t{1}, size_t{64}}) {
        for (const bool patient : {true, false}) {
          const support::temporary_directory directory;
          const std::string path = directory / "log";
          reading_daemon there{path, type};
          unix_socket socket{path};
          if (patient) socket.set_patience(2000000);
          size_t lost = 0;
          std::vector<std::string> expected;
          for (size_t number = 0; number < count;) {
            std::vector<std::string> some;
            for (; some.size() < at_once && number < count; ++number) some.push_back(line_of(number));
            const std::vector<outcome> outcomes =
                at_once == 1 ? std::vector<outcome>{send(socket, some[0])} : send_all(socket, some);
            for (size_t index = 0; index < some.size(); ++index) {
              if (outcomes[index] == outcome::sent) expected.push_back(some[index]);
              else ++lost;
            }
          }
          CHECK((there.stop() == expected));
          CHECK(lost + expected.size() == count);
          if (patient) CHECK(lost == 0);
        }
      }
    }
  }
}

TEST_CASE("unix_socket whose descriptors were closed opens others, and leaves alone what has the numbers now") {
  for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
    const support::temporary_directory directory;
    const std::string path = directory / "log";
    const support::handle there = support::unix_receiver(path, type);
    std::vector<support::handle> connections;
    const auto arrives = [&](const std::string& record) {
      if (type == SOCK_DGRAM) return receive(there.number) == record;
      if (connections.empty() || support::has_more(there.number)) connections.push_back(support::accept(there));
      return receive(connections.back().number) == record + "\n";
    };
    unix_socket socket;
    const std::set<int> numbers = support::opened_by([&] { socket = unix_socket{path}; });
    CHECK(numbers.size() == 2);
    CHECK(send(socket, "before") == outcome::sent);
    CHECK(arrives("before"));
    for (const int number : numbers) close(number);
    CHECK(send(socket, "closed") == outcome::sent);
    CHECK(arrives("closed"));
    // The program's own: files, and sockets that are connected to each other.
    for (const bool are_files : {true, false}) {
      for (int number = 3; number < 100; ++number) {
        sockaddr_un peer{};
        socklen_t size = sizeof peer;
        if (getpeername(number, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && path == peer.sun_path) close(number);
      }
      int pair[2];
      const int file = open((directory / "file").c_str(), O_RDWR | O_CREAT, 0600);
      REQUIRE(socketpair(AF_UNIX, type, 0, pair) == 0);
      std::vector<int> taken;
      for (int count = 0; count < 20; ++count) taken.push_back(dup(are_files ? file : pair[0]));
      CHECK(send(socket, "taken") == outcome::sent);
      CHECK(arrives("taken"));
      CHECK(support::read_file(directory / "file").empty());
      CHECK_FALSE(support::has_more(pair[1]));
      struct stat first {};
      fstat(taken[0], &first);
      for (const int one : taken) {
        struct stat status {};
        CHECK(fstat(one, &status) == 0);
        CHECK(status.st_ino == first.st_ino);
        close(one);
      }
      close(file);
      close(pair[0]);
      close(pair[1]);
    }
  }
}

TEST_CASE("unix_socket never has the number of a standard stream") {
  CHECK(support::in_child([] {
    const support::temporary_directory directory;
    const std::string path = directory / "log";
    const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
    for (int number = 0; number < 3; ++number) close(number);
    unix_socket socket{path};
    if (send(socket, "x") != outcome::sent || receive(there.number) != "x") return false;
    for (int number = 0; number < 3; ++number)
      if (fcntl(number, F_GETFD) >= 0) return false;
    return true;
  }));
}

TEST_CASE("unix_socket says what is wrong now, and nothing when all is well again") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  unix_socket socket{path};
  CHECK(support::string(socket.error()) == "no such file or directory");
  {
    const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
    CHECK(send(socket, "heard") == outcome::sent);
    CHECK(socket.error().empty());
  }
  CHECK(send(socket, "gone") == outcome::lost);
  CHECK(support::string(socket.error()) == "nobody listens there");
}

TEST_CASE("unix_socket's longest call: busy, busy with patience, gone, descriptors closed") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle there = support::unix_receiver(path, SOCK_DGRAM);
  unix_socket socket{path};
  {
    support::longest_call call{"unix_socket, busy"};
    for (int count = 0; count < 1000; ++count) call([&] { return send(socket, "busy"); });
    for (int count = 0; count < 100; ++count)
      call([&] { return send_all(socket, std::vector<std::string>(64, "busy")); });
  }
  {
    support::longest_call call{"unix_socket, busy, patience 20000"};
    socket.set_patience(20000);
    CHECK(call([&] { return send(socket, "busy"); }) == outcome::lost);
    CHECK(call([&] { return send_all(socket, std::vector<std::string>(64, "busy")); }) ==
          support::all(64, outcome::lost));
    CHECK(call.microseconds() >= 20000);
    CHECK(call.microseconds() < 120000);
  }
  {
    support::longest_call call{"unix_socket, busy, patience 20000, panic"};
    unix_socket panicking{path};
    panicking.set_patience(20000);
    panicking.panic();
    CHECK(call([&] { return send(panicking, "busy"); }) == outcome::lost);
    CHECK(call([&] { return send_all(panicking, std::vector<std::string>(64, "busy")); }) ==
          support::all(64, outcome::lost));
    CHECK(call.microseconds() < 20000);
  }
  {
    support::longest_call call{"unix_socket, gone"};
    const std::string nowhere = directory / "nowhere";
    unix_socket gone{nowhere};
    for (int count = 0; count < 1000; ++count) CHECK(call([&] { return send(gone, "gone"); }) == outcome::lost);
  }
}

TEST_CASE("unix_socket needs less than 1 KB of stack in panic") {
  if (!support::measures_stacks) return;
  for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
    const support::temporary_directory directory;
    const std::string path = directory / "log";
    reading_daemon there{path, type};
    unix_socket socket{path};
    const support::stacks used = support::stacks_of(socket, type == SOCK_DGRAM ? "unix_socket" : "unix_socket, stream");
    CHECK(used.send < 1024);
    CHECK(used.send_all < (type == SOCK_DGRAM ? 4096 : 8192));
    CHECK(used.panic < 1024);
    there.stop();
    const std::string nowhere = directory / "nowhere";
    unix_socket gone{nowhere};
    CHECK(support::stacks_of(gone, "unix_socket, gone").panic < 1024);
  }
}
