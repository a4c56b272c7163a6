// What the parts on file descriptors share: an owned descriptor, errno kept as it was, and sending without waiting.
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <lineout/packet.hpp>
#include <lineout/text.hpp>

namespace lineout::detail {

// Gives errno back as it was, so that a signal handler that logs changes nothing for whom it interrupted.
class errno_keeper {
 public:
  errno_keeper() : saved_{errno} {}
  ~errno_keeper() { errno = saved_; }
  errno_keeper(const errno_keeper&) = delete;
  errno_keeper& operator=(const errno_keeper&) = delete;

 private:
  int saved_;
};

// A value that threads and signal handlers share; copied like a plain one.
template <typename T> class shared_value {
 public:
  constexpr shared_value(T value = 0) : value_{value} {}
  shared_value(const shared_value& other) : value_{other.load()} {}
  shared_value& operator=(const shared_value& other) {
    store(other.load());
    return *this;
  }
  T load() const { return __atomic_load_n(&value_, __ATOMIC_SEQ_CST); }
  void store(T value) { __atomic_store_n(&value_, value, __ATOMIC_SEQ_CST); }
  T add(T difference) { return __atomic_fetch_add(&value_, difference, __ATOMIC_SEQ_CST); }
  T exchange(T value) { return __atomic_exchange_n(&value_, value, __ATOMIC_SEQ_CST); }
  bool replace(T expected, T value) {
    return __atomic_compare_exchange_n(&value_, &expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  }
  // As a set of flags.
  bool has(T flag) const { return (load() & flag) != 0; }
  void set(T flags) { __atomic_fetch_or(&value_, flags, __ATOMIC_SEQ_CST); }
  // Whether there was one of these.
  bool clear(T flags) { return (__atomic_fetch_and(&value_, ~flags, __ATOMIC_SEQ_CST) & flags) != 0; }

 private:
  T value_;
};
using shared_int = shared_value<int>;

// A descriptor that is closed with its owner. Its number stays the same for the owner's life, whatever replaces it.
class descriptor {
 public:
  constexpr descriptor() = default;
  explicit constexpr descriptor(int number) : number_{number} {}
  descriptor(descriptor&& other) noexcept : number_{other.release()} {}
  descriptor& operator=(descriptor&& other) noexcept {
    const int taken = other.release();
    if (number_ >= 0) ::close(number_);
    number_ = taken;
    return *this;
  }
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  constexpr explicit operator bool() const { return number_ >= 0; }
  constexpr int number() const { return number_; }

  // Makes this number stand for what the other one does, in one step: a concurrent send uses the old or the new one.
  // False, and no change, when the system refuses.
  bool replace_by(const descriptor& other) const {
#if defined(__APPLE__)
    return ::dup2(other.number_, number_) >= 0 && ::fcntl(number_, F_SETFD, FD_CLOEXEC) >= 0;
#else
    return ::dup3(other.number_, number_, O_CLOEXEC) >= 0;
#endif
  }

  // Gives the number up to whoever closes it.
  constexpr int release() {
    const int number = number_;
    number_ = -1;
    return number;
  }

 private:
  int number_ = -1;
};

// The same file under a number above 2, so that it never takes the place of a standard stream that is closed. Empty,
// with errno set, when the system refuses.
inline descriptor above_standard(descriptor opened) {
  if (!opened || opened.number() > 2) return opened;
  return descriptor{::fcntl(opened.number(), F_DUPFD_CLOEXEC, 3)};
}

// A socket that does not wait and is not inherited by other programs; empty, with errno set, when the system refuses.
inline descriptor open_socket(int family, int type) {
#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC)
  return descriptor{::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
#else
  descriptor opened{::socket(family, type, 0)};
  if (opened) {
    ::fcntl(opened.number(), F_SETFD, FD_CLOEXEC);
    ::fcntl(opened.number(), F_SETFL, O_NONBLOCK);
#if defined(SO_NOSIGPIPE)
    const int yes = 1;
    ::setsockopt(opened.number(), SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
  }
  return opened;
#endif
}

// Bytes taken, or -1 with errno. No waiting, no SIGPIPE.
inline ssize_t send_now(int number, const char* data, size_t size) {
#if defined(MSG_NOSIGNAL)
  constexpr int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
  constexpr int flags = MSG_DONTWAIT;
#endif
  ssize_t taken = ::send(number, data, size, flags);
  while (taken < 0 && errno == EINTR) taken = ::send(number, data, size, flags);
  return taken;
}

// Whether an error means that buffers are full: nothing but time helps.
inline bool means_full(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS || error == ENOMEM;
}

// Copies to an array and ends it with NUL; false when it does not fit or holds a NUL itself.
template <size_t Size> bool copy_terminated(char (&to)[Size], text from) {
  if (from.size() >= Size || from.find('\0') < from.size()) return false;
  for (size_t index = 0; index < from.size(); ++index) to[index] = from[index];
  to[from.size()] = '\0';
  return true;
}

// What an error number says, as words that are always valid; strerror() may allocate and is not for threads.
constexpr text error_words(int error) {
  switch (error) {
    case EACCES:
      return "permission denied";
    case EPERM:
      return "not permitted";
    case ENOENT:
      return "no such file or directory";
    case ENOTDIR:
      return "a part of the path is not a directory";
    case EISDIR:
      return "it is a directory";
    case ENAMETOOLONG:
      return "the name is too long";
    case ELOOP:
      return "too many symbolic links";
    case EROFS:
      return "the file system is read-only";
    case ENOSPC:
      return "no space left on the device";
    case EFBIG:
      return "the file has reached the limit of its size";
    case EDQUOT:
      return "the disk quota is used up";
    case ENXIO:
    case ENODEV:
      return "no such device";
    case EMFILE:
      return "the process has too many open files";
    case ENFILE:
      return "the system has too many open files";
    case ENOMEM:
      return "not enough memory";
    case EIO:
      return "input or output error";
    case ECONNREFUSED:
      return "nobody listens there";
    case EAGAIN:
      return "whoever listens there is busy";
    case ENETDOWN:
      return "the network is down";
    case ENETUNREACH:
      return "the network is unreachable";
    case EHOSTUNREACH:
      return "the host is unreachable";
    case EADDRNOTAVAIL:
      return "the address is not available";
    case EAFNOSUPPORT:
      return "the system does not support this kind of address";
    case EINVAL:
      return "the system does not accept this destination";
    default:
      return "the system refuses; last_error() has its number";
  }
}

}  // namespace lineout::detail
