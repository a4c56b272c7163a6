#include <lineout/posix/log_settings.hpp>

#include <doctest/doctest.h>

TEST_CASE("log_settings: by default a file grows, is for its owner and group, and a call waits for a second at most") {
  constexpr lineout::posix::log_settings usual{};
  CHECK(usual.size_limit == 0);
  CHECK(usual.period == 0);
  CHECK(usual.mode == 0640);
  CHECK(usual.patience == 1000000);
}
