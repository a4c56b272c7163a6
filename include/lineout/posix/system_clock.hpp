// system_clock and coarse_clock: the real time, with the local time's distance from UTC, in any context.
#pragma once

#include <errno.h>
#include <time.h>

#include <lineout/concepts.hpp>

namespace lineout::posix {

// localtime_r() may lock, allocate and read files, so it is asked only in the constructor, for when the local time's
// offset changes from a day ago until ten years from now. now() looks that up: it takes no lock, allocates nothing, and
// may be called by all threads and in signal handlers. A clock goes by the rules that held when it was made. Make a new
// one after TZ or the machine's time zone has been changed, and in a program that runs for more than ten years; beyond
// the rules' end the last offset stays.
template <clockid_t Source> class basic_system_clock {
 public:
  // Takes about a thousand calls of localtime_r(); not for signal handlers.
  basic_system_clock() {
    const int saved = errno;
    ::tzset();
    int64_t start = static_cast<int64_t>(::time(nullptr)) - day;
    if (start < year_2025) start = year_2025;
    int64_t from = start;
    uint32_t count = 0;
    offsets_[0] = ask(from);
    for (int64_t to = from + 7 * day; to < start + 3653 * day && to < end; to += 7 * day) {
      while (ask(to) != offsets_[count]) {
        if (count == limit) break;
        int64_t changed = to;
        while (changed - from > 1) {
          const int64_t middle = from + (changed - from) / 2;
          (ask(middle) == offsets_[count] ? from : changed) = middle;
        }
        changes_[count++] = changed;
        offsets_[count] = ask(changed);
        from = changed;
      }
      from = to;
    }
    changes_[count] = __INT64_MAX__;
    errno = saved;
  }

  // Minutes east of UTC that local time is at this instant (seconds since 1970 UTC).
  constexpr int16_t offset_at(int64_t seconds) const {
    size_t index = 0;
    while (changes_[index] <= seconds && index < limit) ++index;
    return offsets_[index];
  }

  timestamp now() const {
    // No system sets its clock to before 1970, or beyond 9999.
    timespec time;
    ::clock_gettime(Source, &time);
    const int64_t seconds = static_cast<int64_t>(time.tv_sec);
    return timestamp::of_valid(seconds, static_cast<uint32_t>(time.tv_nsec), offset_at(seconds));
  }

 private:
  static constexpr int64_t day = 86400;
  static constexpr int64_t year_2025 = 1735689600;
  // Where a time_t of 32 bits ends, so does what localtime_r() knows.
  static constexpr int64_t end = sizeof(time_t) > 4 ? 253402300799 : 2147483647;
  static constexpr uint32_t limit = 64;

  static int16_t ask(int64_t seconds) {
    const time_t instant = static_cast<time_t>(seconds);
    tm local{};
    if (::localtime_r(&instant, &local) == nullptr) return 0;
    return static_cast<int16_t>(local.tm_gmtoff / 60);
  }

  int64_t changes_[limit + 1] = {};  // offsets_[n + 1] holds from changes_[n] on; the last one is never
  int16_t offsets_[limit + 1] = {};
};

using system_clock = basic_system_clock<CLOCK_REALTIME>;
// As late as the system's last tick, by up to 10 ms, and read in a fraction of the time: for framings that show seconds.
#if defined(CLOCK_REALTIME_COARSE)
using coarse_clock = basic_system_clock<CLOCK_REALTIME_COARSE>;
#else
using coarse_clock = system_clock;
#endif

static_assert(time_source<system_clock>);
static_assert(time_source<coarse_clock>);

}  // namespace lineout::posix
