#include <lineout/rules/detail/expression.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace lineout;

namespace {

std::string refused(text words, bool extended, size_t room = 512) {
  char memory[512];
  const detail::expression_compiler made{words, extended, memory, room};
  return {made.error().data() == nullptr ? "" : made.error().data(), made.error().size()};
}

consteval size_t size_of(text words) {
  char memory[512] = {};
  return detail::expression_compiler{words, true, memory, sizeof memory}.size();
}
// Four bytes for each node: characters, and what is behind them.
static_assert(size_of("abc") == 4 * 4 && size_of("a*") == 4 * 4 && size_of("a|b") == 5 * 4 &&
              size_of("[a-z_]") == 4 * 4);

}  // namespace

TEST_CASE("what cannot be compiled is said in words") {
  CHECK(refused("(a", true) == "a parenthesis is not closed");
  CHECK(refused("a)", true) == "this parenthesis was not opened");
  CHECK(refused("a\\)", false) == "this parenthesis was not opened");
  CHECK(refused("[a", true) == "a bracket is not closed");
  CHECK(refused("*a", true) == "nothing stands before this repetition");
  CHECK(refused("a{2", true) == "this interval is not closed");
  CHECK(refused("a{3,2}", true) == "this interval is empty");
  CHECK(refused("a{x}", true) == "a number is expected here");
  CHECK(refused("[z-a]", true) == "this range is empty");
  CHECK(refused("[[:what:]]", true) == "there is no such class of characters");
  CHECK(refused("\\(a\\)\\1", false) == "back-references are not known here");
  CHECK(refused("a\\", true) == "a character is expected behind \\");
  CHECK(refused("\\w", true) == "this escape is not known here");
  CHECK(refused(std::string(127, 'a'), true) == "this expression is too large");
  CHECK(refused(std::string(126, 'a'), true).empty());
  CHECK(refused("(a{20}){20}", true) == "this expression is too large");
  CHECK(refused("abc", true, 15) == "this expression is too large");
  CHECK(refused("abc", true, 16).empty());
  CHECK(refused("((((((((((a))))))))))", true) == "parentheses are nested too deep");
}

TEST_CASE("the manual's example fits") { CHECK(refused("^server-(dcA|podB|cdn)-rack1[0-9]{2}\\\\..*", true).empty()); }
