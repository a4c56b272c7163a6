#include <lineout/format/writer.hpp>

#include <string>

#include <doctest/doctest.h>

using lineout::control_characters;
using lineout::text;
using lineout::writer;

namespace {

constexpr bool writes(text given, text expected, lineout::size_t room, control_characters policy = control_characters::escape) {
  char bytes[128]{};
  writer out{bytes, bytes + room, policy};
  out.text(given);
  out.finish("...");
  return text{bytes, out.size()} == expected;
}

std::string written(const std::string& given, lineout::size_t room, control_characters policy = control_characters::escape) {
  std::string bytes(room, '\0');
  writer out{bytes.data(), bytes.data() + room, policy};
  out.text(given);
  out.finish("...");
  return bytes.substr(0, out.size());
}

bool is_utf8(const std::string& words) {
  for (std::size_t at = 0; at < words.size();) {
    const auto size = lineout::detail::utf8_character(words.data() + at, words.size() - at);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

}  // namespace

TEST_CASE("control characters and bytes that are not UTF-8 are escaped as in C") {
  static_assert(writes("a\nb\rc\td", "a\\nb\\rc\\td", 64));
  static_assert(writes({"\0\x1b[31m\x7f", 7}, "\\x00\\x1b[31m\\x7f", 64));
  static_assert(writes("\xff\x80", "\\xff\\x80", 64));
  static_assert(writes("\xc2\x85 \xc2\xa0", "\\xc2\\x85 \xc2\xa0", 64));  // U+0085 is a control character, U+00A0 is not
  static_assert(writes("C:\\new", "C:\\new", 64));
  CHECK(written("0123456789abcdef\x01tail", 64) == "0123456789abcdef\\x01tail");
}

TEST_CASE("replace keeps the size: a blank for white space and a question mark for the rest") {
  static_assert(writes("a\tb\nc\x1b[0m\xff", "a b c?[0m?", 64, control_characters::replace));
  CHECK(written("\xc3\xa4", 64, control_characters::replace) == "\xc3\xa4");
}

TEST_CASE("keep sends everything but what no framing can carry") {
  static_assert(writes({"a\tb\x1b[0m\xff\n\r\0", 11}, "a\tb\x1b[0m\xff\\n\\r\\x00", 64, control_characters::keep));
  CHECK(written("\x01\x02", 64, control_characters::keep) == "\x01\x02");
}

TEST_CASE("UTF-8 stays") {
  static_assert(writes("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 64));
  CHECK(written("gr\xc3\xbc\xc3\x9f dich", 64) == "gr\xc3\xbc\xc3\x9f dich");
}

TEST_CASE("what fits exactly is not marked; what does not is cut and marked") {
  static_assert(writes("hello", "hello", 5));
  static_assert(writes("hello!", "he...", 5));
  static_assert(writes("", "", 5));
  static_assert(writes("hello", "", 2));  // no room for the mark alone: then there is none
  CHECK(written("hello world", 8) == "hello...");
}

TEST_CASE("a cut divides neither a character nor an escape") {
  static_assert(writes("ab\xc3\xa4" "cd", "ab...", 5));
  static_assert(writes("a\xf0\x9f\x98\x80" "bcd", "a...", 6));
  static_assert(writes("a\x01\x02", "a...", 7));
  static_assert(writes("\x01\x02", "\\x01...", 7));
  CHECK(written("\t\t\t", 5) == "\\t...");
}

TEST_CASE("whatever bytes are given and however little room there is, what leaves is clean UTF-8 within the room") {
  unsigned state = 7;
  for (int round = 0; round < 20000; ++round) {
    std::string given;
    for (unsigned size = (state = state * 1664525 + 1013904223) >> 26; size > 0; --size) {
      const char pool[] = {'a', '\n', '\0', '\x1b', '\xc3', '\xa4', '\xe2', '\x82', '\xac', '\xf0', '\x9f', '\xff', '\\', '\x7f'};
      given += pool[((state = state * 1664525 + 1013904223) >> 24) % sizeof pool];
    }
    const std::size_t room = (state = state * 1664525 + 1013904223) >> 26;
    const std::string result = written(given, room);
    CHECK(result.size() <= room);
    CHECK(is_utf8(result));
    for (const char c : result) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
  }
}

TEST_CASE("decimal writes every digit of the extremes") {
  const auto decimal = [](auto value) {
    char bytes[32];
    writer out{bytes, bytes + sizeof bytes, control_characters::escape};
    out.decimal(value);
    return std::string(bytes, out.size());
  };
  CHECK(decimal(0U) == "0");
  CHECK(decimal(4294967295U) == "4294967295");
  CHECK(decimal(18446744073709551615ULL) == "18446744073709551615");
}
