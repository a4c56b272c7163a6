#include <lineout/posix/relp_socket.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include <lineout/logger.hpp>

#include "posix/support.hpp"

using lineout::outcome;
using lineout::posix::relp_options;
using lineout::posix::relp_socket;
using support::send;

namespace {

constexpr const char* offers = "200 OK\nrelp_version=0\nrelp_software=test\ncommands=syslog";

struct frame {
  unsigned transaction = 0;
  std::string command{};
  std::string data{};
  friend bool operator==(const frame&, const frame&) = default;
};

// One connection, as the receiver has it. Reads frames by the grammar of the protocol's description.
class connection {
 public:
  explicit connection(support::handle opened) : socket_{static_cast<support::handle&&>(opened)} {}
  explicit operator bool() const { return socket_.number >= 0; }
  bool wait(int milliseconds) const {
    pollfd look{socket_.number, POLLIN, 0};
    return poll(&look, 1, milliseconds) == 1;
  }
  // The frames that have arrived since the last call.
  std::vector<frame> frames() {
    char bytes[65536];
    for (ssize_t size; (size = recv(socket_.number, bytes, sizeof bytes, MSG_DONTWAIT)) > 0;)
      rest_.append(bytes, static_cast<size_t>(size));
    std::vector<frame> result;
    for (;;) {
      const size_t first = rest_.find(' ');
      const size_t second = first < rest_.size() ? rest_.find(' ', first + 1) : std::string::npos;
      if (second == std::string::npos) return result;
      const size_t after = rest_.find_first_not_of("0123456789", second + 1);
      if (after == std::string::npos) return result;
      const size_t length = std::stoul(rest_.substr(second + 1, after - second - 1));
      const size_t data = length == 0 ? after : after + 1;
      if (rest_.size() < data + length + 1) return result;
      if (rest_[data + length] != '\n' || (length > 0 && rest_[after] != ' ')) FAIL("no frame: " << rest_);
      result.push_back({static_cast<unsigned>(std::stoul(rest_.substr(0, first))),
                        rest_.substr(first + 1, second - first - 1), rest_.substr(data, length)});
      rest_.erase(0, data + length + 1);
    }
  }
  void say(const std::string& bytes) { CHECK(try_say(bytes)); }
  bool try_say(const std::string& bytes) {
    return ::send(socket_.number, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  static std::string answer(unsigned transaction, const std::string& data = "200 OK") {
    return std::to_string(transaction) + " rsp " + std::to_string(data.size()) + " " + data + "\n";
  }
  void close() { socket_.close(); }
  // Ends it without a word more, and drops what has not been read.
  void reset() {
    const linger none{1, 0};
    setsockopt(socket_.number, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    socket_.close();
  }

 private:
  support::handle socket_;
  std::string rest_{};
};

class server {
 public:
  explicit server(uint16_t port = 0) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
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
    address_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  const std::string& address() const { return address_; }
  uint16_t port() const { return static_cast<uint16_t>(std::stoi(address_.substr(10))); }
  connection accept() const { return connection{support::accept(socket_)}; }
  bool is_called(int milliseconds = 0) const {
    pollfd look{socket_.number, POLLIN, 0};
    return poll(&look, 1, milliseconds) == 1;
  }
  // With an open session.
  connection session(relp_socket& with) const {
    for (int attempt = 0; attempt < 2000 && !is_called(1); ++attempt) with.poll(1);
    connection made = accept();
    open(made, with);
    return made;
  }
  static void open(connection& made, relp_socket& with) {
    CHECK(arrived(made, with, 1) ==
          std::vector<frame>{{1, "open", "relp_version=0\nrelp_software=lineout\ncommands=syslog"}});
    made.say(connection::answer(1, offers));
    CHECK(eventually(with, [&] { return with.connected(); }));
  }
  // At least so many frames, or what has come within two seconds.
  static std::vector<frame> arrived(connection& from, relp_socket& with, size_t count) {
    std::vector<frame> result;
    eventually(with, [&] {
      for (frame& one : from.frames()) result.push_back(one);
      return result.size() >= count;
    });
    return result;
  }
  template <typename Condition> static bool eventually(relp_socket& with, Condition condition) {
    for (int attempt = 0; attempt < 4000; ++attempt) {
      with.poll(1);
      if (condition()) return true;
      usleep(500);
    }
    return false;
  }

 private:
  support::handle socket_;
  std::string address_;
};

void wait_for(relp_socket& socket, size_t waiting) {
  CHECK(server::eventually(socket, [&] { return socket.counts().waiting == waiting; }));
}

double milliseconds_of(const auto& call) {
  const auto begin = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

relp_options quick() {
  relp_options result;
  result.flush_patience = 0;
  return result;
}

}  // namespace

TEST_CASE("relp_socket opens a session with offers and keeps each record until it is acknowledged") {
  const server there;
  char memory[4096];
  relp_socket socket{there.address(), memory, quick()};
  CHECK(socket);
  CHECK(send(socket, "<13>one") == outcome::queued);
  connection session = there.session(socket);
  CHECK(send(socket, "<13>two\nlines") == outcome::queued);
  CHECK(server::arrived(session, socket, 2) ==
        std::vector<frame>{{2, "syslog", "<13>one"}, {3, "syslog", "<13>two\nlines"}});
  CHECK(socket.counts().waiting == 2);
  CHECK(socket.poll(1));
  session.say(connection::answer(2));
  wait_for(socket, 1);
  CHECK(socket.poll(1));
  session.say(connection::answer(3, "200"));
  wait_for(socket, 0);
  CHECK_FALSE(socket.poll(1));
  CHECK(socket.counts().acknowledged == 2);
  CHECK(socket.counts().maybe_twice == 0);
  CHECK(socket.take_losses() == 0);
  CHECK(socket.error().empty());
}

TEST_CASE("relp_socket sends nothing before the session is open") {
  const server there;
  char memory[4096];
  relp_socket socket{there.address(), memory, quick()};
  connection session = there.accept();
  send(socket, "early");
  for (int count = 0; count < 20; ++count) socket.poll(1);
  CHECK(session.frames().size() == 1);
  CHECK_FALSE(socket.connected());
  session.say(connection::answer(1, offers));
  CHECK(server::arrived(session, socket, 1) == std::vector<frame>{{2, "syslog", "early"}});
}

TEST_CASE("relp_socket has no more records under way than its window") {
  const server there;
  char memory[4096];
  relp_options options = quick();
  options.window = 3;
  relp_socket socket{there.address(), memory, options};
  connection session = there.session(socket);
  for (int number = 0; number < 8; ++number) send(socket, std::to_string(number));
  CHECK(server::arrived(session, socket, 3).size() == 3);
  for (int count = 0; count < 20; ++count) socket.poll(1);
  CHECK(session.frames().empty());
  session.say(connection::answer(2) + connection::answer(3));
  CHECK(server::arrived(session, socket, 2) == std::vector<frame>{{5, "syslog", "3"}, {6, "syslog", "4"}});
}

TEST_CASE("relp_socket reads answers that arrive in pieces, and many in one") {
  const server there;
  char memory[4096];
  relp_socket socket{there.address(), memory, quick()};
  connection session = there.session(socket);
  std::string answers;
  for (unsigned number = 2; number < 40; ++number) {
    send(socket, "record");
    answers += connection::answer(number);
  }
  CHECK(server::arrived(session, socket, 38).size() == 38);
  for (size_t at = 0; at < 100; ++at) {
    session.say(answers.substr(at, 1));
    socket.poll(1);
  }
  session.say(answers.substr(100));
  wait_for(socket, 0);
}

TEST_CASE("relp_socket counts what the receiver refuses as lost, and tells it once") {
  const server there;
  char memory[4096];
  relp_socket socket{there.address(), memory, quick()};
  connection session = there.session(socket);
  for (const char* const record : {"a", "b", "c"}) send(socket, record);
  server::arrived(session, socket, 3);
  session.say(connection::answer(2) + connection::answer(3, "500 no room") + connection::answer(4));
  wait_for(socket, 0);
  CHECK(socket.counts().acknowledged == 2);
  CHECK(socket.counts().refused == 1);
  CHECK(socket.take_losses() == 1);
  CHECK(socket.take_losses() == 0);
}

TEST_CASE("relp_socket sends again what was not acknowledged when the connection ends") {
  const server there;
  char memory[4096];
  relp_socket socket{there.address(), memory, quick()};
  {
    connection session = there.session(socket);
    for (const char* const record : {"a", "b", "c", "d"}) send(socket, record);
    CHECK(server::arrived(session, socket, 4).size() == 4);
    session.say(connection::answer(2));
    wait_for(socket, 3);
    SUBCASE("in order") { session.close(); }
    SUBCASE("by a reset") { session.reset(); }
    SUBCASE("announced") { session.say("0 serverclose 0\n"); }
  }
  connection session = there.session(socket);
  CHECK(server::arrived(session, socket, 3) ==
        std::vector<frame>{{2, "syslog", "b"}, {3, "syslog", "c"}, {4, "syslog", "d"}});
  CHECK(socket.counts().maybe_twice == 3);
  session.say(connection::answer(2) + connection::answer(3) + connection::answer(4));
  wait_for(socket, 0);
  CHECK(socket.counts().kept == 4);
  CHECK(socket.counts().acknowledged == 4);
  CHECK(socket.take_losses() == 0);
}

TEST_CASE("relp_socket takes an answer into account that arrived just before the end") {
  const server there;
  char memory[4096];
  relp_socket socket{there.address(), memory, quick()};
  {
    connection session = there.session(socket);
    for (const char* const record : {"a", "b"}) send(socket, record);
    CHECK(server::arrived(session, socket, 2).size() == 2);
    session.say(connection::answer(2));
    session.close();
  }
  send(socket, "c");
  connection session = there.session(socket);
  CHECK(server::arrived(session, socket, 2) == std::vector<frame>{{2, "syslog", "b"}, {3, "syslog", "c"}});
  CHECK(socket.counts().maybe_twice == 1);
}

TEST_CASE("relp_socket leaves a receiver that does not keep to the protocol") {
  const server there;
  char memory[4096];
  relp_socket socket{there.address(), memory, quick()};
  const auto is_left_after = [&](const std::string& bytes) {
    for (int attempt = 0; attempt < 4000 && !there.is_called(1); ++attempt) socket.poll(1);
    connection session = there.accept();
    CHECK(server::arrived(session, socket, 1).size() == 1);
    session.say(bytes);
    return server::eventually(socket, [&] { return there.is_called(); });
  };
  CHECK(is_left_after("nonsense\n"));
  CHECK(support::string(socket.error()) == "the receiver does not understand the protocol");
  CHECK(is_left_after(connection::answer(1, "500 no")));
  CHECK(is_left_after(connection::answer(1, "200 OK")));
  CHECK(is_left_after(connection::answer(1, "200 OK\nrelp_version=0\ncommands=eventlog")));
  CHECK(is_left_after(connection::answer(2, offers)));
  CHECK(is_left_after("1 syslog 0\n"));
  CHECK(is_left_after(connection::answer(1, offers) + connection::answer(2)));
}

TEST_CASE("relp_socket without room loses at once, or waits as long as its patience") {
  const server there;
  char memory[150];
  relp_socket socket{there.address(), memory, quick()};
  connection session = there.session(socket);
  CHECK(send(socket, std::string(30, 'a')) == outcome::queued);
  CHECK(send(socket, std::string(30, 'b')) == outcome::queued);
  CHECK(milliseconds_of([&] { CHECK(send(socket, "c") == outcome::lost); }) < 100);
  CHECK(socket.last_error() == EAGAIN);
  socket.set_patience(50000);
  const double waited = milliseconds_of([&] { CHECK(send(socket, "d") == outcome::lost); });
  CHECK(waited >= 49);
  CHECK(waited < 1000);
  socket.set_patience(5000000);
  std::thread receiver{[&] {
    usleep(20000);
    session.frames();
    session.try_say(connection::answer(2));
  }};
  CHECK(milliseconds_of([&] { CHECK(send(socket, "e") == outcome::queued); }) < 2000);
  receiver.join();
  CHECK(send(socket, std::string(200, 'f')) == outcome::lost);
  CHECK(socket.last_error() == EMSGSIZE);
  CHECK(socket.counts().kept == 3);
}

TEST_CASE("relp_socket keeps records while nobody listens, and sends them when somebody does") {
  uint16_t port = 0;
  {
    const server gone;
    port = gone.port();
  }
  char memory[4096];
  relp_socket socket{"127.0.0.1:" + std::to_string(port), memory, quick()};
  CHECK(socket);
  CHECK(send(socket, "early") == outcome::queued);
  CHECK(support::string(socket.error()) == "nobody listens there");
  const server there{port};
  connection session = there.session(socket);
  CHECK(server::arrived(session, socket, 1) == std::vector<frame>{{2, "syslog", "early"}});
  CHECK(socket.error().empty());
}

TEST_CASE("relp_socket flushes until all is acknowledged, or as long as its patience") {
  const server there;
  char memory[4096];
  relp_options options;
  options.flush_patience = 60000;
  relp_socket socket{there.address(), memory, options};
  connection session = there.session(socket);
  send(socket, "a");
  const double waited = milliseconds_of([&] { socket.flush(); });
  CHECK(waited >= 59);
  CHECK(waited < 1000);
  session.say(connection::answer(2));
  CHECK(milliseconds_of([&] { socket.flush(); }) < 59);
  CHECK(socket.counts().waiting == 0);
  CHECK(milliseconds_of([&] { socket.flush(); }) < 50);
}

TEST_CASE("relp_socket ends its session when it is closed or destroyed, and says so to the receiver") {
  const server there;
  char memory[4096];
  std::vector<frame> last;
  bool ended = false;
  const auto receive = [&](connection& session, unsigned count) {
    for (unsigned answered = 0; answered < count;) {
      session.wait(2000);
      for (const frame& one : session.frames()) {
        last.push_back(one);
        session.try_say(one.command == "close" ? std::to_string(one.transaction) + " rsp 0\n0 serverclose 0\n"
                                               : connection::answer(one.transaction));
        ++answered;
      }
    }
    char byte;
    session.wait(2000);
    ended = session.frames().empty() && !session.try_say("x");
    (void)byte;
  };
  {
    relp_socket socket{there.address(), memory};
    connection session = there.session(socket);
    send(socket, "a");
    std::thread receiver{[&] { receive(session, 2); }};
    SUBCASE("closed") { socket.close(); }
    SUBCASE("destroyed") { const relp_socket moved{static_cast<relp_socket&&>(socket)}; }
    receiver.join();
  }
  CHECK(last == std::vector<frame>{{2, "syslog", "a"}, {3, "close", ""}});
}

TEST_CASE("relp_socket in panic sends all that it keeps, waits for nothing, and goes on") {
  const server there;
  char memory[4096];
  relp_options options;
  options.window = 2;
  options.tcp.patience = 5000000;
  relp_socket socket{there.address(), memory, options};
  connection session = there.session(socket);
  for (int number = 0; number < 20; ++number) send(socket, std::to_string(number));
  CHECK(milliseconds_of([&] { socket.panic(); }) < 100);
  CHECK(server::arrived(session, socket, 20).size() == 20);
  CHECK(milliseconds_of([&] { socket.flush(); }) < 100);
  CHECK(milliseconds_of([&] {
          for (int number = 0; number < 200; ++number) send(socket, "more");
        }) < 500);
}

TEST_CASE("relp_socket gives up a receiver that does not answer for a while") {
  const server there;
  char memory[4096];
  relp_options options = quick();
  options.answer_timeout = 30;
  relp_socket socket{there.address(), memory, options};
  connection first = there.accept();
  CHECK(server::eventually(socket, [&] { return there.is_called(); }));
  connection second = there.session(socket);
  send(socket, "a");
  CHECK(server::arrived(second, socket, 1).size() == 1);
  CHECK(server::eventually(socket, [&] { return there.is_called(); }));
  CHECK(socket.counts().waiting == 1);
}

TEST_CASE("relp_socket finishes a frame that the system took a part of") {
  const server there;
  static char memory[4000000];
  relp_options options = quick();
  options.window = 1000;
  relp_socket socket{there.address(), memory, options};
  connection session = there.session(socket);
  std::vector<frame> expected;
  for (unsigned number = 0; number < 60; ++number) {
    const std::string record(60000 + number, static_cast<char>('a' + number % 26));
    CHECK(send(socket, record) == outcome::queued);
    expected.push_back({number + 2, "syslog", record});
  }
  CHECK(server::arrived(session, socket, 60) == expected);
}

TEST_CASE("relp_socket in a child of fork() makes its own session and sends nothing of its parent's") {
  const server there;
  char memory[4096];
  relp_socket socket{there.address(), memory, quick()};
  connection session = there.session(socket);
  send(socket, "parent's");
  CHECK(server::arrived(session, socket, 1).size() == 1);
  CHECK(support::in_child([&] {
    if (send(socket, "child's") != outcome::queued || socket.counts().kept != 1) return false;
    connection own = there.accept();
    const std::vector<frame> opening = server::arrived(own, socket, 1);
    own.try_say(connection::answer(1, offers));
    return opening.size() == 1 && server::arrived(own, socket, 1) == std::vector<frame>{{2, "syslog", "child's"}};
  }));
  session.say(connection::answer(2));
  wait_for(socket, 0);
  CHECK(session.frames().empty());
  CHECK(socket.counts().maybe_twice == 0);
}

TEST_CASE("relp_socket leaves errno alone, and says in words what is wrong with a destination") {
  const server there;
  char memory[200];
  relp_socket socket{there.address(), memory, quick()};
  support::keeps_errno([&] { return send(socket, "a"); });
  support::keeps_errno([&] { return socket.poll(1); });
  support::keeps_errno([&] { return send(socket, std::string(1000, 'x')); });
  support::keeps_errno([&] { return socket.flush(), 0; });
  support::keeps_errno([&] { return socket.panic(), 0; });
  support::keeps_errno([&] { return socket.close(), 0; });
  CHECK(support::send_all(socket, {"a", "b"}) == support::all(2, outcome::queued));
  relp_socket wrong{"127.0.0.1:x", memory};
  CHECK_FALSE(wrong);
  CHECK(support::string(wrong.error()) == "the port is not a number");
  CHECK(send(wrong, "x") == outcome::lost);
  CHECK_FALSE(wrong.poll(1));
  relp_socket none;
  CHECK(send(none, "x") == outcome::lost);
  none.flush();
}

TEST_CASE("a logger with a relp_socket sends RFC 3164 lines, and tells of what was refused") {
  const server there;
  char memory[4096];
  auto log = support::untimed(relp_socket{there.address(), memory, quick()}, lineout::origin{"host", "app"});
  log.info("first");
  relp_socket& socket = log.channel().next();
  connection session = there.session(socket);
  CHECK(server::arrived(session, socket, 1) == std::vector<frame>{{2, "syslog", "<14>app: first"}});
  session.say(connection::answer(2, "500 no"));
  wait_for(socket, 0);
  log.info("second");
  const std::vector<frame> later = server::arrived(session, socket, 2);
  REQUIRE(later.size() == 2);
  CHECK(later[0].data.find("1 message lost") != std::string::npos);
  CHECK(later[1].data == "<14>app: second");
}

// A receiver that is killed, deaf, slow, rude and forgetful at random.
TEST_CASE("relp_socket loses nothing to a receiver with faults, and counts what may have arrived twice") {
  constexpr unsigned records = 6000;
  const server there;
  static char memory[20000];
  std::map<std::string, unsigned> stored;
  std::map<std::string, unsigned> refused;
  std::atomic<bool> done{false};
  unsigned resets = 0;
  std::thread receiver{[&] {
    std::mt19937 random{12};
    const auto one_of = [&random](unsigned count) { return random() % count == 0; };
    while (!done) {
      if (!there.is_called(20)) continue;
      connection session = there.accept();
      bool alive = true;
      while (alive && !done) {
        if (!session.wait(20)) continue;
        const std::vector<frame> frames = session.frames();
        if (frames.empty()) break;
        for (const frame& one : frames) {
          std::string reply = connection::answer(one.transaction, one.command == "open" ? offers : "200 OK");
          if (one.command == "syslog" && one_of(400)) {
            ++refused[one.data];
            reply = connection::answer(one.transaction, "500 refused");
          } else if (one.command == "syslog") {
            ++stored[one.data];
          }
          if (one_of(300)) {  // half an answer, and gone
            session.try_say(reply.substr(0, reply.size() / 2));
            if (one_of(2)) session.reset();
            else session.close();
            ++resets;
            alive = false;
            break;
          }
          session.try_say(reply);
          if (one_of(200)) usleep(3000);
        }
      }
    }
  }};
  relp_options options;
  options.tcp.patience = 5000000;
  options.tcp.shortest_pause = 1;
  options.tcp.longest_pause = 2;
  options.flush_patience = 9000000;
  options.window = 50;
  relp_socket socket{there.address(), memory, options};
  for (unsigned number = 0; number < records; ++number)
    CHECK(send(socket, "record " + std::to_string(number)) == outcome::queued);
  socket.flush();
  done = true;
  receiver.join();
  unsigned missing = 0;
  size_t twice = 0;
  for (unsigned number = 0; number < records; ++number) {
    const std::string record = "record " + std::to_string(number);
    missing += stored.count(record) + refused.count(record) == 0 ? 1 : 0;
  }
  for (const auto& [record, count] : stored) twice += count - 1;
  const auto counts = socket.counts();
  CHECK(missing == 0);
  CHECK(counts.waiting == 0);
  CHECK(counts.kept == records);
  CHECK(counts.acknowledged + counts.refused == records);
  CHECK(resets > 10);
  CHECK(twice > 0);
  CHECK(twice <= counts.maybe_twice);
  CHECK(counts.refused > 0);
  MESSAGE("connections lost " << resets << ", stored twice " << twice << " of at most " << counts.maybe_twice
                              << ", refused " << counts.refused);
}
