#include <lineout/line_buffer.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

// Every line that comes out, with a + in front of those that continue the one before; the tail is flushed.
template <lineout::size_t Width = 80> std::vector<std::string> lines(const std::string& given) {
  lineout::line_buffer<Width> buffer;
  std::vector<std::string> result;
  const auto take = [&] {
    result.push_back((buffer.continues() ? "+" : "") + std::string(buffer.line().data(), buffer.line().size()));
  };
  for (const char c : given)
    if (buffer.put(c)) take();
  if (buffer.flush()) take();
  return result;
}

using list = std::vector<std::string>;

}  // namespace

TEST_CASE("a line is complete at its newline, and empty lines are lines") {
  CHECK(lines("one\ntwo\n") == list{"one", "two"});
  CHECK(lines("\n\na\n\n") == list{"", "", "a", ""});
  CHECK(lines("") == list{});
}

TEST_CASE("a tail without a newline comes out by flush, and only once") {
  CHECK(lines("one\ntail") == list{"one", "tail"});
  lineout::line_buffer<> buffer;
  buffer.put('x');
  CHECK(buffer.flush());
  CHECK_FALSE(buffer.flush());
}

TEST_CASE("exactly 80 bytes and a newline are one line; 81 are two, and the second is a continuation") {
  const std::string eighty(80, 'x');
  CHECK(lines(eighty + "\n") == list{eighty});
  CHECK(lines(eighty + "\nnext\n") == list{eighty, "next"});
  CHECK(lines(eighty + "y\n") == list{eighty, "+y"});
  CHECK(lines(eighty + "\n\n") == list{eighty, ""});
  CHECK(lines(eighty) == list{eighty});
}

TEST_CASE("a line comes out with its 80th byte and not later") {
  lineout::line_buffer<> buffer;
  for (int count = 0; count < 79; ++count) CHECK_FALSE(buffer.put('x'));
  CHECK(buffer.put('x'));
}

TEST_CASE("ten thousand bytes without a newline lose nothing") {
  std::string given;
  for (int count = 0; count < 10000; ++count) given += static_cast<char>('a' + count % 26);
  std::string joined;
  for (const std::string& line : lines(given)) joined += line[0] == '+' ? line.substr(1) : line;
  CHECK(joined == given);
  CHECK(lines(given).size() == 125);
}

