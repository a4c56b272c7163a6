#include <lineout/detail/inlined_logger.hpp>

#include "support/recorder.hpp"

#include <lineout/logger.hpp>

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("what is not plain goes the usual way, and its line is the same") {
  std::vector<std::string> records;
  static constexpr origin here{"host", "app"};
  logger<recorder> log{recorder{&records}, here};
  log.inlined().info("{} {} {} {} {}", 1, "two", text{"three"}, '4', true);
  log.inlined().info("{:>3}", 1);
  log.inlined().info("{}", "a\nb");
  log.inlined().info("{}", nullptr);
  log.inlined().info("{{{}}}", 1);
  log.inlined().log(heading{severity::err}, "{}", 1);
  CHECK(records == std::vector<std::string>{"<14>app: 1 two three 4 true", "<14>app:   1", "<14>app: a\\nb",
                                            "<14>app: 0x0", "<14>app: {1}", "<11>app: 1"});
}
