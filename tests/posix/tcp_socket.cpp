#include <lineout/posix/tcp_socket.hpp>

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include <lineout/framings/octet_counting.hpp>
#include <lineout/logger.hpp>

#include "posix/sockets.hpp"
#include "posix/support.hpp"

using lineout::outcome;
using lineout::posix::tcp_socket;
using support::receive;
using support::send;
using support::send_all;

namespace {

// A listener on a loopback port of its own, or on the one that another has just left.
class listener {
 public:
  explicit listener(uint16_t port = 0) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    const int yes = 1;
    setsockopt(socket_.number, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(socket_.number, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(listen(socket_.number, 5) == 0);
    getsockname(socket_.number, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  uint16_t port() const { return port_; }
  std::string address(const std::string& host = "127.0.0.1") const { return host + ":" + std::to_string(port_); }
  support::handle accept() const { return support::accept(socket_); }
  void close() { socket_.close(); }

 private:
  support::handle socket_;
  uint16_t port_ = 0;
};

// Sends until it is taken, within two seconds.
template <typename Socket> bool sent_at_last(Socket& socket, const std::string& record) {
  for (int attempt = 0; attempt < 2000; ++attempt) {
    if (send(socket, record) == outcome::sent) return true;
    usleep(1000);
  }
  return false;
}

// All that is sent until the other end closes.
std::string receive_all(const support::handle& from) {
  std::string all;
  for (;;) {
    const std::string more = receive(from.number);
    if (more.empty()) return all;
    all += more;
  }
}

}  // namespace

TEST_CASE("tcp_socket sends records one after the other over one connection") {
  const listener there;
  tcp_socket socket{there.address()};
  CHECK(socket);
  CHECK(sent_at_last(socket, "one\n"));
  CHECK(socket.connected());
  CHECK(send(socket, "two\n") == outcome::sent);
  const support::handle connection = there.accept();
  CHECK(receive(connection.number) == "one\ntwo\n");
}

TEST_CASE("tcp_socket finds the address of a name at which somebody listens") {
  const listener there;
  tcp_socket socket{there.address("localhost")};
  CHECK(sent_at_last(socket, "found\n"));
  CHECK(receive(there.accept().number) == "found\n");
}

TEST_CASE("tcp_socket says in words what is wrong with a destination") {
  tcp_socket none;
  CHECK_FALSE(none);
  CHECK(support::string(none.error()) == "there is no destination");
  CHECK(send(none, "x") == outcome::lost);
  CHECK_FALSE(none.poll(3));
  tcp_socket port{"127.0.0.1:x"};
  CHECK_FALSE(port);
  CHECK(support::string(port.error()) == "the port is not a number");
  tcp_socket address{"300.0.0.1:1"};
  CHECK(support::string(address.error()) == "this is not an IPv4 address");
}

TEST_CASE("tcp_socket made before the receiver loses until it is there, says so, and leaks no descriptor") {
  listener gone;
  const uint16_t port = gone.port();
  const std::string address = gone.address();
  gone.close();
  tcp_socket socket{address};
  CHECK(socket);
  CHECK(support::string(socket.error()) == "nobody listens there");
  const int free_before = dup(0);
  close(free_before);
  for (int count = 0; count < 100; ++count) CHECK(send(socket, "too early\n") == outcome::lost);
  CHECK(socket.last_error() == ECONNREFUSED);
  const int free_after = dup(0);
  close(free_after);
  CHECK(free_after == free_before);
  const listener there{port};
  CHECK(sent_at_last(socket, "in time\n"));
  CHECK(receive(there.accept().number) == "in time\n");
}

TEST_CASE("tcp_socket survives its receiver's restart without losing the first record") {
  listener first;
  const uint16_t port = first.port();
  tcp_socket socket{first.address()};
  CHECK(sent_at_last(socket, "before\n"));
  {
    const support::handle connection = first.accept();
    CHECK(receive(connection.number) == "before\n");
    first.close();
  }
  const listener second{port};
  CHECK(sent_at_last(socket, "after\n"));
  CHECK(receive(second.accept().number) == "after\n");
}

TEST_CASE("tcp_socket ignores what a receiver says") {
  const listener there;
  tcp_socket socket{there.address()};
  CHECK(sent_at_last(socket, "one\n"));
  const support::handle connection = there.accept();
  CHECK(receive(connection.number) == "one\n");
  const std::string chatter(1000, 'x');
  CHECK(::send(connection.number, chatter.data(), chatter.size(), 0) == 1000);
  for (int count = 0; count < 10; ++count) CHECK(send(socket, "two\n") == outcome::sent);
}

TEST_CASE("tcp_socket finishes a record that was taken in part before anything else") {
  const listener there;
  lineout::posix::basic_tcp_socket<100000> socket{there.address()};
  std::string expected = "begin\n";
  CHECK(sent_at_last(socket, expected));
  const support::handle connection = there.accept();
  size_t queued = 0;
  for (int round = 0; round < 3; ++round) {
    for (char letter = 'a';; letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1)) {
      const std::string record = std::string(70000, letter) + "\n";
      const outcome result = send(socket, record);
      if (result == outcome::lost) break;
      expected += record;
      if (result == outcome::queued) ++queued;
    }
    CHECK(socket.last_error() == EAGAIN);
    CHECK(socket.poll(1) == (queued > socket.finished()));
    std::string arrived;
    // In every other round by what is sent next.
    while ((round != 1 && socket.poll(1)) || support::has_more(connection.number))
      arrived += receive(connection.number);
    CHECK(sent_at_last(socket, "end\n"));
    CHECK(queued == socket.finished());
    expected += "end\n";
    while (arrived.size() < expected.size()) {
      const std::string more = receive(connection.number);
      if (more.empty() || more == "(nothing arrived)") break;
      arrived += more;
    }
    CHECK(arrived.size() == expected.size());
    CHECK((arrived == expected));
    expected.clear();
  }
  CHECK(queued > 0);
  CHECK(socket.abandoned() == 0);
}

TEST_CASE("tcp_socket gives up a connection rather than sending the rest of a record as a record") {
  const listener there;
  lineout::posix::basic_tcp_socket<16> socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  std::string torn;
  size_t whole = 0;
  {
    const support::handle connection = there.accept();
    const std::string record = std::string(150000, 'x') + "\n";
    while (send(socket, record) == outcome::sent) ++whole;
    CHECK(socket.last_error() == EMSGSIZE);
    torn = receive_all(connection);
    CHECK(torn.size() > 6 + whole * record.size());
    CHECK(torn.size() < 6 + (whole + 1) * record.size());
    CHECK(torn.substr(6 + whole * record.size()).find('\n') == std::string::npos);
  }
  CHECK(sent_at_last(socket, "next\n"));
  CHECK(receive(there.accept().number) == "next\n");
}

TEST_CASE("tcp_socket counts a record as abandoned whose rest had no connection any more") {
  const listener there;
  lineout::posix::basic_tcp_socket<200000> socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  support::handle connection = there.accept();
  outcome result = outcome::sent;
  while (result == outcome::sent) result = send(socket, std::string(150000, 'x'));
  REQUIRE(result == outcome::queued);
  connection.close();
  CHECK(sent_at_last(socket, "next\n"));
  CHECK(socket.abandoned() == 1);
  CHECK(socket.finished() == 0);
  CHECK(socket.take_losses() == 1);
  CHECK(socket.take_losses() == 0);
  CHECK(receive(there.accept().number) == "next\n");
}

TEST_CASE("tcp_socket raises no signal when the receiver has gone, and keeps errno") {
  listener there;
  tcp_socket socket{there.address()};
  CHECK(sent_at_last(socket, "x"));
  there.accept().close();
  there.close();
  CHECK(support::in_child([&] {
    signal(SIGPIPE, SIG_DFL);
    errno = 12345;
    for (int count = 0; count < 3; ++count)
      if (send(socket, "x") == outcome::sent) return false;
    socket.poll(2);
    return errno == 12345;
  }));
}

TEST_CASE("tcp_socket serves one context at a time and loses the others' records whole") {
  const listener there;
  tcp_socket socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  const support::handle connection = there.accept();
  std::atomic<size_t> taken{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread)
    threads.emplace_back([&] {
      for (int count = 0; count < 2000; ++count)
        if (send(socket, "<13>tag: record\n") != outcome::lost) ++taken;
    });
  std::string arrived;
  std::atomic<bool> stop{false};
  std::thread reader{[&] {
    while (!stop || support::has_more(connection.number))
      if (support::has_more(connection.number)) arrived += receive(connection.number);
  }};
  for (std::thread& thread : threads) thread.join();
  while (socket.poll(1)) usleep(1000);
  usleep(20000);
  stop = true;
  reader.join();
  std::string expected = "begin\n";
  for (size_t count = 0; count < taken.load(); ++count) expected += "<13>tag: record\n";
  CHECK((arrived == expected));
  CHECK(taken.load() > 0);
}

struct untimed : lineout::options {
  using clock = lineout::clocks::none;
};

TEST_CASE("a logger on a tcp_socket sends RFC 3164 lines, or what another framing makes of them") {
  const listener there;
  static_assert(
      lineout::detail::is_same<tcp_socket::default_framing, lineout::newline<lineout::cached<lineout::rfc3164>>>);
  lineout::logger<tcp_socket, untimed> lines{tcp_socket{there.address()}, lineout::origin{"router1", "diskd"}};
  const support::handle first = there.accept();
  while (lines.poll(1)) usleep(1000);
  lines.info("one");
  lines.info("two");
  CHECK(receive(first.number) == "<14>diskd: one\n<14>diskd: two\n");
  CHECK(lines.counts().sent == 2);

  using counted = lineout::framed<lineout::octet_counting<lineout::rfc3164>, tcp_socket>;
  lineout::logger<counted, untimed> records{counted{tcp_socket{there.address()}}, lineout::origin{"router1", "diskd"}};
  const support::handle second = there.accept();
  while (records.poll(1)) usleep(1000);
  records.info("one");
  records.info("three");
  CHECK(receive(second.number) == "14 <14>diskd: one16 <14>diskd: three");
}

TEST_CASE("tcp_socket keeps its connection when it is moved") {
  const listener there;
  tcp_socket first{there.address()};
  CHECK(sent_at_last(first, "one\n"));
  tcp_socket second{static_cast<tcp_socket&&>(first)};
  CHECK_FALSE(first.connected());
  CHECK(send(second, "two\n") == outcome::sent);
  CHECK(receive(there.accept().number) == "one\ntwo\n");
}

namespace {

// Lines of this size with their newline, each another one.
std::vector<std::string> some_lines(size_t count, size_t size, size_t begin = 0) {
  std::vector<std::string> result;
  for (size_t number = begin; number < begin + count; ++number) {
    std::string& one = result.emplace_back(std::to_string(number) + " ");
    one.resize(size - 1, 'x');
    one += "\n";
  }
  return result;
}

std::string joined(const std::vector<std::string>& records) {
  std::string result;
  for (const std::string& one : records) result += one;
  return result;
}

std::string receive_what_is_there(const support::handle& from) {
  std::string all;
  for (int quiet = 0; quiet < 20; ++quiet) {
    if (support::has_more(from.number)) {
      const std::string more = receive(from.number);
      if (more.empty()) break;
      all += more;
      quiet = 0;
    }
    usleep(1000);
  }
  return all;
}

}  // namespace

TEST_CASE("tcp_socket sends many records at once") {
  const listener there;
  tcp_socket socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  const support::handle connection = there.accept();
  CHECK(receive(connection.number) == "begin\n");
  const std::vector<std::string> some = some_lines(64, 92);
  CHECK(send_all(socket, some) == support::all(64, outcome::sent));
  CHECK(send_all(socket, {"", "one\n", "", "two\n", ""}) == support::all(5, outcome::sent));
  CHECK(receive_what_is_there(connection) == joined(some) + "one\ntwo\n");
}

TEST_CASE("tcp_socket: of many that a receiver does not read, what is sent or finished arrives, whole and in order") {
  const listener there;
  lineout::posix::basic_tcp_socket<100000> socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  const support::handle connection = there.accept();
  std::string expected = "begin\n";
  std::string arrived;
  size_t queued = 0;
  for (size_t round = 0; round < 6; ++round) {
    size_t lost = 0;
    for (size_t batch = 0; batch < 10000 && lost == 0; ++batch) {
      const std::vector<std::string> some = some_lines(64, round % 2 == 0 ? 1000 : 70000, batch * 64);
      const std::vector<outcome> outcomes = send_all(socket, some);
      REQUIRE(outcomes.size() == 64);
      for (size_t index = 0; index < 64; ++index) {
        if (outcomes[index] == outcome::lost) ++lost;
        else expected += some[index];
        if (outcomes[index] == outcome::queued) ++queued;
      }
    }
    CHECK(lost > 0);
    CHECK(socket.last_error() == EAGAIN);
    const bool left = socket.poll(1);
    CHECK(queued - socket.finished() == (left ? 1 : 0));
    while (socket.poll(1)) arrived += receive_what_is_there(connection);
    arrived += receive_what_is_there(connection);
    CHECK(queued == socket.finished());
  }
  CHECK(send_all(socket, {"end\n"}) == support::all(1, outcome::sent));
  arrived += receive_what_is_there(connection);
  CHECK((arrived == expected + "end\n"));
  CHECK(queued > 0);
  CHECK(socket.abandoned() == 0);
}

TEST_CASE("tcp_socket without room for a rest gives up the connection after the whole records of many") {
  const listener there;
  lineout::posix::basic_tcp_socket<16> socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  std::vector<std::string> sent;
  size_t lost = 0;
  {
    const support::handle connection = there.accept();
    for (size_t batch = 0; batch < 1000 && lost == 0; ++batch) {
      const std::vector<std::string> some = some_lines(16, 150000, batch * 16);
      const std::vector<outcome> outcomes = send_all(socket, some);
      for (size_t index = 0; index < 16; ++index) {
        if (outcomes[index] == outcome::sent) sent.push_back(some[index]);
        else ++lost;
        CHECK(outcomes[index] != outcome::queued);
      }
    }
    CHECK(lost > 0);
    // The rest of the batch may have gone over the next connection.
    std::string arrived = receive_what_is_there(connection);
    const std::string torn = arrived.substr(arrived.rfind('\n') + 1);
    CHECK_FALSE(torn.empty());
    CHECK(arrived.substr(0, 6) == "begin\n");
    arrived = arrived.substr(6, arrived.size() - 6 - torn.size());
    CHECK((arrived == joined(sent).substr(0, arrived.size())));
    sent.erase(sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(arrived.size() / 150000));
  }
  CHECK(sent_at_last(socket, "next\n"));
  std::string rest;
  while (rest.find("next\n") == std::string::npos) {
    const support::handle connection = there.accept();
    const std::string more = receive_what_is_there(connection);
    REQUIRE_FALSE(more.empty());
    rest += more.substr(0, more.rfind('\n') + 1);
  }
  CHECK((rest == joined(sent) + "next\n"));
}

TEST_CASE("tcp_socket: many for a receiver that is not there are lost, and arrive when it has come back") {
  listener first;
  const uint16_t port = first.port();
  tcp_socket socket{first.address()};
  CHECK(sent_at_last(socket, "before\n"));
  {
    const support::handle connection = first.accept();
    CHECK(receive(connection.number) == "before\n");
    first.close();
  }
  const std::vector<std::string> some = some_lines(64, 92);
  CHECK(send_all(socket, some) == support::all(64, outcome::lost));
  const listener second{port};
  CHECK(sent_at_last(socket, "after\n"));
  CHECK(send_all(socket, some) == support::all(64, outcome::sent));
  CHECK(receive_what_is_there(second.accept()) == "after\n" + joined(some));
}

namespace {

tcp_socket* interrupted = nullptr;
std::vector<outcome>* of_handler = nullptr;

}  // namespace

TEST_CASE(
    "tcp_socket: a signal handler that interrupts loses its many, and leaves those of whom it interrupted alone") {
  if (!support::may_refuse_system_calls()) return support::skip("system calls cannot be refused here");
  const listener there;
  tcp_socket socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  const support::handle connection = there.accept();
  CHECK(support::in_child([&] {
    std::vector<outcome> outcomes;
    of_handler = &outcomes;
    interrupted = &socket;
    signal(SIGSYS, [](int) { *of_handler = send_all(*interrupted, {"handler\n", "handler\n"}); });
    if (!support::interrupt_system_call(SYS_sendto)) return false;
    send_all(socket, {"one\n", "two\n"});
    return outcomes == support::all(2, outcome::lost);
  }));
}

namespace {

using lineout::posix::repeating_tcp_socket;
using lineout::posix::tcp_options;

// Counts lines that are whole, and anything else.
struct line_counts {
  std::vector<std::string> whole;
  size_t odd = 0;
};
line_counts lines_of(const std::string& all, size_t size) {
  line_counts result;
  for (size_t begin = 0; begin < all.size();) {
    const size_t end = all.find('\n', begin);
    if (end == std::string::npos) return ++result.odd, result;
    result.whole.push_back(all.substr(begin, end + 1 - begin));
    if (result.whole.back().size() != size) ++result.odd;
    begin = end + 1;
  }
  return result;
}

// Reads until its sender has closed, or nothing has come for a second.
std::string receive_until_quiet(int number) {
  std::string all;
  for (pollfd look{number, POLLIN, 0}; poll(&look, 1, 1000) == 1;) {
    char bytes[65536];
    const ssize_t size = ::read(number, bytes, sizeof bytes);
    if (size <= 0) break;
    all.append(bytes, static_cast<size_t>(size));
  }
  return all;
}

}  // namespace

TEST_CASE("tcp_socket: a child of a busy program has a connection of its own, and sends nothing of its parent's") {
  const listener there;
  lineout::posix::basic_tcp_socket<200000> socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  const support::handle connection = there.accept();
  // A rest that is the parent's to send.
  const std::string long_record = std::string(150000, 'x') + "\n";
  size_t parts = 0;
  outcome result = outcome::sent;
  while (result == outcome::sent) result = send(socket, long_record), ++parts;
  REQUIRE(result == outcome::queued);
  std::atomic<bool> stop{false};
  std::thread busy{[&] {
    while (!stop) {
      send(socket, "busy\n");
      usleep(100);
    }
  }};
  int good = 0;
  for (int child = 0; child < 100; ++child) {
    const bool sent = support::in_child(
        [&] { return sent_at_last(socket, "child\n") && socket.take_losses() == 0 && socket.abandoned() == 0; });
    good += sent ? 1 : 0;
    const support::handle its = there.accept();
    CHECK(receive_until_quiet(its.number) == "child\n");
  }
  CHECK(good == 100);
  stop = true;
  busy.join();
  std::string arrived;
  while (socket.poll(1)) arrived += receive(connection.number);
  arrived += receive_what_is_there(connection);
  std::string expected = "begin\n";
  for (size_t count = 0; count < parts; ++count) expected += long_record;
  CHECK((arrived.substr(0, expected.size()) == expected));
  CHECK(arrived.substr(expected.size()).find("child") == std::string::npos);
}

TEST_CASE("tcp_socket is usable after each of 1000 threads that were cancelled within") {
  const listener there;
  tcp_socket socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  const support::handle connection = there.accept();
  std::string arrived;
  int usable = 0;
  for (int count = 0; count < 1000; ++count) {
    pthread_t thread;
    REQUIRE(pthread_create(
                &thread, nullptr,
                [](void* to) -> void* {
                  for (;; pthread_testcancel()) send(*static_cast<tcp_socket*>(to), "victim\n");
                },
                &socket) == 0);
    usleep(static_cast<useconds_t>(count % 7 * 10));
    pthread_cancel(thread);
    pthread_join(thread, nullptr);
    while (support::has_more(connection.number)) arrived += receive(connection.number);
    usable += sent_at_last(socket, "after\n") ? 1 : 0;
  }
  CHECK(usable == 1000);
  arrived += receive_what_is_there(connection);
  for (const std::string& line : lines_of(arrived, 7).whole)
    if (line != "victim\n" && line != "after\n" && line != "begin\n") FAIL("torn: " << line);
}

namespace {

sigjmp_buf jump_to;
tcp_socket* jumped_out_of = nullptr;

}  // namespace

TEST_CASE("tcp_socket is usable for a thread that has jumped out of it") {
  if (!support::may_refuse_system_calls()) return support::skip("system calls cannot be trapped here");
  CHECK(support::in_child([] {
    const listener there;
    tcp_socket socket{there.address()};
    jumped_out_of = &socket;
    if (!sent_at_last(socket, "begin\n")) return false;
    const support::handle connection = there.accept();
    signal(SIGSYS, [](int) {
      // Within a handler that does not jump, somebody is in.
      if (send(*jumped_out_of, "nested\n") != outcome::lost) _exit(3);
      siglongjmp(jump_to, 1);
    });
    // recv() is trapped, which send() calls first.
    if (sigsetjmp(jump_to, 1) == 0) {
      if (!support::filter_system_call(SYS_recvfrom, SECCOMP_RET_TRAP)) return false;
      send(socket, "jumped out of\n");
      return false;
    }
    // The system call is trapped for good; so is what the next send calls: it comes that far.
    if (sigsetjmp(jump_to, 1) == 0) {
      send(socket, "again\n");
      return false;
    }
    return true;
  }));
}

TEST_CASE("tcp_socket whose descriptor was closed makes another connection, and leaves alone what has the number now") {
  const listener there;
  const support::temporary_directory directory;
  tcp_socket socket;
  const std::set<int> numbers = support::opened_by([&] { socket = tcp_socket{there.address()}; });
  REQUIRE(numbers.size() == 1);
  CHECK(sent_at_last(socket, "before\n"));
  CHECK(receive(there.accept().number) == "before\n");
  int number = *numbers.begin();
  for (const char* const what : {"closed\n", "file\n", "socket\n"}) {
    int pair[2] = {-1, -1};
    int other = -1;
    if (what[0] == 's') REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    close(number);
    if (what[0] == 'f') other = open((directory / "file").c_str(), O_RDWR | O_CREAT, 0600);
    if (what[0] == 's') other = pair[0];
    if (other >= 0 && other != number) REQUIRE(dup2(other, number) == number);
    std::set<int> opened = support::opened_by([&] { CHECK(sent_at_last(socket, what)); });
    CHECK(receive(there.accept().number) == what);
    CHECK(support::read_file(directory / "file").empty());
    if (pair[1] >= 0) CHECK_FALSE(support::has_more(pair[1]));
    if (other >= 0) {
      CHECK(fcntl(number, F_GETFD) >= 0);
      close(number);
      if (other != number) close(other);
      if (pair[1] >= 0) close(pair[1]);
    }
    for (const int one : opened) number = one;
  }
}

TEST_CASE("tcp_socket with patience waits for its connection, and for a receiver that reads slowly") {
  const listener there;
  tcp_options options;
  options.patience = 2000000;
  tcp_socket socket{there.address(), options};
  CHECK(send(socket, "at once\n") == outcome::sent);
  const support::handle connection = there.accept();
  std::string arrived;
  std::thread reader{[&] { arrived = receive_until_quiet(connection.number); }};
  const std::vector<std::string> some = some_lines(64, 1000);
  size_t lost = 0;
  for (int round = 0; round < 300; ++round) {
    for (const outcome one : send_all(socket, some)) lost += one == outcome::lost ? 1 : 0;
    if (round % 100 == 0) usleep(20000);
  }
  socket.flush();
  CHECK(socket.connected());
  reader.join();
  CHECK(lost == 0);
  CHECK(arrived.size() == 8 + 300 * 64000);
}

TEST_CASE("tcp_socket says what is wrong now, and nothing when all is well again") {
  listener there;
  const uint16_t port = there.port();
  there.close();
  const std::string address = there.address();
  tcp_socket socket{address};
  CHECK(support::string(socket.error()) == "nobody listens there");
  const listener again{port};
  CHECK(sent_at_last(socket, "heard\n"));
  CHECK(socket.error().empty());
  tcp_socket unknown{"no-such-host.invalid:514"};
  CHECK_FALSE(unknown);
  const std::string words = support::string(unknown.error());
  CHECK((words == "unknown host" || words == "the name server does not answer"));
}

TEST_CASE("tcp_socket tries its addresses in turn, and none for longer than it was told") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface interface { "lineout0", IFF_TAP };
  if (!interface) return support::skip("/dev/net/tun is not to be had");
  interface.set_address("10.77.0.1");
  interface.set_up(true);
  support::virtual_interface::set_up("lo", true);
  interface.add_neighbour("10.77.0.2");
  tcp_options options;
  options.connect_timeout = 100;
  options.patience = 50000;
  tcp_socket socket{"10.77.0.2:514", options};
  support::longest_call call{"tcp_socket, nobody answers, patience 50000"};
  bool timed_out = false;
  for (int count = 0; count < 40 && !timed_out; ++count) {
    CHECK(call([&] { return send(socket, "x"); }) == outcome::lost);
    timed_out = socket.last_error() == ETIMEDOUT;
    usleep(10000);
  }
  CHECK(timed_out);
  CHECK(support::string(socket.error()) == "the receiver does not answer");
  CHECK(call.microseconds() < 150000);
}

TEST_CASE("tcp_socket connects from the address that it was given") {
  const listener there;
  tcp_options options;
  options.source = "127.0.0.3";
  tcp_socket socket{there.address(), options};
  CHECK(sent_at_last(socket, "x\n"));
  const support::handle connection = there.accept();
  sockaddr_in peer{};
  socklen_t size = sizeof peer;
  REQUIRE(getpeername(connection.number, reinterpret_cast<sockaddr*>(&peer), &size) == 0);
  CHECK(ntohl(peer.sin_addr.s_addr) == 0x7f000003);
  options.source = "example.com";
  CHECK(support::string(tcp_socket{there.address(), options}.error()) == "the source is an address in numbers");
}

TEST_CASE(
    "a receiver that vanishes without a word is noticed in its time; repeating_tcp_socket sends again what it missed") {
  const support::private_network network;
  if (!network) return support::skip("a network namespace needs root");
  support::virtual_interface::set_up("lo", true);
  for (const bool repeating : {false, true}) {
    const listener there;
    tcp_options options;
    options.user_timeout = 300;
    options.longest_pause = 20;
    const auto try_it = [&](auto& socket) {
      std::vector<std::string> sent;
      const auto send_some = [&](size_t count) {
        for (const std::string& line : some_lines(count, 100, sent.size()))
          if (sent_at_last(socket, line)) sent.push_back(line);
      };
      send_some(50);
      support::handle first = there.accept();
      std::string arrived = receive_what_is_there(first);
      support::virtual_interface::set_up("lo", false);
      send_some(20);
      const auto begin = std::chrono::steady_clock::now();
      while (socket.last_error() != ETIMEDOUT && std::chrono::steady_clock::now() - begin < std::chrono::seconds{5}) {
        socket.poll(1);
        usleep(1000);
        if (!socket.connected()) break;
      }
      CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{3});
      CHECK_FALSE(socket.connected());
      first.close();
      support::virtual_interface::set_up("lo", true);
      send_some(10);
      const support::handle second = there.accept();
      arrived += receive_what_is_there(second);
      CHECK(sent.size() == 80);
      const line_counts lines = lines_of(arrived, 100);
      CHECK(lines.odd == 0);
      size_t missing = 0;
      for (const std::string& line : sent)
        missing += std::find(lines.whole.begin(), lines.whole.end(), line) == lines.whole.end() ? 1 : 0;
      return missing;
    };
    if (repeating) {
      repeating_tcp_socket socket{there.address(), options};
      CHECK(try_it(socket) == 0);
      CHECK(socket.resent() == 20);
      for (int count = 0; count < 1000 && socket.unacknowledged() > 0; ++count) {
        socket.poll(1);
        usleep(1000);
      }
      CHECK(socket.unacknowledged() == 0);
    } else {
      tcp_socket socket{there.address(), options};
      CHECK(try_it(socket) == 20);
    }
  }
}

