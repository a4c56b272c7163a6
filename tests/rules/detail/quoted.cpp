#include <lineout/rules/detail/quoted.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

std::string read(lineout::text raw) {
  std::string result;
  for (lineout::detail::quoted in{raw}; in.more();) result += in.next();
  return result;
}

}  // namespace

TEST_CASE("only a quote and a backslash are escaped") {
  CHECK(read("plain") == "plain");
  CHECK(read(R"(a\"b\\c)") == R"(a"b\c)");
  CHECK(read(R"(\n\.\)") == R"(\n\.\)");
  CHECK(read(R"(\\\")") == R"(\")");
  CHECK(read("").empty());
}

TEST_CASE("one character is looked at ahead") {
  lineout::detail::quoted in{R"(\"x)"};
  CHECK(in.peek() == '"');
  CHECK_FALSE(in.skip('x'));
  CHECK(in.skip('"'));
  CHECK(in.position() == 2);
  CHECK(in.skip('x'));
  CHECK_FALSE(in.more());
  CHECK(in.peek() == '\0');
  CHECK(in.next() == '\0');
}
