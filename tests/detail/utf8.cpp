#include <lineout/detail/utf8.hpp>

#include <string>

#include <doctest/doctest.h>

using namespace lineout::detail;

namespace {

// Encodes by the definition, for comparison.
std::string encoded(unsigned code) {
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 0x3f))};
  if (code < 0x10000)
    return {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3f)),
            static_cast<char>(0x80 | (code & 0x3f))};
  return {static_cast<char>(0xf0 | code >> 18), static_cast<char>(0x80 | (code >> 12 & 0x3f)),
          static_cast<char>(0x80 | (code >> 6 & 0x3f)), static_cast<char>(0x80 | (code & 0x3f))};
}

}  // namespace

TEST_CASE("every character of Unicode is one, and surrogates and what is beyond are none") {
  for (unsigned code = 0; code < 0x120000; ++code) {
    const std::string bytes = encoded(code);
    const bool valid = code < 0x110000 && (code < 0xd800 || code > 0xdfff);
    if (utf8_character(bytes.data(), bytes.size()) != (valid ? bytes.size() : 0)) FAIL("differs at " << code);
  }
}

TEST_CASE("overlong, broken and unfinished characters are none") {
  for (const std::string bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xf5\x80\x80\x80",
                                "\xc3", "\xe2\x82", "\xe2\x28\xa1", "\xff"})
    CHECK(utf8_character(bad.data(), bad.size()) == 0);
}

TEST_CASE("the beginning of a character is told from the end of one") {
  const auto unfinished = [](const std::string& bytes) { return unfinished_character(bytes.data(), bytes.size()); };
  CHECK(unfinished("abc") == 0);
  CHECK(unfinished("ab\xc3") == 1);
  CHECK(unfinished("ab\xc3\xa4") == 0);
  CHECK(unfinished("ab\xe2\x82") == 2);
  CHECK(unfinished("ab\xe2\x82\xac") == 0);
  CHECK(unfinished("\xf0\x9f\x98") == 3);
  CHECK(unfinished("\xf0\x9f\x98\x80") == 0);
  CHECK(unfinished("\x80\x80\x80\x80") == 0);
  CHECK(unfinished("ab\xff") == 0);
  CHECK(unfinished("") == 0);
}

TEST_CASE("a cut falls between characters") {
  const std::string words =
      "a\xe2\x82\xac"
      "b";
  CHECK(whole_characters(words.data(), 1) == 1);
  CHECK(whole_characters(words.data(), 2) == 1);
  CHECK(whole_characters(words.data(), 3) == 1);
  CHECK(whole_characters(words.data(), 4) == 4);
  const std::string noise = "\x80\x80\x80\x80\x80\x80";
  CHECK(whole_characters(noise.data(), 5) == 5);
}
