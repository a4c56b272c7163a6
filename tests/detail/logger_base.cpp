#include <lineout/detail/logger_base.hpp>

#include "support/recorder.hpp"

#include <lineout/logger.hpp>

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("what is as severe as the threshold, or more, passes") {
  static constexpr origin here{"host", "app"};
  const logger<stubs::sink> log{{}, here};
  const detail::logger_base& base = log;
  CHECK(base.threshold() == severity::debug);
  base.set_level(severity::err);
  CHECK(base.passes(severity::crit));
  CHECK(base.passes(severity::err));
  CHECK_FALSE(base.passes(severity::warning));
}

TEST_CASE("a logger's functions are reached without its type") {
  std::vector<std::string> records;
  static constexpr origin here{"host", "app"};
  logger<recorder> log{recorder{&records}, here};
  const detail::logger_functions& functions = logger<recorder>::functions;
  functions.log(log, "plain", 14, nullptr);
  functions.add_losses(log, 2);
  functions.log(log, "again", 14, nullptr);
  CHECK(functions.counts(log).lost == 2);
  CHECK(records == std::vector<std::string>{"<14>app: plain", "<12>app: 2 messages lost", "<14>app: again"});
}
