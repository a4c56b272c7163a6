#include <lineout/posix/monotonic_timer.hpp>

#include "posix/support.hpp"

TEST_CASE("the timer goes on in microseconds, and never back") {
  const lineout::posix::monotonic_timer timer;
  timespec before{};
  timespec after{};
  clock_gettime(CLOCK_MONOTONIC, &before);
  const lineout::uint32_t first = timer.microseconds();
  clock_gettime(CLOCK_MONOTONIC, &after);
  const auto microseconds = [](const timespec& time) {
    return static_cast<uint32_t>(static_cast<uint64_t>(time.tv_sec) * 1000000 +
                                 static_cast<uint64_t>(time.tv_nsec / 1000));
  };
  CHECK(first - microseconds(before) <= microseconds(after) - microseconds(before));
  for (lineout::uint32_t last = first, round = 0; round < 1000; ++round) {
    const lineout::uint32_t next = timer.microseconds();
    CHECK(next - last < 0x80000000);
    last = next;
  }
}
