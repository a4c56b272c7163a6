// program_lock: lets one program at a time change a file, in a way that who may only read the file cannot prevent.
#pragma once

#include <sys/file.h>
#include <lineout/posix/detail/descriptor.hpp>
#include <lineout/posix/detail/patient_wait.hpp>

namespace lineout::detail {

// held: no other program changes the file. beside: somebody who can only read it keeps it from being locked.
// Records may be appended then, but nothing is taken back. busy: a writer had it all the time.
enum class lock_result : uint8_t { held, beside, busy };

// A record lock on the first byte. It is a write lock, which needs a descriptor that may write; flock() would not. What
// a reader can take is a read lock, which the system tells apart. It belongs to the open file: whoever shares that (a
// child, another thread) shares the lock. Systems without such locks have flock(), which a reader can take.
[[gnu::noinline]] inline lock_result lock_file(int number, patient_wait& wait) {
  for (;;) {
#if defined(F_OFD_SETLK)
    struct flock wanted {};
    wanted.l_type = F_WRLCK;
    wanted.l_whence = SEEK_SET;
    wanted.l_len = 1;
    // Where nobody can lock, nobody is waited for.
    if (::fcntl(number, F_OFD_SETLK, &wanted) == 0 || (errno != EAGAIN && errno != EACCES)) return lock_result::held;
    if (::fcntl(number, F_OFD_GETLK, &wanted) == 0 && wanted.l_type == F_RDLCK) return lock_result::beside;
#else
    if (::flock(number, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return lock_result::held;
#endif
    if (!wait.again()) return lock_result::busy;
  }
}

[[gnu::noinline]] inline void unlock_file(int number) {
#if defined(F_OFD_SETLK)
  struct flock none {};
  none.l_type = F_UNLCK;
  none.l_whence = SEEK_SET;
  none.l_len = 1;
  ::fcntl(number, F_OFD_SETLK, &none);
#else
  ::flock(number, LOCK_UN);
#endif
}

}  // namespace lineout::detail
