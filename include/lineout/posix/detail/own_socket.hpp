// own_socket: a socket that knows its number from one that the program has closed and given to something else.
#pragma once

#include <sys/stat.h>
#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// Which socket stands behind a number: two that live at the same time never give the same. 0: it is no socket.
inline int identity_of_socket(int number) {
  uint64_t value = 0;
#if defined(SO_COOKIE)
  socklen_t size = sizeof value;
  if (::getsockopt(number, SOL_SOCKET, SO_COOKIE, &value, &size) == 0) return static_cast<int>(value | 1U << 31);
  if (errno == EBADF || errno == ENOTSOCK) return 0;
#endif
  struct stat status {};
  if (::fstat(number, &status) != 0 || !S_ISSOCK(status.st_mode)) return 0;
  value = status.st_ino;
  return static_cast<int>(value | 1U << 31);
}

// Its number is 3 or more, so that it never takes the place of a standard stream. It stays the same while the socket is
// this one's, whatever replaces it: a concurrent send uses the old socket or the new one. A number that the program has
// closed, or closed and given to something else, is never written to, replaced or closed. The check costs one system
// call for each number(). Between the check and the use another thread can still do both; nothing can prevent that.
class own_socket {
 public:
  constexpr own_socket() = default;
  explicit own_socket(descriptor&& opened) { replace_by(static_cast<descriptor&&>(opened)); }
  own_socket(own_socket&& other) noexcept : number_{other.number_}, identity_{other.identity_} {
    other.number_.store(-1);
  }
  own_socket& operator=(own_socket&& other) noexcept {
    if (this == &other) return *this;
    close();
    identity_ = other.identity_;
    number_.store(other.number_.exchange(-1));
    return *this;
  }
  ~own_socket() { close(); }

  // Whether there was a socket; it may have been closed by somebody else since.
  explicit operator bool() const { return number_.load() >= 0; }

  // The number to use now; or -1, errno being EBADF, when there is no socket of this object's behind it.
  int number() const {
    for (int look = 0; look < 3; ++look) {
      const int number = number_.load();
      const int identity = identity_.load();
      if (number < 0) break;
      if (identity_of_socket(number) == identity || in_place_.load() != 0) return number;
      if (number == number_.load() && identity == identity_.load()) break;
    }
    errno = EBADF;
    return -1;
  }

  // False, and no change, with errno: the system refuses, or EBUSY: another context is replacing it now.
  bool replace_by(descriptor&& fresh) {
    if (replacing_.exchange(1) != 0) return errno = EBUSY, false;
    const int identity = identity_of_socket(fresh.number());
    const int number = number_.load();
    bool done = false;
    if (number >= 0 && identity_of_socket(number) == identity_.load()) {
      in_place_.store(1);
#if defined(__APPLE__)
      done = ::dup2(fresh.number(), number) >= 0 && ::fcntl(number, F_SETFD, FD_CLOEXEC) >= 0;
#else
      done = ::dup3(fresh.number(), number, O_CLOEXEC) >= 0;
#endif
      if (done) identity_.store(identity);
      in_place_.store(0);
    } else {
      const int taken = fresh.number() > 2 ? fresh.release() : ::fcntl(fresh.number(), F_DUPFD_CLOEXEC, 3);
      done = taken >= 0;
      if (done) identity_.store(identity);
      if (done) number_.store(taken);
    }
    replacing_.store(0);
    return done;
  }

  void close() {
    const int number = number_.exchange(-1);
    if (number >= 0 && identity_of_socket(number) == identity_.load()) ::close(number);
  }

 private:
  shared_int number_{-1};
  shared_int identity_;
  shared_int replacing_;
  shared_int in_place_;  // while it is replaced under its number, which was this object's just before
};

}  // namespace lineout::detail
