#include <lineout/detail/calls.hpp>

#include "support/recorder.hpp"

#include <lineout/logger.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

// What stands for a logger: notes what it is handed.
struct noting : detail::calls<noting, detail::format_of<true, false>::type> {
  static constexpr bool format_specs = true;
  static constexpr bool is_inlined = false;
  static constexpr bool compiles(severity level) { return level <= severity::info; }
  static constexpr size_t pri_of(severity level) { return 8 + static_cast<size_t>(level); }
  bool passes(severity level) const { return level <= threshold; }
  void take(const char* literal, size_t head, const detail::argument_word* words) const {
    format = literal;
    first_head = head;
    first_word = words != nullptr ? words->number : 0;
    ++taken;
  }
  severity threshold = severity::info;
  mutable const char* format = "";
  mutable size_t first_head = 0;
  mutable size_t first_word = 0;
  mutable int taken = 0;
};

}  // namespace

TEST_CASE("a call hands over its format, its priority with the kinds, and its words") {
  const noting log;
  log.info("number {} is {}", 7, true);
  CHECK(std::string(log.format) == "number {} is {}");
  CHECK(log.first_head == (0x31 << 8 | (8 + 6)));
  CHECK(log.first_word == 7);
  log.log(severity::err, "none");
  CHECK(log.first_head == (192 | 3));
  log.log(priority{facility::mail, severity::crit}, "none");
  CHECK(log.first_head == 18);
  log.log(heading{severity::err}, "{}", 1);
  CHECK(log.first_head == (1 << 8 | 255));
  CHECK(log.taken == 4);
}

TEST_CASE("below the threshold, and below what is compiled, nothing is handed over") {
  noting log;
  log.debug("not compiled");
  log.threshold = severity::err;
  log.warning("below");
  log.log(severity::warning, "below");
  log.log(heading{severity::warning}, "below");
  CHECK(log.taken == 0);
}
