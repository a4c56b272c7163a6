#include <lineout/options.hpp>

#include <lineout/logger.hpp>

#include "support/recorder.hpp"

#include <doctest/doctest.h>

TEST_CASE("the defaults say nothing that is not known") {
  static_assert(!lineout::options::clock{}.now().known());
  static_assert(lineout::options::facility == lineout::facility::user);
  static_assert(lineout::options::threshold == lineout::severity::debug);
  CHECK(true);
}

namespace {
struct doubling : lineout::options {
  static constexpr lineout::cleaning control_characters{
      lineout::control_characters::escape, lineout::unseen_characters::clean, lineout::backslashes::escape};
};
}  // namespace

TEST_CASE("options may ask for doubled backslashes, which then are in every message") {
  std::vector<std::string> records;
  lineout::logger<recorder, doubling> log{recorder{&records}, lineout::origin{"h", "t"}};
  log.info("{} {}", "C:\\new", 7);
  log.info("{}", "12345678901234567890\\n\n");
  CHECK(records == std::vector<std::string>{"<14>t: C:\\\\new 7", "<14>t: 12345678901234567890\\\\n\\n"});
}
