#include <lineout/posix/detail/own_file.hpp>

#include <time.h>

#include "posix/support.hpp"

using lineout::detail::descriptor;
using lineout::detail::own_file;

namespace {

descriptor opened(const std::string& path) {
  return descriptor{open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
}
bool is_open(int number) { return fcntl(number, F_GETFD) >= 0; }

}  // namespace

TEST_CASE("own_file is a file until it is closed, and closes it once") {
  const support::temporary_directory directory;
  int number = -1;
  lineout::detail::file_status status;
  {
    own_file first;
    CHECK_FALSE(first);
    CHECK_FALSE(first.is_ours(status));
    REQUIRE(first.take(opened(directory / "a")));
    number = first.number();
    CHECK(number > 2);
    own_file second{static_cast<own_file&&>(first)};
    CHECK_FALSE(first);
    CHECK(second.is_ours(status));
    CHECK(second.number() == number);
    CHECK((fcntl(number, F_GETFD) & FD_CLOEXEC) != 0);
    own_file third;
    third = static_cast<own_file&&>(second);
    CHECK(third.number() == number);
  }
  CHECK_FALSE(is_open(number));
}

TEST_CASE("own_file: a number that was closed and given to another file is not its own, and is left open") {
  const support::temporary_directory directory;
  lineout::detail::file_status status;
  int number = -1;
  {
    own_file file;
    REQUIRE(file.take(opened(directory / "a")));
    number = file.number();
    close(number);
    CHECK_FALSE(file.is_ours(status));
    CHECK(errno == EBADF);
    REQUIRE(opened(directory / "b").release() == number);
    CHECK_FALSE(file.is_ours(status));
    REQUIRE(file.take(opened(directory / "c")));
    CHECK(file.number() != number);
    CHECK(file.is_ours(status));
  }
  CHECK(is_open(number));
  close(number);
}

TEST_CASE("own_file that is opened again may get its old number; while it is open it keeps the number") {
  const support::temporary_directory directory;
  lineout::detail::file_status status;
  own_file file;
  REQUIRE(file.take(opened(directory / "a")));
  const int number = file.number();
  close(number);
  descriptor again = opened(directory / "a");
  REQUIRE(again.number() == number);
  REQUIRE(file.take(static_cast<descriptor&&>(again)));
  CHECK(file.is_ours(status));
  REQUIRE(file.take(opened(directory / "b")));
  CHECK(file.number() == number);
  CHECK(file.is_ours(status));
  struct stat wanted {};
  REQUIRE(stat((directory / "b").c_str(), &wanted) == 0);
  CHECK(status.identity == lineout::detail::identity_of(wanted));
  CHECK_FALSE(file.take(descriptor{}));
  CHECK(file.is_ours(status));
}

TEST_CASE("own_file never has a number below 3") {
  const support::temporary_directory directory;
  CHECK(support::in_child([&] {
    for (const int number : {0, 1, 2}) close(number);
    own_file file;
    if (!file.take(opened(directory / "a")) || file.number() < 3) return false;
    for (const int number : {0, 1, 2})
      if (is_open(number)) return false;
    return true;
  }));
}

TEST_CASE("own_file: what the check of a file costs") {
  const support::temporary_directory directory;
  own_file file;
  REQUIRE(file.take(opened(directory / "a")));
  lineout::detail::file_status status;
  timespec begin{};
  timespec end{};
  clock_gettime(CLOCK_MONOTONIC, &begin);
  int ours = 0;
  for (int count = 0; count < 10000; ++count) ours += file.is_ours(status) ? 1 : 0;
  clock_gettime(CLOCK_MONOTONIC, &end);
  CHECK(ours == 10000);
  const int64_t nanoseconds = (end.tv_sec - begin.tv_sec) * int64_t{1000000000} + end.tv_nsec - begin.tv_nsec;
  MESSAGE((nanoseconds / 10000) << " ns for a check");
}