TEST_CASE(
    "repeating_tcp_socket: what a receiver that resets again and again has not acknowledged arrives later, in order") {
  const listener there;
  tcp_options options;
  options.longest_pause = 10;
  options.patience = 100000;
  lineout::posix::basic_tcp_socket<64, 20000> socket{there.address(), options};
  std::vector<std::string> sent;
  std::vector<std::string> read;
  std::atomic<bool> stop{false};
  std::thread receiver{[&] {
    while (!stop) {
      const support::handle connection = there.accept();
      if (connection.number < 0) continue;
      // Reads a part of what comes, and then resets; acknowledged but unread bytes are lost, so it reads all that came.
      std::string all;
      for (int reads = 0; reads < 20 || stop; ++reads) {
        pollfd look{connection.number, POLLIN, 0};
        if (poll(&look, 1, 20) != 1) {
          if (stop) break;
          continue;
        }
        char bytes[4096];
        const ssize_t size = ::read(connection.number, bytes, sizeof bytes);
        if (size <= 0) break;
        all.append(bytes, static_cast<size_t>(size));
      }
      for (size_t end; (end = all.find('\n')) < all.size(); all.erase(0, end + 1))
        read.push_back(all.substr(0, end + 1));
    }
  }};
  for (const std::string& line : some_lines(5000, 100)) {
    const outcome result = send(socket, line);
    if (result != outcome::lost) sent.push_back(line);
  }
  for (int count = 0; count < 3000 && (socket.poll(1) || socket.unacknowledged() > 0); ++count) usleep(1000);
  CHECK(socket.unacknowledged() == 0);
  usleep(100000);
  stop = true;
  const tcp_socket wakes{there.address()};
  receiver.join();
  CHECK(sent.size() > 1000);
  CHECK(socket.take_losses() == 0);
  // Every line at least once; a first arrival never before that of an earlier line.
  std::vector<std::string> first_arrivals;
  std::set<std::string> seen;
  for (const std::string& line : read)
    if (seen.insert(line).second) first_arrivals.push_back(line);
  MESSAGE("repeating_tcp_socket: " << sent.size() << " lines, " << socket.resent() << " sent again, "
                                   << read.size() - first_arrivals.size() << " arrived twice, "
                                   << sent.size() - first_arrivals.size()
                                   << " acknowledged by the receiver's system and never read");
}

