#include <lineout/posix/detail/reconnect_pace.hpp>

#include <doctest/doctest.h>

#include <initializer_list>

using lineout::uint64_t;
using lineout::detail::reconnect_pace;

namespace {

// How many milliseconds pass until it may try again.
uint64_t pause_of(const reconnect_pace& pace) {
  const uint64_t begin = reconnect_pace::now();
  while (!pace.may_try()) ::usleep(100);
  return reconnect_pace::now() - begin;
}

}  // namespace

TEST_CASE("the first failure is followed by no pause, the next by longer and longer ones, each up to a half shorter") {
  reconnect_pace pace{8, 40};
  CHECK(pace.may_try());
  pace.failed();
  CHECK(pace.may_try());
  for (const unsigned longest : {8U, 16U, 32U, 40U, 40U}) {
    pace.failed();
    const uint64_t pause = pause_of(pace);
    CHECK(pause + 1 >= longest / 2);
    CHECK(pause <= longest + 30);
  }
  pace.connected();
  CHECK(pace.may_try());
}

TEST_CASE("a connection that ends at once is followed by a pause, one that lasted by none") {
  reconnect_pace pace{40, 80};
  pace.failed();
  pace.connected();
  pace.failed();
  CHECK_FALSE(pace.may_try());
  pace.connected();
  ::usleep(1010000);
  pace.failed();
  CHECK(pace.may_try());
}

TEST_CASE("two senders that fail together do not come back together") {
  int differing = 0;
  for (int round = 0; round < 10; ++round) {
    reconnect_pace one{64, 64};
    reconnect_pace other{64, 64};
    one.failed();
    other.failed();
    one.failed();
    other.failed();
    while (!one.may_try() && !other.may_try()) ::usleep(100);
    differing += one.may_try() != other.may_try() ? 1 : 0;
  }
  CHECK(differing >= 5);
}
