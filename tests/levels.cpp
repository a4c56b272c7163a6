#include <lineout/levels.hpp>

#include <initializer_list>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

template <typename Levels> constexpr bool takes(text line, text words, unsigned pri) {
  priority level{facility::user, severity::info};
  return Levels::take(line, level) == words && level.pri() == pri;
}

struct by_words {
  static constexpr text take(text line, priority& level) {
    if (line.first(6) == "ERROR:") level.severity = severity::err;
    return line;
  }
};

}  // namespace

TEST_CASE("none leaves everything as it is") {
  static_assert(takes<levels::none>("<3>x", "<3>x", 14));
  CHECK(true);
}

TEST_CASE("angle takes a level or a PRI of at most 191 without leading zeros") {
  static_assert(takes<levels::angle>("<3>x", "x", 11));
  static_assert(takes<levels::angle>("<0>", "", 8));
  static_assert(takes<levels::angle>("<27>x", "x", 27));
  static_assert(takes<levels::angle>("<191>x", "x", 191));
  for (const text wrong : {"<192>x", "<03>x", "<>x", "<3", "<x>y", "<1234>x", "3>x", " <3>x", "<-1>x", "<3 >x", ""}) {
    priority level{facility::user, severity::info};
    CHECK(levels::angle::take(wrong, level) == wrong);
    CHECK(level.pri() == 14);
  }
}

TEST_CASE("soh takes SOH and a digit, and SOH alone with c or d off") {
  static_assert(
      takes<levels::soh>("\x01"
                         "4text",
                         "text", 12));
  static_assert(
      takes<levels::soh>("\x01"
                         "0",
                         "", 8));
  static_assert(
      takes<levels::soh>("\x01"
                         "ctext",
                         "text", 14));
  static_assert(
      takes<levels::soh>("\x01"
                         "dtext",
                         "text", 14));
  static_assert(
      takes<levels::soh>("\x01"
                         "8text",
                         "\x01"
                         "8text",
                         14));
  static_assert(takes<levels::soh>("\x01", "\x01", 14));
  static_assert(takes<levels::soh>("4text", "4text", 14));
  CHECK(true);
}

TEST_CASE("any takes what one of several says, a program's own too") {
  using all = levels::any<levels::soh, levels::angle, by_words>;
  static_assert(
      takes<all>("\x01"
                 "4x",
                 "x", 12));
  static_assert(takes<all>("<2>x", "x", 10));
  static_assert(takes<all>("ERROR: x", "ERROR: x", 11));
  static_assert(takes<all>("x", "x", 14));
  CHECK(true);
}
