// memory_file: a record as a sealed file in memory, whose descriptor is sent instead of its bytes. Linux only.
#pragma once

#include <sys/mman.h>

#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// False, with errno. Does not wait.
inline bool send_as_file(int socket, const char* data, size_t size) {
  const descriptor file{::memfd_create("lineout", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
  if (!file) return false;
  for (size_t done = 0; done < size;) {
    const ssize_t written = ::write(file.number(), data + done, size - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    done += static_cast<size_t>(written);
  }
  ::fcntl(file.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  struct alignas(cmsghdr) {
    char bytes[CMSG_SPACE(sizeof(int))];
  } control{};
  msghdr message{};
  message.msg_control = control.bytes;
  message.msg_controllen = sizeof control.bytes;
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  const int number = file.number();
  __builtin_memcpy(CMSG_DATA(header), &number, sizeof number);
  return ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

}  // namespace lineout::detail
