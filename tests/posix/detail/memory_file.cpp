#include <lineout/posix/detail/memory_file.hpp>

#include <string.h>

#include "posix/support.hpp"

TEST_CASE("a record arrives as a file that nobody can change any more, and no descriptor is left") {
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends) == 0);
  const int free_before = support::next_descriptor();
  CHECK(lineout::detail::send_as_file(ends[0], "0123456789", 10));
  CHECK(support::next_descriptor() == free_before);
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  msghdr message{};
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  REQUIRE(recvmsg(ends[1], &message, 0) == 0);
  int number = -1;
  memcpy(&number, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof number);
  char bytes[20];
  CHECK(pread(number, bytes, sizeof bytes, 0) == 10);
  CHECK(std::string(bytes, 10) == "0123456789");
  CHECK(pwrite(number, "x", 1, 0) < 0);
  CHECK(ftruncate(number, 0) < 0);
  for (const int one : {number, ends[0], ends[1]}) close(one);
  CHECK_FALSE(lineout::detail::send_as_file(-1, "x", 1));
}
