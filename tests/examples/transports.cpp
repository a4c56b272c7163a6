// examples/transports: each kind of destination, and what is said when nothing leaves.
#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>

#include "support/process.hpp"

namespace {

support::result transports(const std::string& where) { return support::run({LINEOUT_TRANSPORTS, where}); }

// A socket of this test's on a port that the system chooses, where nobody reads or answers unless it is asked to.
struct port {
  int socket;
  std::string name;

  explicit port(int type) : socket{::socket(AF_INET, type | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    name = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~port() { ::close(socket); }
  port(const port&) = delete;
  port& operator=(const port&) = delete;

  std::string take() const {
    char bytes[4096];
    const ssize_t size = ::recv(socket, bytes, sizeof bytes, MSG_DONTWAIT);
    return {bytes, size > 0 ? static_cast<size_t>(size) : 0};
  }
};

size_t lines_of(const std::string& text) { return static_cast<size_t>(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

TEST_CASE("three lines leave by datagrams, over a connection, to a local daemon and to a file") {
  const port udp{SOCK_DGRAM};
  CHECK(transports("udp:" + udp.name).status == 0);
  CHECK(udp.take().ends_with(": 3 disks found"));
  CHECK(udp.take().ends_with(": disk sda at 91%"));
  CHECK(udp.take().ends_with(": disk sdb gave status 0x51"));

  const port tcp{SOCK_STREAM};
  REQUIRE(::listen(tcp.socket, 1) == 0);
  CHECK(transports("tcp:" + tcp.name).status == 0);
  const int connection = ::accept(tcp.socket, nullptr, nullptr);
  char bytes[1024];
  const ssize_t size = ::recv(connection, bytes, sizeof bytes, 0);
  REQUIRE(size > 0);
  CHECK(lines_of({bytes, static_cast<size_t>(size)}) == 3);
  ::close(connection);

  const support::temporary_directory directory;
  const int local = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  directory.file("log").copy(address.sun_path, sizeof address.sun_path - 1);
  REQUIRE(::bind(local, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  CHECK(transports("unix:" + directory.file("log")).status == 0);
  CHECK(::recv(local, bytes, sizeof bytes, MSG_DONTWAIT) > 0);
  ::close(local);

  CHECK(transports("file:" + directory.file("kept")).status == 0);
  CHECK(lines_of(support::read_file(directory.file("kept"))) == 3);
  CHECK(lines_of(transports("stderr:").output) == 3);
}

TEST_CASE("what the system says when nothing leaves is said") {
  std::string nobody;
  {
    const port gone{SOCK_DGRAM};
    nobody = gone.name;
  }
  const auto said = [](const std::string& where, int status, const std::string& words) {
    const support::result seen = transports(where);
    CHECK(seen.status == status);
    CHECK(seen.output.starts_with("transports: " + where + ": " + words));
  };
  said("udp:" + nobody, 1, "nobody listens there\n");
  said("tcp:" + nobody, 1, "nobody listens there\n");
  said("udp:no.such.host.invalid", 2, "");
  said("unix:/nonexistent/log", 1, "no such file or directory\n");
  said("file:/nonexistent/file", 2, "no such file or directory\n");
  said("file:/dev/full", 1, "No space left on device\n");
  said("loghost", 2, "a destination is udp:HOST");
  CHECK(support::run({LINEOUT_TRANSPORTS, "--help"}).output.starts_with("usage: transports [DESTINATION]\n"));
}