TEST_CASE("tcp_socket's longest call: closed port, stuck receiver, receiver that resets") {
  {
    listener there;
    there.close();
    tcp_socket socket{there.address()};
    support::longest_call call{"tcp_socket, nobody listens"};
    for (int count = 0; count < 1000; ++count) call([&] { return send(socket, "x\n"); });
  }
  const listener there;
  tcp_socket socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  support::handle connection = there.accept();
  {
    support::longest_call call{"tcp_socket, stuck receiver"};
    for (int count = 0; count < 20000; ++count)
      if (call([&] { return send(socket, std::string(1000, 'x')); }) == outcome::lost) break;
    call([&] { return send_all(socket, some_lines(64, 100)); });
  }
  {
    support::longest_call call{"tcp_socket, stuck receiver, patience 20000"};
    socket.set_patience(20000);
    // The receiver's system may have made room meanwhile.
    outcome result = outcome::sent;
    for (int count = 0; count < 100000 && result != outcome::lost; ++count)
      result = call([&] { return send(socket, std::string(1000, 'x')); });
    CHECK(result == outcome::lost);
    call([&] { return send_all(socket, some_lines(64, 100)); });
    CHECK(call([&] { return socket.flush(), true; }));
    CHECK(call.microseconds() >= 20000);
    CHECK(call.microseconds() < 120000);
  }
  {
    support::longest_call call{"tcp_socket, stuck receiver, patience 20000, panic"};
    socket.panic();
    call([&] { return send(socket, "x\n"); });
    call([&] { return send_all(socket, some_lines(64, 100)); });
    CHECK(call.microseconds() < 20000);
  }
}

TEST_CASE("tcp_socket needs less than 1 KB of stack in panic") {
  if (!support::measures_stacks) return;
  const listener there;
  tcp_socket socket{there.address()};
  CHECK(sent_at_last(socket, "begin\n"));
  const support::handle connection = there.accept();
  const support::stacks used = support::stacks_of(socket, "tcp_socket");
  CHECK(used.send < 1024);
  CHECK(used.send_all < 8192 + 512);
  CHECK(used.panic < 1024);
  listener closed;
  closed.close();
  tcp_socket refused{closed.address()};
  CHECK(support::stacks_of(refused, "tcp_socket, nobody listens").panic < 1024);
  repeating_tcp_socket repeating{there.address()};
  CHECK(sent_at_last(repeating, "begin\n"));
  CHECK(support::stacks_of(repeating, "repeating_tcp_socket").panic < 1024);
}
