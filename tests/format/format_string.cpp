#include <lineout/format/format_string.hpp>

#include <string>

#include <doctest/doctest.h>

using lineout::text;

namespace {

template <typename... Args>
constexpr bool gives(text expected, lineout::format_string<lineout::detail::type_identity_t<Args>...> words, const Args&... args) {
  char bytes[1024]{};
  lineout::writer out{bytes, bytes + sizeof bytes, lineout::control_characters::escape};
  lineout::format_to(out, words, args...);
  return text{bytes, out.size()} == expected;
}

}  // namespace

TEST_CASE("literals and arguments follow each other") {
  static_assert(gives("disk sda at 91%", "disk {} at {}%", "sda", 91));
  static_assert(gives("", ""));
  static_assert(gives("plain", "plain"));
  static_assert(gives("123", "{}{}{}", 1, 2, 3));
  static_assert(gives("gr\xc3\xbc\xc3\x9f 1", "gr\xc3\xbc\xc3\x9f {}", 1));
  CHECK(true);
}

TEST_CASE("doubled braces are braces") {
  static_assert(gives("{}", "{{}}"));
  static_assert(gives("{5} {6", "{{{}}} {{{}", 5, 6));
  static_assert(gives("a}b{c1", "a}}b{{c{}", 1));
  CHECK(true);
}

TEST_CASE("a literal of any length is written whole") {
  static constexpr char words[] =
      "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
      "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
      "01234567890123456789012345678901234567890123456789012345 {} tail";
  constexpr lineout::size_t before = sizeof words - 1 - sizeof("{} tail") + 1;
  char bytes[512];
  lineout::writer out{bytes, bytes + sizeof bytes, lineout::control_characters::escape};
  lineout::format_to(out, words, 7);
  CHECK(std::string(bytes, out.size()) == std::string(words, before) + "7 tail");
}

TEST_CASE("eight and more arguments") {
  static_assert(gives("1 2 3 4 5 6 7 8 9 10 11 12", "{} {} {} {} {} {} {} {} {} {} {} {}", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  CHECK(true);
}

TEST_CASE("an argument's control characters do not leave raw") {
  static_assert(gives("user root\\nNov 22 fake: line", "user {}", "root\nNov 22 fake: line"));
  CHECK(true);
}
