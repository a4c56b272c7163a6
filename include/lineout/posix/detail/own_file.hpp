// own_file: an open file that knows its number from one that the program has closed and given to something else.
#pragma once

#include <sys/stat.h>
#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::detail {

// Which file it is: its device and inode in one word, never 0.
inline size_t identity_of(const struct stat& status) {
  const size_t word =
      static_cast<size_t>(status.st_dev) * static_cast<size_t>(0x9e3779b97f4a7c15) ^ static_cast<size_t>(status.st_ino);
  return word == 0 ? 1 : word;
}

// Its number is 3 or more. A number that the program has closed, or given to another file, is never written to,
// replaced or closed. The check is one fstat(). Two things are not seen: another thread that closes the number between
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
  bool is_ours(struct stat& status) const {
    const int number = number_.load();
    if (number >= 0 && ::fstat(number, &status) == 0 && identity_of(status) == identity_.load()) return true;
    errno = EBADF;
    return false;
  }

  // Takes another file. The number stays if it is still this object's: a concurrent write uses the old file or the new.
  // False, and errno: the system refuses, and the old file stays.
  bool take(descriptor&& opened) {
    struct stat fresh {};
    struct stat old {};
    if (!opened || ::fstat(opened.number(), &fresh) != 0) return false;
    // One that was closed may come back under its old number.
    if (opened.number() != number_.load() && is_ours(old)) {
      descriptor same{number_.load()};
      const bool replaced = same.replace_by(opened);
      same.release();
      if (replaced) identity_.store(identity_of(fresh));
      return replaced;
    }
    descriptor high = above_standard(static_cast<descriptor&&>(opened));
    if (!high) return false;
    identity_.store(identity_of(fresh));
    number_.store(high.release());
    return true;
  }

  void close() {
    struct stat status {};
    const bool ours = is_ours(status);
    const int number = number_.exchange(-1);
    if (ours) ::close(number);
  }

 private:
  shared_int number_{-1};
  shared_value<size_t> identity_;
};

}  // namespace lineout::detail
