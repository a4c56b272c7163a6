#include <lineout/heading.hpp>

#include <lineout/origin.hpp>

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("a heading has a priority, or a severity of the logger's facility") {
  constexpr heading whole{priority{facility::mail, severity::crit}, "ID"};
  static_assert(whole.code() == 18 && whole.level() == severity::crit && whole.id == text{"ID"});
  static_assert(whole.origin == nullptr && whole.structured_data.empty());
  constexpr heading severity_only{severity::crit};
  static_assert(severity_only.code() > 191 && severity_only.level() == severity::crit);
  static constexpr origin other{"host", "other"};
  constexpr heading elsewhere{severity::debug, {}, &other};
  static_assert(elsewhere.origin == &other && elsewhere.code() != detail::with_heading);
  CHECK(true);
}
