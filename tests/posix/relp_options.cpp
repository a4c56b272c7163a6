#include <lineout/posix/relp_options.hpp>

#include <doctest/doctest.h>

TEST_CASE("relp_options wait for nothing at a call, and for a second at the end") {
  constexpr lineout::posix::relp_options usual;
  CHECK(usual.tcp.patience == 0);
  CHECK(usual.flush_patience == 1000000);
  CHECK(usual.window == 128);
  CHECK(usual.answer_timeout == 30000);
}
