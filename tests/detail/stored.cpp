#include <lineout/detail/stored.hpp>

#include <lineout/values/hex.hpp>
#include <lineout/values/ipv4_address.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "support/formatted.hpp"

using namespace lineout;
using namespace lineout::detail;

namespace {

struct view_of_int {
  const int* where;
};
struct counted {
  counted(const counted& other) : number{other.number} {}
  int number;
};
struct nothing {};
enum class named { on };
enum class numbered { one = 1 };

}  // namespace

template <> struct lineout::formatter<view_of_int> {
  static void format(writer& out, const view_of_int& value) { format_to(out, "{}", *value.where); }
};
template <> struct lineout::formatter<counted> {
  static constexpr bool is_self_contained = true;
  static void format(writer& out, const counted& value) { format_to(out, "{}", value.number); }
};
template <> struct lineout::formatter<nothing> {
  static constexpr bool is_self_contained = true;
  static void format(writer& out, const nothing&) { out.literal("nothing"); }
};
template <> struct lineout::formatter<named> {
  static void format(writer& out, named) { out.literal("on"); }
};

namespace {

template <typename T> constexpr bool can_be_kept = is_storable<passed_t<T>>;

static_assert(can_be_kept<int> && can_be_kept<unsigned long long> && can_be_kept<bool> && can_be_kept<char>);
static_assert(can_be_kept<const char*> && can_be_kept<char*> && can_be_kept<char[7]> && can_be_kept<text>);
static_assert(can_be_kept<std::string> && can_be_kept<std::string_view>);
static_assert(can_be_kept<void*> && can_be_kept<const int*> && can_be_kept<decltype(nullptr)>);
static_assert(can_be_kept<uint8_t[4]> && can_be_kept<numbered> && can_be_kept<ipv4_address> && can_be_kept<nothing>);
// A view of something else, a formatter that does not say, bytes that may not be copied.
static_assert(!can_be_kept<hex<unsigned char>> && !can_be_kept<view_of_int> && !can_be_kept<named>);
static_assert(!can_be_kept<counted>);

// What is left of a text where there is room for so many of its characters, and of what follows it.
std::string kept_in(size_t room, const char* words, text more = {}) {
  constexpr size_t count = 2;
  alignas(stored_word) char bytes[256];
  std::memset(bytes, '#', sizeof bytes);
  storing to{bytes, count, count * sizeof(stored_word) + room};
  to.keep(words);
  to.keep(more);
  CHECK(to.end() <= bytes + count * sizeof(stored_word) + room);
  CHECK(bytes[count * sizeof(stored_word) + room] == '#');
  char line[256];
  writer out{line, line + sizeof line, control_characters::escape};
  stored from{bytes, count};
  write_stored<true, const char*, text>(out, "[{}][{}]", from, "...");
  return {line, out.size()};
}

}  // namespace

TEST_CASE("values take as few words as they need, and texts one more for all of their characters") {
  static_assert(words_of<char>() == 1 && words_of<void*>() == 1 && words_of<text>() == 1 && words_of<nothing>() == 0);
  static_assert(words_of<uint64_t>() == 8 / sizeof(stored_word));
  alignas(stored_word) char bytes[128];
  storing to{bytes, 3, sizeof bytes};
  to.keep(7);
  to.keep(text{"abc"});
  to.keep("de");
  CHECK(to.end() - bytes == 3 * sizeof(stored_word) + 5);
}

TEST_CASE("arguments of every kind, in any order, come back as they went in") {
  CHECK(formatted("{} {} {} {} {}", "a", 1, text{"bc"}, true, 'd') == "a 1 bc true d");
  CHECK(formatted("{}{}{}", nothing{}, -1LL, nothing{}) == "nothing-1nothing");
  CHECK(formatted("{:>4}|{:<4}|{:.1}|{:#06x}|{:c}", "a", text{"b"}, "cd", 255, 101) == "   a|b   |c|0x00ff|e");
  const uint8_t bytes[] = {0xde, 0xad};
  CHECK(formatted("{} {:X}{}", bytes, bytes, std::string{"\n"}) == "dead DEAD\\n");
  CHECK(formatted("{{{}}} {{}}", 1) == "{1} {}");
  CHECK(formatted("no argument") == "no argument");
  CHECK(formatted("{} {} {}", static_cast<const char*>(nullptr), "", text{}) == "(null)  ");
  CHECK(formatted("{}", std::string(300, 'x') + "\xc3\xa4") == std::string(300, 'x') + "\xc3\xa4");
  CHECK(formatted("{}", text{"a\0b", 3}) == "a\\x00b");
}

TEST_CASE("what does not fit is cut between characters and marked, and what follows it as well") {
  CHECK(kept_in(9, "abcd", "efghi") == "[abcd][efghi]");
  CHECK(kept_in(8, "abcd", "efghi") == "[abcd][efgh...]");
  CHECK(kept_in(4, "abcd", "efghi") == "[abcd][...]");
  CHECK(kept_in(4, "abcd") == "[abcd][]");
  CHECK(kept_in(3, "abcd") == "[abc...][]");
  CHECK(kept_in(0, "abcd", "e") == "[...][...]");
  CHECK(kept_in(3, "ab\xc3\xa4", "e") == "[ab...][e]");
  CHECK(kept_in(5, "ab", "c\xe2\x82\xac") == "[ab][c...]");
  CHECK(kept_in(0, nullptr, "") == "[(null)][]");
}

TEST_CASE("what was cut is counted") {
  alignas(stored_word) char bytes[4 * sizeof(stored_word) + 2];
  storing to{bytes, 4, sizeof bytes};
  to.keep(text{"ab"});
  to.keep("c");
  to.keep(5);
  to.keep(text{"d"});
  stored from{bytes, 4};
  CHECK(from.next<text>() == "ab");
  CHECK_FALSE(from.is_cut());
  CHECK(from.next<text>() == "");
  CHECK(from.is_cut());
  CHECK(from.next<int>() == 5);
  CHECK(from.next<text>() == "");
  CHECK(from.is_cut());
  CHECK(from.cut_count() == 2);
}
