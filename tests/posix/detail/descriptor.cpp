#include <lineout/posix/detail/descriptor.hpp>

#include "posix/support.hpp"

using lineout::detail::descriptor;

namespace {

bool is_open(int number) { return fcntl(number, F_GETFD) >= 0; }

}  // namespace

TEST_CASE("descriptor is closed with its owner, once") {
  int number = -1;
  {
    descriptor first{dup(0)};
    number = first.number();
    CHECK(is_open(number));
    const descriptor second{static_cast<descriptor&&>(first)};
    CHECK_FALSE(first);
    CHECK(second.number() == number);
    CHECK(is_open(number));
  }
  CHECK_FALSE(is_open(number));
}

TEST_CASE("descriptor closes what it had when it is given another, and keeps what it gives itself") {
  descriptor kept{dup(0)};
  const int before = kept.number();
  descriptor other{dup(0)};
  const int after = other.number();
  kept = static_cast<descriptor&&>(other);
  CHECK(kept.number() == after);
  CHECK_FALSE(is_open(before));
  descriptor& same = kept;
  kept = static_cast<descriptor&&>(same);
  CHECK(kept.number() == after);
  CHECK(is_open(after));
}

TEST_CASE("descriptor keeps its number when something else takes its place, and is still not inherited") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const descriptor reader{ends[0]};
  const descriptor replaced{dup(0)};
  const int number = replaced.number();
  {
    const descriptor writer{ends[1]};
    CHECK(replaced.replace_by(writer));
  }
  CHECK(replaced.number() == number);
  CHECK((fcntl(number, F_GETFD) & FD_CLOEXEC) != 0);
  CHECK(write(number, "x", 1) == 1);
  CHECK(support::receive(reader.number()) == "x");
}

TEST_CASE("errno_keeper gives errno back") {
  errno = 12345;
  {
    const lineout::detail::errno_keeper keeper;
    errno = EIO;
  }
  CHECK(errno == 12345);
}

TEST_CASE("a socket does not wait and is not inherited") {
  const descriptor socket = lineout::detail::open_socket(AF_INET, SOCK_DGRAM);
  REQUIRE(socket);
  CHECK((fcntl(socket.number(), F_GETFD) & FD_CLOEXEC) != 0);
  CHECK((fcntl(socket.number(), F_GETFL) & O_NONBLOCK) != 0);
  CHECK_FALSE(lineout::detail::open_socket(-1, SOCK_DGRAM));
}

TEST_CASE("a text is copied with a NUL behind it only when it fits and has none") {
  char to[4];
  CHECK(lineout::detail::copy_terminated(to, "abc"));
  CHECK(std::string{to} == "abc");
  CHECK_FALSE(lineout::detail::copy_terminated(to, "abcd"));
  CHECK_FALSE(lineout::detail::copy_terminated(to, lineout::text{"a\0b", 3}));
  CHECK(lineout::detail::copy_terminated(to, lineout::text{}));
  CHECK(std::string{to}.empty());
}

TEST_CASE("error numbers have words, known or not") {
  CHECK(support::string(lineout::detail::error_words(ENOENT)) == "no such file or directory");
  CHECK(support::string(lineout::detail::error_words(-1)) == "the system refuses; last_error() has its number");
}
