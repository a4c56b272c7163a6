#include <lineout/posix/detail/patient_wait.hpp>

#include "posix/support.hpp"

using lineout::detail::patient_wait;

TEST_CASE("patient_wait: no time is no wait, else it ends when its time is over and not before") {
  patient_wait none{0};
  CHECK_FALSE(none.again());
  timespec begin{};
  timespec end{};
  clock_gettime(CLOCK_MONOTONIC, &begin);
  patient_wait some{30000};
  int looks = 0;
  while (some.again()) ++looks;
  clock_gettime(CLOCK_MONOTONIC, &end);
  const int64_t took = (end.tv_sec - begin.tv_sec) * int64_t{1000000} + (end.tv_nsec - begin.tv_nsec) / 1000;
  CHECK(took >= 29999);
  CHECK(took < 500000);
  CHECK(looks > 10);
  CHECK_FALSE(some.again());
}
