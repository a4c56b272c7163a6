#include <lineout/text.hpp>

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using lineout::text;

TEST_CASE("a text is made of a literal, a C string, a null pointer, or anything with data and size") {
  static_assert(text{"abc"}.size() == 3);
  static_assert(text{""}.empty());
  static_assert(text{static_cast<const char*>(nullptr)}.empty());
  const std::string owner = "owner";
  CHECK(text{owner} == "owner");
  CHECK(text{std::string_view{"a\0b", 3}}.size() == 3);
  std::string later = "run";
  CHECK(text{later.c_str()} == text{"run"});
}

TEST_CASE("parts of a text end with the text") {
  constexpr text words = "facility.severity";
  static_assert(words.first(8) == "facility");
  static_assert(words.first(100) == words);
  static_assert(words.skip(9) == "severity");
  static_assert(words.skip(100).empty());
  static_assert(words.find('.') == 8);
  static_assert(words.find('!') == words.size());
  CHECK(words[8] == '.');
}

TEST_CASE("texts are equal when their characters are") {
  static_assert(text{"abc"} == text{"abc"});
  static_assert(!(text{"abc"} == text{"abd"}));
  static_assert(!(text{"abc"} == text{"ab"}));
  static_assert(lineout::detail::equal_ignoring_case("Local0", "lOCAL0"));
  CHECK(lineout::detail::hex_value('g') == -1);
}
