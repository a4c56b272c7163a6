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

TEST_CASE("of all sequences of two, three and four bytes, the right ones are characters, each with its number") {
  int wrong = 0;
  const auto number = [](const unsigned char* p, size_t size) {  // by bits, of any sequence of this form; 0 of others
    unsigned code = p[0] & (0xffU >> (size + 1));
    if ((p[0] | (0xffU >> (size + 1))) != (0xffU & ~(0x80U >> size))) return 0U;
    for (size_t index = 1; index < size; ++index) {
      if (p[index] < 0x80 || p[index] > 0xbf) return 0U;
      code = code * 64 + p[index] % 64;
    }
    const unsigned least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
    return code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? 0U : code;
  };
  const unsigned char edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
  for (unsigned first = 0x80; first < 0x100; ++first)
    for (unsigned second = 0; second < 0x100; ++second)
      for (const unsigned char third : edges)
        for (const unsigned char fourth : edges) {
          const unsigned char bytes[] = {static_cast<unsigned char>(first), static_cast<unsigned char>(second), third,
                                         fourth};
          unsigned code = 0;
          size_t length = 0;
          for (size_t size = 2; size <= 4; ++size)
            if (number(bytes, size) != 0) code = number(bytes, size), length = size;
          const auto found = lineout::detail::utf8_decode(reinterpret_cast<const char*>(bytes), 4);
          if (found != code * 8 + length) ++wrong;
          for (size_t size = 1; size < length; ++size)
            if (lineout::detail::utf8_decode(reinterpret_cast<const char*>(bytes), size) != 0) ++wrong;
        }
  CHECK(wrong == 0);
}
