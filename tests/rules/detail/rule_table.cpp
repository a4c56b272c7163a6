#include <lineout/rules/detail/rule_table.hpp>

#include <lineout/rules/rules.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

// A board with a few rules pays for those.
static_assert(sizeof(detail::rule_table<4, 256>) <= 4 * 112 + 256 + 16);

}  // namespace

TEST_CASE("a rule is what was read, whatever it has") {
  rules<4> table;
  CHECK(table.read("!a\n+@\n:msg, !icase_regex, \"^x\"\nmail.info -/p\\#1 ;rotate=1k:2,RFC5424\n",
                   conf_dialect::sysklogd, [](const rule_error&) {}) == 0);
  const rule one = table.get(0, "here");
  CHECK(one.which == selector{"mail.info", selector_dialect::sysklogd});
  CHECK(one.has_property);
  CHECK(one.property.negated);
  CHECK(one.property.ignoring_case);
  CHECK(one.property.value == "^x");
  CHECK(one.action == action{.kind = action_kind::file,
                             .synced = false,
                             .format = action_format::ietf,
                             .rotate_size = 1024,
                             .rotate_count = 2,
                             .target = "/p#1"});
  CHECK(one.line == 4);
  CHECK(one.column == 11);
  CHECK_FALSE(one.is_final);
}
