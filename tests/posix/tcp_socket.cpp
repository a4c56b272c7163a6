#include <lineout/posix/tcp_socket.hpp>

#include <signal.h>

#include <atomic>
#include <thread>
#include <vector>

#include <lineout/framings/octet_counting.hpp>
#include <lineout/logger.hpp>

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
  lineout::logger<counted, untimed> records{counted{tcp_socket{there.address()}},
                                                     lineout::origin{"router1", "diskd"}};
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