TEST_CASE("a character of several bytes is not divided at the end of a line") {
  for (const std::string character : {"\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
    const std::string whole(80 - character.size(), 'x');
    CHECK(lines(whole + character + "yy\n") == list{whole + character, "+yy"});
    for (std::size_t missing = 1; missing < character.size(); ++missing) {
      const std::string start(80 - character.size() + missing, 'x');
      CHECK(lines(start + character + "yy\n") == list{start, "+" + character + "yy"});
    }
  }
}

TEST_CASE("carriage returns beside newlines are dropped, others are kept") {
  CHECK(lines("one\r\ntwo\n\rthree\r\n") == list{"one", "two", "three"});
  CHECK(lines("10%\r20%\r\n") == list{"10%\r20%"});
  CHECK(lines("\r\n\r\n") == list{"", ""});
  CHECK(lines("tail\r") == list{"tail"});
  CHECK(lines("\rfoo\n") == list{"\rfoo"});
  const std::string seventy_nine(79, 'x');
  CHECK(lines(seventy_nine + "\r\nnext\n") == list{seventy_nine, "next"});
  CHECK(lines(seventy_nine + "\rnext\n") == list{seventy_nine + "\r", "+next"});
  CHECK(lines(seventy_nine + "x\r\nnext\n") == list{seventy_nine + "x", "next"});
}

namespace {

// The rules once more, over the whole input at once; F is a flush. Lines as lines() gives them.
list by_rule(const std::string& given, std::size_t width) {
  std::string bytes;
  bool dropped = false;  // whether the byte before the flushes was
  for (std::size_t at = 0; at < given.size(); ++at) {
    // Its neighbours, flushes aside.
    const std::size_t before = at == 0 ? std::string::npos : given.find_last_not_of('F', at - 1);
    const std::size_t behind = given.find_first_not_of('F', at + 1);
    const bool beside = (before != std::string::npos && given[before] == '\n') ||
                        (behind != std::string::npos && given[behind] == '\n');
    const bool last = behind == std::string::npos;
    if (given[at] == '\r' && (beside || last)) {
      dropped = true;
      continue;
    }
    const bool waits = given[at] == 'F' && !dropped && !bytes.empty() && bytes.back() == '\r';
    if (given[at] != 'F') dropped = false;
    if (waits) bytes.pop_back();
    bytes += given[at];
    if (waits) bytes += '\r';
  }
  bytes += 'F';
  list result;
  std::string piece;
  bool begun = false;
  const auto give = [&] {
    result.push_back((begun ? "+" : "") + piece);
    piece.clear();
    begun = true;
  };
  for (const char c : bytes) {
    if (c == '\n') {
      if (!begun || !piece.empty()) give();
      begun = false;
    } else if (c == 'F') {
      if (!piece.empty()) give();
    } else {
      piece += c;
      if (piece.size() == width) give();
    }
  }
  return result;
}

list by_buffer(const std::string& given) {
  lineout::line_buffer<8> buffer;
  list result;
  for (const char c : given + 'F')
    if (c == 'F' ? buffer.flush() : buffer.put(c))
      result.push_back((buffer.continues() ? "+" : "") + std::string(buffer.line().data(), buffer.line().size()));
  return result;
}

}  // namespace

TEST_CASE("carriage returns, newlines and flushes in every order, at every place of a line, are as the rules say") {
  int wrong = 0;
  for (std::size_t in_front = 0; in_front <= 17; ++in_front)
    for (unsigned order = 0; order < 1U << 14; ++order) {
      std::string given(in_front, 'x');
      for (unsigned rest = order, count = 0; count < 7; ++count, rest /= 4) given += "\r\nFa"[rest % 4];
      if (by_rule(given, 8) != by_buffer(given) && ++wrong <= 1) {
        std::string shown;
        for (const char c : given) shown += c == '\r' ? "\\r" : c == '\n' ? "\\n" : std::string(1, c);
        MESSAGE("the first: " << shown);
      }
    }
  CHECK(wrong == 0);
}

TEST_CASE("a carriage return that comes last waits, and is not lost") {
  lineout::line_buffer<8> buffer;
  for (const char c : std::string("ab\r")) CHECK_FALSE(buffer.put(c));
  CHECK(buffer.flush());
  CHECK(buffer.line() == "ab");
  CHECK_FALSE(buffer.flush());
  CHECK_FALSE(buffer.put('c'));
  CHECK(buffer.flush());
  CHECK(buffer.line() == "\rc");
  CHECK(buffer.continues());
}

TEST_CASE("other bytes pass, NUL and escapes too") {
  CHECK(lines(std::string("a\0b\x1b[0m\n", 8)) == list{std::string("a\0b\x1b[0m", 7)});
}

TEST_CASE("what comes after a flush by hand continues the line, and its newline makes no empty one") {
  lineout::line_buffer<> buffer;
  for (const char c : std::string("login: ")) buffer.put(c);
  CHECK(buffer.flush());
  CHECK_FALSE(buffer.continues());
  CHECK_FALSE(buffer.put('\n'));
  for (const char c : std::string("password: ")) buffer.put(c);
  CHECK(buffer.flush());
  CHECK_FALSE(buffer.continues());
  buffer.put('x');
  CHECK(buffer.put('\n'));
  CHECK(buffer.continues());
}

TEST_CASE("whatever comes in, lines are at most as wide as the buffer and the bytes are all there") {
  unsigned state = 3;
  for (int round = 0; round < 3000; ++round) {
    std::string given;
    for (unsigned size = (state = state * 1664525 + 1013904223) >> 24; size > 0; --size) {
      const char pool[] = {'a', 'b', '\n', '\xc3', '\xa4', '\xe2', '\x82', '\xac', '\xf0', '\x9f', '\xff', '\0'};
      given += pool[((state = state * 1664525 + 1013904223) >> 24) % sizeof pool];
    }
    std::string joined;
    for (const std::string& line : lines<16>(given)) {
      const bool continues = line[0] == '+';
      CHECK(line.size() - continues <= 16);
      if (!continues && !joined.empty()) joined += '\n';
      joined += line.substr(continues);
    }
    while (!given.empty() && given.back() == '\n') given.pop_back();
    while (!joined.empty() && joined.back() == '\n') joined.pop_back();
    while (!given.empty() && given.front() == '\n') given.erase(0, 1);
    while (!joined.empty() && joined.front() == '\n') joined.erase(0, 1);
    CHECK(joined == given);
  }
}
