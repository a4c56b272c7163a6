#include <lineout/posix/detail/own_socket.hpp>

#include <atomic>
#include <thread>

#include "posix/sockets.hpp"

using lineout::detail::descriptor;
using lineout::detail::open_socket;
using lineout::detail::own_socket;

TEST_CASE("own_socket has the number of its socket, and none when the socket is closed or another one has the number") {
  own_socket mine{open_socket(AF_UNIX, SOCK_DGRAM)};
  const int number = mine.number();
  CHECK(number > 2);
  CHECK(mine.number() == number);
  close(number);
  CHECK(mine.number() == -1);
  CHECK(errno == EBADF);
  CHECK(mine);
  const int other = ::socket(AF_UNIX, SOCK_DGRAM, 0);
  if (other != number) REQUIRE(dup2(other, number) == number);
  CHECK(mine.number() == -1);
  mine.close();
  CHECK(fcntl(number, F_GETFD) >= 0);
  CHECK_FALSE(mine);
  close(number);
}

TEST_CASE("own_socket keeps its number when it is replaced, or takes another one where the number is not its own") {
  own_socket mine{open_socket(AF_UNIX, SOCK_DGRAM)};
  const int number = mine.number();
  CHECK(mine.replace_by(open_socket(AF_UNIX, SOCK_STREAM)));
  CHECK(mine.number() == number);
  int type = 0;
  socklen_t size = sizeof type;
  getsockopt(number, SOL_SOCKET, SO_TYPE, &type, &size);
  CHECK(type == SOCK_STREAM);
  CHECK((fcntl(number, F_GETFD) & FD_CLOEXEC) != 0);
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  REQUIRE(dup2(ends[1], number) == number);
  CHECK(mine.replace_by(open_socket(AF_UNIX, SOCK_DGRAM)));
  CHECK(mine.number() > 2);
  CHECK(mine.number() != number);
  CHECK(write(number, "x", 1) == 1);
  for (const int one : {ends[0], ends[1], number}) close(one);
}

TEST_CASE("own_socket takes no number of a standard stream") {
  CHECK(support::in_child([] {
    for (int number = 0; number < 3; ++number) close(number);
    own_socket mine{open_socket(AF_UNIX, SOCK_DGRAM)};
    for (int number = 0; number < 3; ++number)
      if (fcntl(number, F_GETFD) >= 0) return false;
    return mine.number() >= 3;
  }));
}

TEST_CASE("own_socket that is moved leaves nothing behind") {
  own_socket first{open_socket(AF_UNIX, SOCK_DGRAM)};
  const int number = first.number();
  own_socket second{static_cast<own_socket&&>(first)};
  CHECK_FALSE(first);
  CHECK(first.number() == -1);
  CHECK(second.number() == number);
  first = static_cast<own_socket&&>(second);
  CHECK(first.number() == number);
  CHECK_FALSE(second);
  first = own_socket{};
  CHECK(fcntl(number, F_GETFD) < 0);
}

TEST_CASE("own_socket: threads that use it while it is replaced always see a socket of its own") {
  own_socket mine{open_socket(AF_UNIX, SOCK_DGRAM)};
  std::atomic<bool> stop{false};
  std::atomic<size_t> missing{0};
  std::atomic<size_t> looks{0};
  std::thread looking{[&] {
    for (; !stop; ++looks) missing += mine.number() < 0 ? 1 : 0;
  }};
  while (looks == 0) sched_yield();
  for (int count = 0; count < 20000; ++count) CHECK(mine.replace_by(open_socket(AF_UNIX, SOCK_DGRAM)));
  stop = true;
  looking.join();
  CHECK(looks > 100);
  CHECK(missing == 0);
}

TEST_CASE("own_socket's check costs less than a send") {
  const support::handle there{::socket(AF_INET, SOCK_DGRAM, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(there.number, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  getsockname(there.number, reinterpret_cast<sockaddr*>(&address), &size);
  own_socket mine{open_socket(AF_INET, SOCK_DGRAM)};
  REQUIRE(connect(mine.number(), reinterpret_cast<const sockaddr*>(&address), size) == 0);
  const auto nanoseconds = [](auto call) {
    double best = 1e9;
    for (int round = 0; round < 20; ++round) {
      const auto begin = std::chrono::steady_clock::now();
      for (int count = 0; count < 1000; ++count) call();
      const auto time = std::chrono::steady_clock::now() - begin;
      const double one = static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(time).count()) / 1000;
      best = one < best ? one : best;
    }
    return best;
  };
  const double check = nanoseconds([&] { mine.number(); });
  const double sent = nanoseconds([&] { lineout::detail::send_now(mine.number(), "0123456789", 10); });
  MESSAGE("own_socket: the check takes " << check << " of a send's " << sent << " nanoseconds");
  CHECK(check < sent);
}
