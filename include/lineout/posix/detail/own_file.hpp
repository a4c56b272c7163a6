// own_file: an open file that knows its number from one that the program has closed and given to something else.
#pragma once

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// Which file it is: its device and inode in one word, never 0.
inline size_t identity_of(dev_t device, ino_t inode) {
  const size_t word =
      static_cast<size_t>(device) * static_cast<size_t>(0x9e3779b97f4a7c15) ^ static_cast<size_t>(inode);
  return word == 0 ? 1 : word;
}
inline size_t identity_of(const struct stat& status) { return identity_of(status.st_dev, status.st_ino); }

// What is asked of a file before each write.
struct file_status {
  size_t identity = 0;
  off_t size = 0;
  mode_t mode = 0;
  bool has_name = false;  // in a directory
};

[[gnu::noinline]] inline bool look_at_all(int number, file_status& status) {
  struct stat all {};
  if (::fstat(number, &all) != 0) return false;
  status = {identity_of(all), all.st_size, all.st_mode, all.st_nlink > 0};
  return true;
}
// False, and errno: there is none. Newer Linux systems make the next write several times as slow when they have been
// asked for the time of the last one, as fstat() does.
[[gnu::noinline]] inline bool look_at(int number, file_status& status) {
#if defined(STATX_INO) && defined(AT_EMPTY_PATH)
  struct statx some;
  constexpr unsigned wanted = STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_INO | STATX_SIZE;
  if (number >= 0 && ::statx(number, "", AT_EMPTY_PATH, wanted, &some) == 0) {
    const size_t identity =
        identity_of(makedev(some.stx_dev_major, some.stx_dev_minor), static_cast<ino_t>(some.stx_ino));
    status = {identity, static_cast<off_t>(some.stx_size), some.stx_mode, some.stx_nlink > 0};
    return true;
  }
  if (errno == EBADF) return false;
#endif
  return look_at_all(number, status);
}

// Its number is 3 or more. A number that the program has closed, or given to another file, is never written to,
// replaced or closed. The check is one statx(). Two things are not seen: another thread that closes the number between
// the check and the use, and a new file that has both the number and the inode of the old one.
class own_file {
 public:
  constexpr own_file() = default;
  own_file(own_file&& other) noexcept : number_{other.number_.exchange(-1)}, identity_{other.identity_} {}
  own_file& operator=(own_file&& other) noexcept {
    if (this == &other) return *this;
    close();
    identity_ = other.identity_;
    number_.store(other.number_.exchange(-1));
    return *this;
  }
  ~own_file() { close(); }

  // Whether there was a file; somebody else may have closed it since.
  explicit operator bool() const { return number_.load() >= 0; }
  int number() const { return number_.load(); }

  // True: the file is there, and this is its status. False: errno is EBADF.
  bool is_ours(file_status& status) const {
    const int number = number_.load();
    if (number >= 0 && look_at(number, status) && status.identity == identity_.load()) return true;
    errno = EBADF;
    return false;
  }

  // Takes another file. The number stays if it is still this object's: a concurrent write uses the old file or the new.
  // False, and errno: the system refuses, and the old file stays.
  bool take(descriptor&& opened) {
    file_status fresh;
    file_status old;
    if (!opened || !look_at(opened.number(), fresh)) return false;
    // One that was closed may come back under its old number.
    if (opened.number() != number_.load() && is_ours(old)) {
      descriptor same{number_.load()};
      const bool replaced = same.replace_by(opened);
      same.release();
      if (replaced) identity_.store(fresh.identity);
      return replaced;
    }
    descriptor high = above_standard(static_cast<descriptor&&>(opened));
    if (!high) return false;
    identity_.store(fresh.identity);
    number_.store(high.release());
    return true;
  }

  void close() {
    file_status status;
    const bool ours = is_ours(status);
    const int number = number_.exchange(-1);
    if (ours) ::close(number);
  }

 private:
  shared_int number_{-1};
  shared_value<size_t> identity_;
};

}  // namespace lineout::detail
