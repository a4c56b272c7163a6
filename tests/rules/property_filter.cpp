#include <lineout/rules/property_filter.hpp>

#include "support/messages.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <random>

using namespace lineout;

namespace {

bool takes(text words, const char* content) {
  const auto read = property_filter::parse(words);
  REQUIRE_MESSAGE(read, std::string(words.data(), words.size()));
  return read.value.takes(made_message{content});
}

std::string refused(text words) {
  const auto read = property_filter::parse(words);
  CHECK_FALSE(read);
  return std::to_string(read.position) + " " + std::string{read.error.data(), read.error.size()};
}

constexpr property_filter constant{":hostname, icase_ereregex, \"^server-(dcA|podB|cdn)-rack1[0-9]{2}\\\\..*\""};

}  // namespace

TEST_CASE("each comparison compares as the manuals say") {
  CHECK(takes(":msg, contains, \"pf: \"", "kernel pf: drop"));
  CHECK_FALSE(takes(":msg, contains, \"pf: \"", "kernel pf:drop"));
  CHECK(takes(":msg, contains, \"\"", ""));
  CHECK(takes(":msg,isequal,\"ab\"", "ab"));
  CHECK_FALSE(takes(":msg,isequal,\"ab\"", "abc"));
  CHECK_FALSE(takes(":msg,isequal,\"ab\"", "AB"));
  CHECK(takes(":msg, icase_isequal, \"ab\"", "AB"));
  CHECK(takes(": msg, startswith, \"ab\"", "abc"));
  CHECK_FALSE(takes(":msg, startswith, \"ab\"", "cab"));
  CHECK(takes(":msg, endswith, \"ab\"", "cab"));
  CHECK_FALSE(takes(":msg, endswith, \"ab\"", "abc"));
  CHECK(takes(":msg, icase_contains, \"LINK\"", "a Link up"));
  CHECK(takes(":msg, isempty", ""));
  CHECK(takes(":msg, !isempty", "x"));
  CHECK(takes(":msg, regex, \"a\\\\(b\\\\)*c\"", "xabbc"));
  CHECK(takes(":msg, ereregex, \"^a(b|c)+d$\"", "abcd"));
  CHECK_FALSE(takes(":msg, ereregex, \"^a(b|c)+d$\"", "abcde"));
  CHECK(takes(":msg, icase_regex, \"^[a-c]*$\"", "AbC"));
}

TEST_CASE("a ! takes all others") {
  CHECK_FALSE(takes(":msg, !contains, \"x\"", "axb"));
  CHECK(takes(":msg, !contains, \"x\"", "ab"));
  CHECK(takes(":msg, ! icase_startswith, \"x\"", "aX"));
  CHECK_FALSE(takes(":msg, !regex, \"x\"", "axb"));
}

TEST_CASE("a value may have quotes, backslashes and commas") {
  CHECK(takes(R"(:msg, isequal, "say \"a, b\" \\ c")", R"(say "a, b" \ c)"));
  CHECK(takes(R"(:msg, isequal, "\t")", R"(\t)"));
}

TEST_CASE("a literal is read by the compiler, and copies keep their expression") {
  const property_filter copy = constant;
  CHECK(copy.takes(made_message{"x"}.from({"SERVER-podb-rack107.example", "a"})));
  CHECK_FALSE(copy.takes(made_message{"x"}.from({"server-podB-rack17.example", "a"})));
  CHECK(property_filter{}.takes(made_message{"x"}));
}

TEST_CASE("a wrong filter is refused with the position of what is wrong") {
  CHECK(refused(":what, contains, \"x\"").starts_with("1 unknown property"));
  CHECK(refused(":msg contains, \"x\"").starts_with("5 a comma"));
  CHECK(refused(":msg, has, \"x\"").starts_with("6 unknown comparison"));
  CHECK(refused(":msg, !has, \"x\"").starts_with("7 unknown comparison"));
  CHECK(refused(":msg, contains \"x\"").starts_with("15 a comma"));
  CHECK(refused(":msg, contains, x").starts_with("16 a value in double quotes"));
  CHECK(refused(":msg, contains, \"x").starts_with("16 the quotes are not closed"));
  CHECK(refused(":msg, contains, \"x\\\"").starts_with("16 the quotes are not closed"));
  CHECK(refused(":msg, contains, \"x\" y").starts_with("19 nothing may stand"));
  CHECK(refused(":msg, ereregex, \"a(b\"").starts_with("20 a parenthesis"));
  CHECK(refused("").starts_with("0 unknown property"));
  CHECK(refused(":msg, ereregex, \"" + std::string(100, 'x') + "\"").find("too large") != std::string::npos);
}

TEST_CASE("whatever the bytes, they are read to their end and not beyond") {
  const std::string words = ":msg, !icase_regex, \"^a\\\\(b*\\\\)\\\"[a-z]\"";
  std::mt19937 random{3};
  for (int n = 0; n < 20000; ++n) {
    const size_t size = random() % (words.size() + 1);
    const auto copy = std::make_unique<char[]>(size);
    for (size_t at = 0; at < size; ++at) copy[at] = words[at];
    for (size_t changes = random() % 4; changes > 0 && size > 0; --changes)
      copy[random() % size] = " \t,!:\"\\a(["[random() % 10];
    const auto read = property_filter::parse(text{copy.get(), size});
    if (read) read.value.takes(made_message{"ab"});
  }
}
