#include <lineout/posix/thresholds.hpp>

#include <lineout/logger.hpp>

#include <cstdlib>

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("the environment says the levels, if it says anything") {
  static constexpr origin here{"host", "app"};
  const logger<stubs::sink> log{{}, here};
  const auto net = log.named("net");
  ::unsetenv("LINEOUT_LEVELS");
  CHECK(posix::read_thresholds(log, net) == "");
  CHECK(log.threshold() == severity::debug);
  ::setenv("LINEOUT_LEVELS", "err,net=info", 1);
  CHECK(posix::read_thresholds(log, net) == "");
  CHECK(log.threshold() == severity::err);
  CHECK(net.threshold() == severity::info);
  ::setenv("LINEOUT_LEVELS", "silence", 1);
  CHECK(posix::read_thresholds(log, net) != "");
  CHECK(log.threshold() == severity::err);
  ::unsetenv("LINEOUT_LEVELS");
}
