#include <lineout/posix/destination.hpp>

#include <lineout/logger.hpp>
#include <lineout/sinks/shared.hpp>

#include <sys/un.h>

#include <thread>

#include "posix/support.hpp"

using lineout::record_end;
using lineout::record_format;
using lineout::posix::destination;

namespace {

constexpr lineout::origin who{"host", "app"};

// A socket of IPv4 on the loopback interface, on a port that the system chooses.
struct ipv4_socket {
  support::handle socket;
  std::string port;

  explicit ipv4_socket(int type) : socket{::socket(AF_INET, type | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket.number, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(socket.number, reinterpret_cast<sockaddr*>(&address), &size);
    port = std::to_string(ntohs(address.sin_port));
  }
};

std::string refused(const char* where) {
  const destination made{where};
  CHECK_FALSE(made);
  return {made.error().data(), made.error().size()};
}

std::string after_time(const std::string& line) { return line.size() > 20 ? line.substr(16) : line; }

}  // namespace

TEST_CASE("udp: sends datagrams, of RFC 3164 or as asked") {
  const ipv4_socket there{SOCK_DGRAM};
  lineout::logger log{destination{"udp:127.0.0.1:" + there.port}, who};
  log.info("one");
  CHECK(support::receive(there.socket.number).ends_with(" host app: one"));
  lineout::logger other{destination{"udp:127.0.0.1:" + there.port, record_format::ietf}, who};
  other.info("two");
  const std::string got = support::receive(there.socket.number);
  CHECK(got.starts_with("<14>1 20"));
  CHECK(got.ends_with(" host app - - - two"));
}

TEST_CASE("tcp: sends records that end in a newline or begin with their size") {
  const ipv4_socket listener{SOCK_STREAM};
  REQUIRE(::listen(listener.socket.number, 4) == 0);
  for (const record_end end : {record_end::newline, record_end::octet_count}) {
    destination to{"tcp:127.0.0.1:" + listener.port, record_format::bsd, end};
    REQUIRE(to);
    const support::handle there{::accept4(listener.socket.number, nullptr, nullptr, SOCK_CLOEXEC)};
    lineout::logger log{std::move(to), who};
    for (int look = 0; look < 2000 && log.counts().sent == 0; ++look) log.poll(8), log.info("x"), ::usleep(1000);
    const std::string got = support::receive(there.number);
    CHECK_MESSAGE(got.find(end == record_end::newline ? " host app: x\n" : " host app: x") != std::string::npos, got);
    CHECK(got.substr(0, 1) == (end == record_end::newline ? "<" : "3"));
  }
}

TEST_CASE("unix: sends what a daemon reads, and file: keeps lines as a syslogd writes them") {
  const support::temporary_directory directory;
  const std::string path = (directory / "log");
  const support::handle daemon = support::unix_receiver(path, SOCK_DGRAM);
  lineout::logger log{destination{"unix:" + path}, who};
  log.info("one");
  const std::string got = support::receive(daemon.number);
  CHECK(got.starts_with("<14>"));
  CHECK(got.ends_with(" app: one"));
  CHECK(got.find("host") == std::string::npos);

  lineout::logger kept{destination{"file:" + (directory / "kept")}, who};
  kept.info("two");
  CHECK(after_time(support::read_file((directory / "kept"))) == "host app: two\n");
  lineout::logger other{destination{"file:" + (directory / "other"), record_format::ietf}, who};
  other.info("three");
  CHECK(support::read_file((directory / "other")).ends_with(" host app - - - three\n"));
}

TEST_CASE("what cannot be used is said in words, and loses every message") {
  CHECK(refused("loghost").starts_with("a destination is udp:"));
  CHECK(refused("").starts_with("a destination is udp:"));
  CHECK(refused("stderr:x").starts_with("a destination is udp:"));
  CHECK(refused("udp:") == "the host is missing");
  CHECK(refused("udp:host:x") == "the port is not a number");
  CHECK(refused("tcp:[::1") == "a ']' is missing behind the IPv6 address");
  CHECK(refused("file:") == "the path is missing behind file:");
  CHECK(refused("file:/nowhere/x") == "no such file or directory");
  lineout::logger log{destination{"nowhere"}, who};
  log.info("x");
  CHECK(log.counts().lost == 1);
  destination none;
  CHECK_FALSE(none);
  CHECK(none.error() == "there is no destination");
}

TEST_CASE("a destination may be replaced by another one while nobody logs") {
  const support::temporary_directory directory;
  destination one{"file:" + (directory / "one")};
  lineout::logger log{lineout::shared{one}, who};
  log.info("1");
  one = destination{"file:" + (directory / "two")};
  log.info("2");
  CHECK(after_time(support::read_file((directory / "one"))) == "host app: 1\n");
  CHECK(after_time(support::read_file((directory / "two"))) == "host app: 2\n");
}

TEST_CASE("what is wrong now is said as soon as the system says it, and no longer than that") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  destination local{"unix:" + path};
  lineout::logger log{lineout::shared{local}, who};
  CHECK(local);
  CHECK(local.error() == "no such file or directory");
  CHECK(local.last_error() == ENOENT);
  const support::handle daemon = support::unix_receiver(path, SOCK_DGRAM);
  log.info("one");
  CHECK(local.error() == "");

  std::string port;
  {
    const ipv4_socket gone{SOCK_DGRAM};
    port = gone.port;
  }
  destination nobody{"udp:127.0.0.1:" + port};
  CHECK(nobody.error() == "");
  lineout::logger other{lineout::shared{nobody}, who};
  for (int number = 0; number < 3; ++number) other.info("x");
  CHECK(nobody.last_error() == ECONNREFUSED);
  CHECK(nobody.error() == "nobody listens there");
  CHECK(destination{}.last_error() == 0);
}

TEST_CASE("patience is the socket's: a daemon that is slow loses nothing") {
  const support::temporary_directory directory;
  const std::string path = directory / "log";
  const support::handle daemon = support::unix_receiver(path, SOCK_DGRAM);
  for (const bool patient : {false, true}) {
    destination local{"unix:" + path};
    if (patient) local.set_patience(5000000);
    lineout::logger log{lineout::shared{local}, who};
    std::thread reader{[&] {
      ::usleep(100000);
      char bytes[512];
      while (::recv(daemon.number, bytes, sizeof bytes, 0) > 0 && bytes[0] != 'e') {
      }
    }};
    for (int number = 0; number < 1000; ++number) log.info("x");
    CHECK((log.counts().lost == 0) == patient);
    local = {};
    const support::handle end{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    ::sendto(end.number, "e", 1, 0, reinterpret_cast<sockaddr*>(&address), sizeof address);
    reader.join();
  }
}
