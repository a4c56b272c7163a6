// log_upkeep: what a log file needs besides being written to: to be opened with care, to have a torn end moved aside,
// and to be renamed in its turn.
#pragma once

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include <lineout/posix/detail/descriptor.hpp>

namespace lineout::posix {

// How a log file is kept.
struct log_settings {
  // Of a file that is created, less the umask; one that follows another by rotation has that one's.
  mode_t mode = 0640;
  // A line that would make the file longer than this goes into the next one. 0: it may grow.
  uint64_t size_limit = 0;
  // A line is not put behind one from an earlier period of so many seconds (86400: another day): it goes into the next
  // file. Days begin as the latest tick() has it, or at midnight UTC. 0: time does not matter.
  uint32_t period = 0;
  // Older files: PATH.0 is the latest. At least 1.
  unsigned keep = 8;
  // After a failure, send() and poll() try again when so many seconds have passed.
  unsigned retry = 10;
};

}  // namespace lineout::posix

namespace lineout::detail {

// Why there is no log, where it is no error number.
namespace log_fault {
inline constexpr int no_path = -1;
inline constexpr int bad_path = -2;
inline constexpr int not_regular = -3;
inline constexpr int several_names = -4;
inline constexpr int locked = -5;
}  // namespace log_fault

constexpr text log_fault_words(int fault) {
  switch (fault) {
    case 0:
      return {};
    case log_fault::no_path:
      return "the path is missing";
    case log_fault::bad_path:
      return "the path is too long or has a NUL in it";
    case log_fault::not_regular:
      return "it is not a regular file";
    case log_fault::several_names:
      return "it has a second name (a hard link), which root does not write to";
    case log_fault::locked:
      return "another program keeps it locked";
    case ELOOP:
      return "it is a symbolic link, which root does not follow, or there are too many";
    default:
      return error_words(fault);
  }
}

// The names beside PATH. One at a time is valid.
class names_beside {
 public:
  explicit names_beside(const char* path) {
    while (path[size_] != '\0' && size_ < PATH_MAX) {
      name_[size_] = path[size_];
      ++size_;
    }
  }
  // PATH.SUFFIX
  const char* with(text suffix) {
    size_t end = size_;
    name_[end++] = '.';
    for (size_t index = 0; index < suffix.size() && index < 16; ++index) name_[end++] = suffix[index];
    name_[end] = '\0';
    return name_;
  }
  // PATH.17
  const char* with(unsigned number) {
    char digits[12];
    size_t begin = sizeof digits;
    do digits[--begin] = static_cast<char>('0' + number % 10);
    while ((number /= 10) != 0);
    return with(text{digits + begin, sizeof digits - begin});
  }

 private:
  char name_[PATH_MAX + 20];
  size_t size_ = 0;
};

// Opens to append and to read, creating it with this mode less the umask; or with the mode and, where permitted, the
// owner of the file that it comes after. As root, a symbolic link at the end of the path is not followed, and a file
// that has a second name is not taken. Empty: fault says why, an error number or a log_fault.
inline descriptor open_log(const char* path, mode_t mode, const struct stat* after, int& fault) {
  const bool careful = ::geteuid() == 0;
  const int flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (careful ? O_NOFOLLOW : 0);
  descriptor file;
  if (after != nullptr) {
    file = descriptor{::open(path, flags | O_CREAT | O_EXCL, 0600)};
    if (file) {
      const mode_t allowed = after->st_mode & 07777;
      // Without the owner and the group, the file is not for them.
      const bool given = ::fchown(file.number(), after->st_uid, after->st_gid) == 0;
      ::fchmod(file.number(), given ? allowed : allowed & 0700);
    }
  }
  if (!file) file = descriptor{::open(path, flags | O_CREAT, mode)};
  struct stat status {};
  if (!file || ::fstat(file.number(), &status) != 0) fault = errno;
  else if (!S_ISREG(status.st_mode)) fault = log_fault::not_regular;
  else if (careful && status.st_nlink > 1) fault = log_fault::several_names;
  else return file;
  return {};
}

enum class end_of_log { whole, moved, ended, unknown };

// Where the last line, of a file of this size, begins; -1 when it is not within the last 64 KiB or cannot be read.
inline off_t last_line(int file, off_t size) {
  constexpr off_t longest = 65536;
  char block[1024];
  for (off_t end = size; end > 0;) {
    const off_t begin = end > static_cast<off_t>(sizeof block) ? end - static_cast<off_t>(sizeof block) : 0;
    const ssize_t got = ::pread(file, block, static_cast<size_t>(end - begin), begin);
    if (got != end - begin) return -1;
    for (off_t at = got; at > 0; --at)
      if (block[at - 1] == '\n') return begin + at;
    end = begin;
    if (size - end > longest) return -1;
  }
  return 0;
}

// Appends these bytes, and a newline, to PATH.torn, and has them on the disk; else leaves it as it was.
inline bool keep_torn(int file, const char* path, off_t begin, off_t size, mode_t mode) {
  names_beside names{path};
  int fault = 0;
  const descriptor torn = open_log(names.with("torn"), mode, nullptr, fault);
  struct stat before {};
  if (!torn || ::fstat(torn.number(), &before) != 0) return false;
  char block[1024];
  bool kept = true;
  for (off_t at = begin; kept && at < size;) {
    const off_t left = size - at;
    const size_t wanted = left < static_cast<off_t>(sizeof block) ? static_cast<size_t>(left) : sizeof block;
    const ssize_t got = ::pread(file, block, wanted, at);
    kept = got > 0 && ::write(torn.number(), block, static_cast<size_t>(got)) == got;
    at += got;
  }
  kept = kept && ::write(torn.number(), "\n", 1) == 1 && ::fsync(torn.number()) == 0;
  // Should this fail too, what was copied is there twice, which is no loss.
  if (!kept && ::ftruncate(torn.number(), before.st_size) != 0) return false;
  return kept;
}

// Sees to it that a file of this size ends with a whole line. What is torn is moved to PATH.torn; where that cannot be,
// or where it is no line of a log (none begins in the last 64 KiB), it stays, and a newline ends it. unknown, and
// errno: it cannot be read, or not be written to. Nobody else who locks the file may be writing.
inline end_of_log repair_end(int file, const char* path, off_t size, mode_t mode) {
  if (size == 0) return end_of_log::whole;
  char last = '\0';
  const ssize_t got = ::pread(file, &last, 1, size - 1);
  if (got < 0) return end_of_log::unknown;
  if (got == 1 && last == '\n') return end_of_log::whole;
  const off_t begin = last_line(file, size);
  struct stat now {};
  if (begin >= 0 && keep_torn(file, path, begin, size, mode) && ::fstat(file, &now) == 0 && now.st_size == size &&
      ::ftruncate(file, begin) == 0)
    return end_of_log::moved;
  return ::write(file, "\n", 1) == 1 ? end_of_log::ended : end_of_log::unknown;
}

// PATH becomes PATH.0, what has that name PATH.1, and so on up to the first number that is free; where none is, of
// keep, the last one goes. False, and errno: not so, and nothing is gone but perhaps that last one.
inline bool rename_in_turn(const char* path, unsigned keep) {
  names_beside from{path};
  names_beside to{path};
  unsigned free = 0;
  struct stat status {};
  while (free + 1 < keep && ::lstat(to.with(free), &status) == 0) ++free;
  if (free + 1 < keep && errno != ENOENT) return false;
  for (; free > 0; --free)
    if (::rename(from.with(free - 1), to.with(free)) != 0) return false;
  return ::rename(path, to.with(0U)) == 0;
}

}  // namespace lineout::detail
