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
struct doubling_inlined : doubling {
  static constexpr bool inlined = true;
};
using list = std::vector<std::string>;
}  // namespace

TEST_CASE("options may ask for doubled backslashes, which then are in every message, whichever way it is made") {
  const list expected{"<14>t: C:\\\\new 7", "<14>t: 12345678901234567890\\\\n\\n"};
  list records;
  lineout::logger<recorder, doubling> log{recorder{&records}, lineout::origin{"h", "t"}};
  log.info("{} {}", "C:\\new", 7);
  log.info("{}", "12345678901234567890\\n\n");
  CHECK(records == expected);
  records.clear();
  log.inlined().info("{} {}", "C:\\new", 7);
  log.inlined().info("{}", "12345678901234567890\\n\n");
  CHECK(records == expected);
  records.clear();
  lineout::logger<recorder, doubling_inlined> inlined{recorder{&records}, lineout::origin{"h", "t"}};
  inlined.info("{} {}", "C:\\new", 7);
  inlined.info("{}", "12345678901234567890\\n\n");
  CHECK(records == expected);
}
