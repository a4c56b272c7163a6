#include <lineout/terminal_line.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

using list = std::vector<std::string>;

// Every line that comes out, with a + in front of those that continue the one before; the tail is flushed.
template <lineout::size_t Width = 80, typename Options = lineout::terminal_options>
list lines(const std::string& given) {
  lineout::terminal_line<Width, Options> buffer;
  list result;
  const auto take = [&] {
    result.push_back((buffer.continues() ? "+" : "") + std::string(buffer.line().data(), buffer.line().size()));
  };
  for (const char c : given)
    if (buffer.put(c)) take();
  if (buffer.flush()) take();
  return result;
}

struct raw : lineout::terminal_options {
  static constexpr bool takes_sequences_out = false;
  static constexpr bool restarts_at_return = false;
  static constexpr bool takes_back = false;
  static constexpr bool ends_at_form_feed = false;
  static constexpr bool empty_lines = true;
};
struct tabs : lineout::terminal_options {
  static constexpr size_t tab_width = 8;
};

}  // namespace

TEST_CASE("colours and titles leave nothing, and no cut divides them") {
  CHECK(lines("\x1b[0;33m[W] low\x1b[0m\n") == list{"[W] low"});
  CHECK(lines("\x1b]0;user@host: ~\a$ ls\n") == list{"$ ls"});
  CHECK(lines("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\n") == list{"link"});
  CHECK(lines("\x1b(B\x1b[mtext\x1b=\x1b>\x1b"
              "7\x1b"
              "8\n") == list{"text"});
  CHECK(lines("a\x1b[38;2;1;2;3mb\x1b[?25lc\x1b[1 qd\n") == list{"abcd"});
  // At every place of the line, which is 12 wide.
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string words = std::string(before, 'x') + "FAIL";
    const list expected = words.size() <= 12 ? list{words} : list{words.substr(0, 12), "+" + words.substr(12)};
    CHECK(lines<12>(std::string(before, 'x') + "\x1b[1;31mFA\x1b[0mIL\x1b[0m\n") == expected);
  }
}

TEST_CASE("a newline ends an unfinished sequence, and so do CAN and another escape") {
  CHECK(lines("a\x1b[12\nb\n") == list{"a", "b"});
  CHECK(lines("a\x1b]0;title without an end\nb\n") == list{"a", "b"});
  CHECK(lines("a\x1b[1\x18"
              "b\n") == list{"ab"});
  CHECK(lines("a\x1b[1\x1b[2mb\n") == list{"ab"});
  CHECK(lines("a\x1b") == list{"a"});
}

TEST_CASE("carriage returns before a newline are dropped, however many") {
  CHECK(lines("one\r\r\ntwo\r\r\r\n") == list{"one", "two"});
  CHECK(lines("one\r\n\r\n") == list{"one"});
  CHECK(lines<8>("12345678\r\r\nx\n") == list{"12345678", "x"});
}

TEST_CASE("a carriage return alone begins the line anew") {
  CHECK(lines("0%\r5%\r100%\n") == list{"100%"});
  CHECK(lines("0%\r5%\r100%\r\n") == list{"100%"});
  CHECK(lines("\rtext\n") == list{"text"});
  CHECK(lines("downloading\rdone\n") == list{"done"});
  CHECK(lines("text\r\x1b[K\n") == list{});
  CHECK(lines("text\x1b[2K\rmore\n") == list{"more"});
  CHECK(lines("text\x1b[2Kmore\n") == list{"more"});
  CHECK(lines("text\x1b[Kmore\n") == list{"textmore"});
  // A line that is as wide as the terminal too.
  CHECK(lines<8>("[#     ]\r[##    ]\r[######]\n") == list{"[######]"});
}

TEST_CASE("a backspace takes a whole character back, and none of the line before") {
  CHECK(lines("|\b/\b-\b\\\b|\n") == list{"|"});
  CHECK(lines("ab\b \bc\n") == list{"ac"});
  CHECK(lines("gr\xc3\xbc\bu\n") == list{"gru"});
  CHECK(lines("a\n\b\bb\n") == list{"a", "b"});
  CHECK(lines("ab\r\b\n") == list{"ab"});
  CHECK(lines("N\bNA\bAM\bME\bE\n") == list{"NAME"});
}

TEST_CASE("form feeds, rows and cleared screens end a line and make no empty one") {
  CHECK(lines("one\ftwo\v\fthree\n") == list{"one", "two", "three"});
  CHECK(lines("\x1b[2J\x1b[1;1HGRUB\x1b[2;1Hmenu\n") == list{"GRUB", "menu"});
  CHECK(lines("Starting\x1b[60G[ OK ]\n") == list{"Starting [ OK ]"});
}

TEST_CASE("empty lines are left out or kept, tabs kept or expanded") {
  CHECK(lines("\n\na\n\n") == list{"a"});
  CHECK(lines<80, raw>("\n\na\n\n") == list{"", "", "a", ""});
  CHECK(lines("a\tb\n") == list{"a\tb"});
  CHECK(lines<80, tabs>("a\tb\tc\n") == list{"a       b       c"});
  CHECK(lines<80, tabs>("12345678\tb\n") == list{"12345678        b"});
  CHECK(lines<80, tabs>("\xc3\xa4\tb\n") == list{"\xc3\xa4       b"});
  CHECK(lines<12, tabs>("123456789\tb\n") == list{"123456789   ", "+b"});
}

TEST_CASE("what is not wanted stays") {
  CHECK(lines<80, raw>("a\x1b[1mb\x1b[0m\n") == list{"a\x1b[1mb\x1b[0m"});
  CHECK(lines<80, raw>("10%\r20%\r\n") == list{"10%\r20%"});
  CHECK(lines<80, raw>("a\bb\fc\n") == list{"a\bb\fc"});
  CHECK(lines<8, raw>("1234567\rX\n") == list{"1234567\r", "+X"});
  CHECK(lines<8, raw>("12345678\rX\n") == list{"12345678", "+\rX"});
}

TEST_CASE("long lines and characters of several bytes are divided as by a line_buffer") {
  CHECK(lines<8>("12345678") == list{"12345678"});
  CHECK(lines<8>("123456789\n") == list{"12345678", "+9"});
  CHECK(lines<8>("1234567\xe2\x82\xac"
                 "9\n") == list{"1234567",
                                "+\xe2\x82\xac"
                                "9"});
  CHECK(lines<8>("123456\xf0\x9f\x98\x80\n") == list{"123456", "+\xf0\x9f\x98\x80"});
}

TEST_CASE("whatever comes in, lines are at most as wide as asked for, and nothing of a sequence is in them") {
  unsigned state = 9;
  for (int round = 0; round < 20000; ++round) {
    std::string given;
    for (unsigned size = (state = state * 1664525 + 1013904223) >> 25; size > 0; --size) {
      const char pool[] = {'a',    'b',    '\n',   '\r',   '\b',   '\t',   '\f',   '\x1b', '[',
                           ']',    '3',    ';',    'm',    'K',    'H',    '\a',   '\0',   '\xc3',
                           '\xa4', '\xe2', '\x82', '\xac', '\xf0', '\x9f', '\x98', '\x80', '\xff'};
      given += pool[((state = state * 1664525 + 1013904223) >> 16) % sizeof pool];
    }
    for (const std::string& line : lines<16, tabs>(given)) {
      CHECK(line.size() <= 17);
      CHECK(line.find_first_of(std::string("\n\r\b\f\t\x1b\a\0", 8)) == std::string::npos);
    }
    for (const std::string& line : lines<8, raw>(given)) CHECK(line.size() <= 9);
  }
}
