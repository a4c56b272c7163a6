// log_rotation: what a log file needs besides being written to: to be opened with care, to have a torn end moved
// aside, and to be renamed in its turn.
#pragma once

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include <lineout/posix/detail/descriptor.hpp>

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

// A name in a directory, for the calls whose names end in "at".
struct file_name {
  int directory = AT_FDCWD;
  const char* name = "";
};

// The path of a log. One that is moved from is empty.
class log_path {
 public:
  constexpr log_path() = default;
  log_path(log_path&& other) noexcept { *this = static_cast<log_path&&>(other); }
  log_path& operator=(log_path&& other) noexcept {
    if (this == &other) return *this;
    __builtin_memcpy(path_, other.path_, sizeof path_);
    other.path_[0] = '\0';
    return *this;
  }
  // False: it is too long or has a NUL in it, and the path is empty.
  bool set(text path) {
    if (copy_terminated(path_, path)) return true;
    path_[0] = '\0';
    return false;
  }
  explicit operator bool() const { return path_[0] != '\0'; }
  const char* path() const { return path_; }
  file_name name() const { return {AT_FDCWD, path_}; }

  // The part behind the last slash.
  const char* last_part() const {
    const char* last = path_;
    for (const char* c = path_; *c != '\0'; ++c)
      if (*c == '/') last = c + 1;
    return last;
  }
  // The directory before it, for openat(). Nobody else may use the path meanwhile.
  descriptor open_directory() {
    char* const end = path_ + (last_part() - path_);
    if (end == path_) return open(".");
    if (end == path_ + 1) return open("/");
    end[-1] = '\0';
    descriptor opened = open(path_);
    end[-1] = '/';
    return opened;
  }

 private:
  static descriptor open(const char* directory) {
#if defined(O_PATH)
    constexpr int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
#else
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
#endif
    return above_standard(descriptor{::open(directory, flags)});
  }

  char path_[PATH_MAX] = {};
};

// The name of a log with a suffix behind it. The system refuses one that is too long.
class name_beside {
 public:
  name_beside(const char* name, text suffix) { append(name, suffix); }
  // NAME.17
  name_beside(const char* name, unsigned number) {
    char digits[12];
    size_t begin = sizeof digits;
    do digits[--begin] = static_cast<char>('0' + number % 10);
    while ((number /= 10) != 0);
    append(name, {digits + begin, sizeof digits - begin});
  }
  operator const char*() const { return name_; }

 private:
  void append(const char* name, text suffix) {
    size_t size = 0;
    while (size < 256 && name[size] != '\0') name_[size] = name[size], ++size;
    name_[size++] = '.';
    for (const char c : suffix) name_[size++] = c;
    name_[size] = '\0';
  }

  char name_[256 + 1 + 12];
};

// Opens to append and to read, creating it with this mode less the umask; or with the mode and, where permitted, the
// owner of the file that it comes after. As root, a symbolic link at the end of the path is not followed, and a file
// that has a second name is not taken. Empty: fault says why, an error number or a log_fault.
[[gnu::noinline]] inline descriptor open_log(file_name at, mode_t mode, const struct stat* after, int& fault) {
  const bool careful = ::geteuid() == 0;
  const int flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (careful ? O_NOFOLLOW : 0);
  descriptor file;
  if (after != nullptr) {
    file = descriptor{::openat(at.directory, at.name, flags | O_EXCL, 0600)};
    if (file) {
      const mode_t allowed = after->st_mode & 07777;
      // Without the owner and the group, the file is not for them.
      const bool given = ::fchown(file.number(), after->st_uid, after->st_gid) == 0;
      ::fchmod(file.number(), given ? allowed : allowed & 0700);
    }
  }
  if (!file) file = descriptor{::openat(at.directory, at.name, flags, mode)};
  file = above_standard(static_cast<descriptor&&>(file));
  struct stat status {};
  if (!file || ::fstat(file.number(), &status) != 0) fault = errno;
  else if (!S_ISREG(status.st_mode)) fault = log_fault::not_regular;
  else if (careful && status.st_nlink > 1) fault = log_fault::several_names;
  else return file;
  return {};
}

enum class end_of_log { whole, moved, ended, unknown };

// Whether a file of this size ends with a whole line. Not so either if it cannot be read.
inline bool ends_whole(int file, off_t size) {
  char last = '\n';
  return size == 0 || (::pread(file, &last, 1, size - 1) == 1 && last == '\n');
}

// Where the last line, of a file of this size, begins; -1 when it is not within the last 64 KiB or cannot be read.
[[gnu::noinline]] inline off_t last_line(int file, off_t size) {
  constexpr off_t longest = 65536;
  char block[512];
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
[[gnu::noinline]] inline bool keep_torn(int file, log_path& path, off_t begin, off_t size, mode_t mode) {
  const descriptor directory = path.open_directory();
  if (!directory) return false;
  int fault = 0;
  const name_beside name{path.last_part(), "torn"};
  const descriptor torn = open_log({directory.number(), name}, mode, nullptr, fault);
  struct stat before {};
  if (!torn || ::fstat(torn.number(), &before) != 0) return false;
  char block[512];
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
// errno: it cannot be read, or not be written to. Nobody else who locks the file may be writing. Stack: 1.5 KB.
[[gnu::noinline]] inline end_of_log repair_end(int file, log_path& path, off_t size, mode_t mode) {
  if (ends_whole(file, size)) return end_of_log::whole;
  const off_t begin = last_line(file, size);
  struct stat now {};
  if (begin >= 0 && keep_torn(file, path, begin, size, mode) && ::fstat(file, &now) == 0 && now.st_size == size &&
      ::ftruncate(file, begin) == 0)
    return end_of_log::moved;
  return ::write(file, "\n", 1) == 1 ? end_of_log::ended : end_of_log::unknown;
}

// PATH becomes PATH.0, what has that name PATH.1, and so on up to the first number that is free; where none is, of
// keep, the last one goes. False, and errno: not so, and nothing is gone but perhaps that last one. Stack: 1 KB.
[[gnu::noinline]] inline bool rename_in_turn(log_path& path, unsigned keep) {
  const descriptor directory = path.open_directory();
  if (!directory) return false;
  const int at = directory.number();
  const char* const name = path.last_part();
  unsigned free = 0;
  name_beside to{name, free};
  struct stat status {};
  while (free + 1 < keep && ::fstatat(at, to, &status, AT_SYMLINK_NOFOLLOW) == 0) to = {name, ++free};
  if (free + 1 < keep && errno != ENOENT) return false;
  for (; free > 0; --free) {
    const name_beside from{name, free - 1};
    if (::renameat(at, from, at, to) != 0) return false;
    to = from;
  }
  return ::renameat(at, name, at, to) == 0;
}

}  // namespace lineout::detail
