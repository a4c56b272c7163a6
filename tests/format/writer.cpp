#include <lineout/format/writer.hpp>

#include <cstdio>
#include <string>

#include <doctest/doctest.h>

using lineout::backslashes;
using lineout::cleaning;
using lineout::control_characters;
using lineout::text;
using lineout::unseen_characters;
using lineout::writer;

namespace {

constexpr bool writes(text given, text expected, lineout::size_t room, cleaning policy = control_characters::escape) {
  char bytes[128]{};
  writer out{bytes, bytes + room, policy};
  out.text(given);
  out.finish("...");
  return text{bytes, out.size()} == expected;
}

std::string written(const std::string& given, lineout::size_t room, cleaning policy = control_characters::escape) {
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
  static_assert(
      writes("\xc2\x85 \xc2\xa0", "\\xc2\\x85 \xc2\xa0", 64));  // U+0085 is a control character, U+00A0 is not
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

TEST_CASE("what ends a line for careless readers, turns the direction of a text or is dropped in front is escaped") {
  static_assert(
      writes("a\xe2\x80\xa8"
             "b\xe2\x80\xa9",
             "a\\xe2\\x80\\xa8b\\xe2\\x80\\xa9", 64));
  static_assert(
      writes("\xe2\x80\xae"
             "evil",
             "\\xe2\\x80\\xaeevil", 64));
  static_assert(writes("\xe2\x81\xa6\xe2\x81\xa9", "\\xe2\\x81\\xa6\\xe2\\x81\\xa9", 64));
  static_assert(writes("\xef\xbb\xbftext", "\\xef\\xbb\\xbftext", 64));
  static_assert(writes("\xe2\x80\xa8", "???", 64, control_characters::replace));
  // Their neighbours stay.
  static_assert(writes("\xe2\x80\xa7\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaa",
                       "\xe2\x80\xa7\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaa", 64));
  static_assert(writes("\xef\xbb\xbe\xe2\x80\xa6", "\xef\xbb\xbe\xe2\x80\xa6", 64));
  CHECK(true);
}

TEST_CASE("every character of Unicode leaves as it is, or as its bytes' escapes where a reader would not show it") {
  const auto encoded = [](unsigned code) {
    std::string bytes;
    if (code < 0x80) return std::string(1, static_cast<char>(code));
    if (code < 0x800) bytes += static_cast<char>(0xc0 + code / 64);
    else if (code < 0x10000)
      bytes += static_cast<char>(0xe0 + code / 4096), bytes += static_cast<char>(0x80 + code / 64 % 64);
    else {
      bytes += static_cast<char>(0xf0 + code / 262144);
      bytes += static_cast<char>(0x80 + code / 4096 % 64);
      bytes += static_cast<char>(0x80 + code / 64 % 64);
    }
    return bytes + static_cast<char>(0x80 + code % 64);
  };
  int wrong = 0;
  for (unsigned code = 0x20; code < 0x110000; ++code) {
    const bool unseen = (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
    const bool unclean = (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000);
    const std::string raw = encoded(code);
    std::string escaped;
    for (const char c : raw) {
      char digits[8];
      std::snprintf(digits, sizeof digits, "\\x%02x", static_cast<unsigned char>(c));
      escaped += digits;
    }
    if (written(raw, 64) != (unseen || unclean ? escaped : raw)) ++wrong;
    if (written(raw, 64, {control_characters::escape, unseen_characters::keep}) != (unclean ? escaped : raw)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("backslashes are doubled on request, in every way that characters can take, and no cut divides a pair") {
  constexpr cleaning doubling{control_characters::escape, unseen_characters::clean, backslashes::escape};
  static_assert(writes("C:\\new\n", "C:\\\\new\\n", 64, doubling));
  static_assert(writes("\\\\", "\\\\\\\\", 64, doubling));
  static_assert(writes("\\\\", "...", 3, doubling));
  CHECK(written("0123456789abcdef\\", 64, doubling) == "0123456789abcdef\\\\");
  CHECK(written("a\\b", 64, {control_characters::replace, unseen_characters::clean, backslashes::escape}) == "a\\\\b");
  CHECK(written("a\\b", 64, {control_characters::keep, unseen_characters::clean, backslashes::escape}) == "a\\\\b");
  // Whatever is given and wherever it is cut, the beginning of what was given can be read from it.
  unsigned state = 11;
  for (int round = 0; round < 20000; ++round) {
    std::string given;
    for (unsigned size = (state = state * 1664525 + 1013904223) >> 27; size > 0; --size)
      given += "a\\\\x1\n\t\x01"[((state = state * 1664525 + 1013904223) >> 24) % 8];
    std::string result = written(given, (state = state * 1664525 + 1013904223) >> 26, doubling);
    const bool cut = result.size() >= 3 && result.substr(result.size() - 3) == "...";
    if (cut) result.resize(result.size() - 3);
    std::string read;
    for (std::size_t at = 0; at < result.size(); ++at) {
      if (result[at] != '\\') {
        read += result[at];
        continue;
      }
      const char next = at + 1 < result.size() ? result[at + 1] : '?';
      if (next == 'x') read += static_cast<char>(std::stoi(result.substr(at + 2, 2), nullptr, 16)), at += 3;
      else read += next == 'n' ? '\n' : next == 't' ? '\t' : next == '\\' ? '\\' : '\x7f', ++at;
    }
    if (cut) CHECK(given.substr(0, read.size()) == read);
    else if (!result.empty()) CHECK(read == given);
  }
}

TEST_CASE("what fits exactly is not marked; what does not is cut and marked") {
  static_assert(writes("hello", "hello", 5));
  static_assert(writes("hello!", "he...", 5));
  static_assert(writes("", "", 5));
  static_assert(writes("hello", "", 2));  // no room for the mark alone: then there is none
  CHECK(written("hello world", 8) == "hello...");
}

TEST_CASE("a cut divides neither a character nor an escape") {
  static_assert(
      writes("ab\xc3\xa4"
             "cd",
             "ab...", 5));
  static_assert(
      writes("a\xf0\x9f\x98\x80"
             "bcd",
             "a...", 6));
  static_assert(writes("a\x01\x02", "a...", 7));
  static_assert(writes("\x01\x02", "\\x01...", 7));
  CHECK(written("\t\t\t", 5) == "\\t...");
}

TEST_CASE("whatever bytes are given and however little room there is, what leaves is clean UTF-8 within the room") {
  unsigned state = 7;
  for (int round = 0; round < 20000; ++round) {
    std::string given;
    for (unsigned size = (state = state * 1664525 + 1013904223) >> 26; size > 0; --size) {
      const char pool[] = {'a',    '\n',   '\0',   '\x1b', '\xc3', '\xa4', '\xe2',
                           '\x82', '\xac', '\xf0', '\x9f', '\xff', '\\',   '\x7f'};
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

TEST_CASE("a doubled backslash before an x is no escape, and is cut only if it has to be") {
  const auto cut = [](lineout::size_t capacity) {
    char bytes[16];
    lineout::writer out{bytes, bytes + capacity,
                        {lineout::control_characters::escape, lineout::unseen_characters::clean,
                         lineout::backslashes::escape}};
    out.text("ab\\xyz 123456789");
    out.finish("...");
    return std::string{bytes, out.size()};
  };
  CHECK(cut(5) == "ab...");
  CHECK(cut(6) == "ab...");
  CHECK(cut(7) == "ab\\\\...");
  CHECK(cut(8) == "ab\\\\x...");
  CHECK(cut(9) == "ab\\\\xy...");
}
