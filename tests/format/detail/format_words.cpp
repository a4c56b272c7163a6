#include <lineout/format/detail/format_words.hpp>

#include <lineout/format/format_string.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <random>
#include <string>

#include <doctest/doctest.h>

using namespace lineout;
using namespace lineout::detail;

namespace {

struct pair_of_numbers {
  int first;
  int second;
};

// What a format that is only known here makes of its arguments, in memory of this size with marks behind it.
template <bool Specs = true, typename... Args>
std::string written(size_t room, const char* format, const Args&... args) {
  std::string bytes(room + 64, '#');
  argument_word words[packed_kinds<Args...>::words + 1];
  put_arguments<Specs>(words, args...);
  writer out{bytes.data(), bytes.data() + room, control_characters::escape};
  format_words<Specs>(out, format, packed_kinds<Args...>::head >> priority_bits, words);
  CHECK(bytes.substr(room) == std::string(64, '#'));
  return bytes.substr(0, out.size());
}

}  // namespace

template <> struct lineout::formatter<pair_of_numbers> {
  static void format(writer& out, const pair_of_numbers& value) {
    format_to(out, "({}, {:x})", value.first, value.second);
  }
};

TEST_CASE("a format and the words of its arguments are a text, whatever lies between the placeholders") {
  CHECK(written(200, "") == "");
  CHECK(written(200, "{}", 1) == "1");
  CHECK(written(200, "{}{}{}", 1, "two", '3') == "1two3");
  CHECK(written(200, "a | b ~ c \xc3\xa4\xe2\x82\xac{} | {}", 1, true) == "a | b ~ c \xc3\xa4\xe2\x82\xac" "1 | true");
  CHECK(written(200, "{{{}}} {{}} }}{{", -7) == "{-7} {} }{");
  CHECK(written(200, "at {:>6}|{:<4}|{:#06x}|{:.1}|{:c}", 1, "a", 255, "bc", 100) == "at      1|a   |0x00ff|b|d");
  CHECK(written(200, "{} and {}", pair_of_numbers{1, 255}, text{"more"}) == "(1, ff) and more");
  CHECK(written(200, "unclean {} and {}", "a\nb", text{"c\0d", 3}) == "unclean a\\nb and c\\x00d");
  CHECK(written(200, "{} {}", static_cast<const char*>(nullptr), nullptr) == "(null) 0x0");
  const uint8_t bytes[] = {0xde, 0xad};
  CHECK(written(200, "{} {:X}", bytes, bytes) == "dead DEAD");
}

TEST_CASE("without specs the same, by less code") {
  CHECK(written<false>(200, "{} {} {} {} {} {}", -1, 2U, true, 'c', "d", text{"e"}) == "-1 2 true c d e");
  CHECK(written<false>(200, "{} {}", pair_of_numbers{1, 2}, nullptr) == "(1, 2) 0x0");
}

TEST_CASE("a text of any size is cut where the memory ends") {
  const std::string whole = "disk sda at 91% and 123456789012345678901234567890 more";
  for (size_t room = 0; room < 120; ++room) {
    const std::string here =
        written(room, "disk {} at {}% and {} more", "sda", 91, text{"123456789012345678901234567890"});
    CHECK(here == whole.substr(0, room));
  }
}

TEST_CASE("literals and texts of random sizes follow each other as printf has them") {
  std::mt19937 random{7};
  for (int round = 0; round < 3000; ++round) {
    const std::string first(random() % 30, 'a'), second(random() % 30, '|'), words(random() % 40, 'w');
    const int number = static_cast<int>(random()) >> (random() % 32);
    const std::string format = first + "{}" + second + "{}" + first + "{}" + second;
    char expected[400];
    std::snprintf(expected, sizeof expected, "%s%d%s%s%s%u%s", first.c_str(), number, second.c_str(), words.c_str(),
                  first.c_str(), static_cast<unsigned>(number), second.c_str());
    if (written(400, format.c_str(), number, words, static_cast<unsigned>(number)) != expected) CHECK(format == "");
  }
  CHECK(true);
}

TEST_CASE("a format at the very end of readable memory is read to its end and not further") {
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  void* const memory = mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(memory != MAP_FAILED);
  char* const end = static_cast<char*>(memory) + page;
  REQUIRE(mprotect(end, page, PROT_NONE) == 0);
  for (const char* words : {"", "x", "{}", "1234567", "12345678", "123456789{}", "{}1234567", "{{}}", "{:x}"}) {
    const size_t size = std::strlen(words) + 1;
    std::memcpy(end - size, words, size);
    const std::string expected = written(200, words, 5);
    CHECK(written(200, end - size, 5) == expected);
  }
  munmap(memory, 2 * page);
}
