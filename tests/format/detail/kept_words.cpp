#include <lineout/format/detail/kept_words.hpp>

#include <lineout/format/format_string.hpp>

#include <cstring>
#include <string>

#include <doctest/doctest.h>

#include "support/formatted.hpp"

using namespace lineout;
using namespace lineout::detail;

namespace {

struct view_of_int {
  const int* where;
};
struct aligned {
  alignas(32) int number;
};
struct nothing {};

}  // namespace

template <> struct lineout::formatter<view_of_int> {
  static void format(writer& out, const view_of_int& value) { format_to(out, "{}", *value.where); }
};
template <> struct lineout::formatter<aligned> {
  static constexpr bool is_self_contained = true;
  static void format(writer& out, const aligned& value) { format_to(out, "{}", value.number); }
};
template <> struct lineout::formatter<nothing> {
  static constexpr bool is_self_contained = true;
  static void format(writer& out, const nothing&) { out.literal("nothing"); }
};

namespace {

// What is left where there is so much room for characters.
template <typename... Args> std::string kept_in(size_t room, const char* format, const Args&... args) {
  using packed = packed_kinds<Args...>;
  argument_word words[packed::words];
  put_arguments<true>(words, args...);
  const size_t kinds = packed::head >> priority_bits;
  const kept_room needed = room_of(kinds, words);
  CHECK(needed.possible);
  alignas(argument_word) char bytes[512];
  std::memset(bytes, '#', sizeof bytes);
  char* const end = bytes + (needed.words + needed.object_words) * sizeof(argument_word) + room;
  word_keeper keeper{bytes, needed, end, "..."};
  const size_t kept = keeper.keep(kinds, words);
  CHECK(keeper.end() <= end);
  CHECK(*end == '#');
  char line[300];
  writer out{line, line + sizeof line, control_characters::escape};
  format_words<true>(out, format, kept, reinterpret_cast<const argument_word*>(bytes));
  return std::string(line, out.size()) + (keeper.cut() ? " cut" : "");
}

}  // namespace

TEST_CASE("arguments of every kind, in any order, come back as they went in") {
  CHECK(formatted("{} {} {} {} {}", "a", 1, text{"bc"}, true, 'd') == "a 1 bc true d");
  CHECK(formatted("{}{}{}", nothing{}, -1LL, nothing{}) == "nothing-1nothing");
  CHECK(formatted("{:>4}|{:<4}|{:.1}|{:#06x}|{:c}", "a", text{"b"}, "cd", 255, 101) == "   a|b   |c|0x00ff|e");
  const uint8_t bytes[] = {0xde, 0xad};
  CHECK(formatted("{} {:X}{}", bytes, bytes, std::string{"\n"}) == "dead DEAD\\n");
  CHECK(formatted("{} {} {} {}", static_cast<const char*>(nullptr), "", text{}, nullptr) == "(null)   0x0");
  CHECK(formatted("{} {}", aligned{1}, std::string(300, 'x')) == "1 " + std::string(300, 'x'));
  CHECK(formatted("{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}", "a", 1, "b", 2, "c", 3, "d", 4, "e", 5, "f", 6, "g", 7, "h", 8,
                  "i") == "a1b2c3d4e5f6g7h8i");
}

TEST_CASE("what does not fit is cut between characters and marked, and what follows it as well") {
  CHECK(kept_in(9, "[{}][{}]", "abcd", "efghi") == "[abcd][efghi]");
  CHECK(kept_in(8, "[{}][{}]", "abcd", "efghi") == "[abcd][e...] cut");
  CHECK(kept_in(4, "[{}][{}]", "abcd", "efghi") == "[abcd][...] cut");
  CHECK(kept_in(4, "[{}][{}]", "abcd", text{}) == "[abcd][]");
  CHECK(kept_in(5, "[{}][{}]", "abcdefgh", text{"i"}) == "[ab...][...] cut");
  CHECK(kept_in(3, "[{}][{}]", "abcd", text{"e"}) == "[...][...] cut");
  CHECK(kept_in(0, "[{}]", "a") == "[...] cut");
  CHECK(kept_in(6, "[{}]", "ab\xc3\xa4\xc3\xa4z") == "[ab...] cut");
  CHECK(kept_in(0, "[{}]", static_cast<const char*>(nullptr)) == "[(null)]");
}

TEST_CASE("bytes that do not fit are cut without a mark, which would look like bytes") {
  const uint8_t bytes[] = {1, 2, 3, 4};
  CHECK(kept_in(4, "[{}]", bytes) == "[01020304]");
  CHECK(kept_in(3, "[{}]", bytes) == "[010203] cut");
}

TEST_CASE("what has an object whose bytes are not all of it cannot be kept") {
  const int number = 1;
  const view_of_int view{&number};
  argument_word words[packed_kinds<int, view_of_int>::words];
  put_arguments<true>(words, 1, view);
  CHECK_FALSE(room_of(packed_kinds<int, view_of_int>::head >> priority_bits, words).possible);
}

TEST_CASE("nothing of the caller's is looked at afterwards") {
  char words[] = "gone";
  int number = 7;
  argument_word list[packed_kinds<char*, aligned>::words];
  aligned value{number};
  put_arguments<true>(list, static_cast<char*>(words), value);
  const size_t kinds = packed_kinds<char*, aligned>::head >> priority_bits;
  const kept_room room = room_of(kinds, list);
  alignas(argument_word) char bytes[256];
  word_keeper keeper{bytes, room, bytes + sizeof bytes, "..."};
  const size_t kept = keeper.keep(kinds, list);
  std::memset(words, '-', 4);
  value.number = 0;
  char line[64];
  writer out{line, line + sizeof line, control_characters::escape};
  format_words<true>(out, "{} {}", kept, reinterpret_cast<const argument_word*>(bytes));
  CHECK(std::string(line, out.size()) == "gone 7");
}
