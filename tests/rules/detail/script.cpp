#include <lineout/rules/detail/script.hpp>

#include <doctest/doctest.h>

using namespace lineout;

static_assert(detail::is_setting("rotate_size 1M") && !detail::is_setting("*.* /x"));
static_assert(detail::may_discard("& stop") && detail::may_discard("*.* ~") && detail::may_discard("then { stop }"));
static_assert(!detail::may_discard("*.* /var/log/stops") && !detail::may_discard("nonstop.* /x") &&
              !detail::may_discard(""));

TEST_CASE("a script goes on until what it has opened is closed, whatever stands in quotes") {
  detail::script_lines lines;
  CHECK(lines.takes("module(load=\"x)\""));
  CHECK(lines.is_setting());
  CHECK_FALSE(lines.error().empty());
  CHECK(lines.is_open());
  CHECK(lines.takes("*.* /x"));
  CHECK(lines.error().empty());
  CHECK(lines.takes(")"));
  CHECK_FALSE(lines.is_open());
  CHECK_FALSE(lines.takes("*.* /x"));
  CHECK(lines.takes("if $msg == 'it{' then {"));
  CHECK_FALSE(lines.is_setting());
  CHECK(lines.takes("stop"));
  CHECK_FALSE(lines.error().empty());
  CHECK(lines.takes("}"));
  CHECK_FALSE(lines.is_open());
  CHECK(lines.takes("$FileOwner root"));
  CHECK(lines.is_setting());
}
