#include <lineout/posix/detail/relp_session.hpp>

#include "posix/support.hpp"

using lineout::detail::deadline;
using lineout::detail::relp_session;

namespace {

// A receiver that a session has been begun with, and what it hears.
struct receiver {
  support::handle listener{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  support::handle connection{-1};
  char memory[1000] = {};
  relp_session session{memory, sizeof memory, {}};

  receiver() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(listener.number, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(listen(listener.number, 5) == 0);
    getsockname(listener.number, reinterpret_cast<sockaddr*>(&address), &size);
    const std::string destination = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    REQUIRE(session.connection().find(destination, {}).empty());
    progress();
    accept();
  }
  void accept() {
    connection.number = ::accept4(listener.number, nullptr, nullptr, SOCK_CLOEXEC);
    REQUIRE(connection.number >= 0);
  }
  void progress() {
    deadline no_time{0};
    for (int count = 0; count < 20; ++count, usleep(500)) session.progress(no_time, 0, 128);
  }
  std::string heard() { return support::receive(connection.number); }
  void say(const std::string& words) {
    REQUIRE(::send(connection.number, words.data(), words.size(), 0) == static_cast<ssize_t>(words.size()));
    progress();
  }
};

const std::string opening = "1 open 52 relp_version=0\nrelp_software=lineout\ncommands=syslog\n";
const std::string opened = "1 rsp 37 200 OK\nrelp_version=0\ncommands=syslog\n";

}  // namespace

TEST_CASE("relp_session opens, sends, is answered and ends, byte for byte as the protocol has it") {
  receiver there;
  CHECK(there.heard() == opening);
  CHECK_FALSE(there.session.is_ready());
  there.say(opened);
  CHECK(there.session.is_ready());
  there.session.window().add("<13>text", 8);
  there.progress();
  CHECK(there.heard() == "2 syslog 8 <13>text\n");
  CHECK(there.session.window().in_flight() == 1);
  there.say("2 rsp 6 200 OK\n");
  CHECK(there.session.window().count() == 0);
  CHECK(there.session.tally().acknowledged.load() == 1);
  deadline time{20000};
  there.session.close(time);
  CHECK(there.heard() == "3 close 0\n");
  CHECK(there.heard().empty());
  CHECK_FALSE(there.session.is_ready());
}

TEST_CASE("relp_session begins again where the receiver has gone, and a child of fork() with nothing") {
  receiver there;
  there.heard();
  there.say(opened);
  there.session.window().add("a", 1);
  there.progress();
  CHECK(there.heard() == "2 syslog 1 a\n");
  there.connection.close();
  there.progress();
  there.accept();
  CHECK(there.heard() == opening);
  there.say(opened);
  CHECK(there.heard() == "2 syslog 1 a\n");
  CHECK(there.session.tally().maybe_twice.load() == 1);
  there.session.forget();
  CHECK(there.session.window().count() == 0);
  CHECK(there.session.tally().maybe_twice.load() == 0);
  CHECK(there.heard().empty());
}
