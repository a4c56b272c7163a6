#include <lineout/rules/rules.hpp>

#include "support/messages.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <memory>
#include <random>

using namespace lineout;

namespace {

constexpr const char* conf =
    "# what everybody has\n"
    "*.err;kern.debug;auth.notice\t\t/dev/console\n"
    "*.notice;mail.none   /var/log/messages   # and so on\r\n"
    "\n"
    "security.*;local0.=info -/var/log/security\n"
    "!ppp,pppd\n"
    "*.* /var/log/ppp\\#1.log\n"
    "!*\n"
    "+router1,router2\n"
    "*.crit @loghost:1514\n"
    "-@\n"
    "  *.emerg *\n"
    "+*\n"
    "#!sshd\n"
    "auth.info | exec cat > /tmp/x\n"
    "#!!!! the end !!!!\n"
    "auth.info root,operator";

struct reading {
  rules<16> table{};
  std::vector<std::string> errors{};

  explicit reading(text words, selector_dialect spoken = selector_dialect::bsd) {
    const size_t count = table.read(words, spoken, [this](const rule_error& wrong) {
      errors.push_back(std::to_string(wrong.line) + ":" + std::to_string(wrong.column) + " " +
                       std::string{wrong.words.data(), wrong.words.size()});
    });
    CHECK(count == errors.size());
  }
  std::vector<size_t> lines() const {
    std::vector<size_t> result;
    for (size_t index = 0; index < table.size(); ++index) result.push_back(table.get(index).line);
    return result;
  }
  // Whether the one error begins so.
  bool fails(const char* begin) const { return errors.size() == 1 && errors[0].starts_with(begin); }
};

constexpr rules<2> constant{"*.err /var/log/errors\n!sshd\nauth.* @loghost\n"};
static_assert(constant.size() == 2);
static_assert(constant.get(0).action == action{.kind = action_kind::file, .target = "/var/log/errors"});
static_assert(constant.get(1).which == selector{"auth.*"} && constant.get(1).line == 3 && constant.get(1).column == 8);
[[maybe_unused]] constinit rules<2> at_run_time{"*.err /var/log/errors"};

}  // namespace

TEST_CASE("each kind of line has its meaning") {
  const reading read{conf};
  CHECK(read.errors.empty());
  CHECK(read.lines() == std::vector<size_t>{2, 3, 5, 7, 10, 12, 15, 17});
  using enum action_kind;
  const action expected[] = {{.kind = file, .target = "/dev/console"},
                             {.kind = file, .target = "/var/log/messages"},
                             {.kind = file, .synced = false, .target = "/var/log/security"},
                             {.kind = file, .target = "/var/log/ppp#1.log"},
                             {.kind = forward, .target = "loghost", .port = "1514"},
                             {.kind = everyone},
                             {.kind = action_kind::pipe, .target = "exec cat > /tmp/x"},
                             {.kind = users, .target = "root,operator"}};
  REQUIRE(read.table.size() == 8);
  for (size_t index = 0; index < 8; ++index) CHECK(read.table.get(index).action == expected[index]);
  CHECK(read.table.get(1).which == selector{"*.notice;mail.none"});
  CHECK(read.table.get(1).column == 22);
  CHECK(read.table.get(5).column == 11);
}

TEST_CASE("programs and hosts hold for all lines behind them, independently of each other") {
  const reading read{conf};
  const auto takes = [&](size_t index, const origin& who, priority level) {
    made_message what{"x", level};
    what.from(who);
    return read.table.takes(index, what, "router2");
  };
  const priority emerg{facility::auth, severity::emerg};
  CHECK(takes(0, {"h", "any"}, emerg));
  CHECK(takes(3, {"h", "pppd"}, emerg));
  CHECK_FALSE(takes(3, {"h", "pp"}, emerg));
  CHECK(takes(4, {"router1", "any"}, emerg));
  CHECK_FALSE(takes(4, {"router3", "any"}, emerg));
  CHECK(takes(5, {"router1", "any"}, emerg));
  CHECK_FALSE(takes(5, {"router2", "any"}, emerg));
  CHECK(takes(6, {"router2", "sshd"}, emerg));
  CHECK_FALSE(takes(6, {"router2", "ssh"}, emerg));
  CHECK_FALSE(takes(6, {"router2", "sshd"}, {facility::auth, severity::debug}));
  // #!!!! is a comment and no program.
  CHECK(takes(7, {"h", "sshd"}, emerg));
}

TEST_CASE("a wrong line is reported with its column and disables no other") {
  const reading read{
      "*.err /a\n"
      "*.errr /b\n"
      "  mail.err;mial.err /c\n"
      "*.err\n"
      "*.err;  \n"
      "mail.crit; *.err /d\n"
      "*.err @host:port:\n"
      ":msg, contains, \"x\"\n"
      "!a,,b\n"
      "*.err /e\n"
      "+a/b\n"
      "*.err /f\n"
      "include /etc/syslog.d\n"
      "*.err \\#x\n"
      "*.err /g"};
  CHECK(read.lines() == std::vector<size_t>{1, 10, 12, 15});
  const std::vector<std::string> expected{
      "2:3 unknown severity", "3:12 unknown facility", "4:6 an action is missing", "5:7 an action is missing",
      "6:13 * for everyone",  "7:13 a port",           "8:1 filters by property",  "9:4 a name is expected",
      "11:3 this character",  "13:1 other files",      "14:7 an action is"};
  REQUIRE(read.errors.size() == expected.size());
  for (size_t index = 0; index < expected.size(); ++index)
    CHECK_MESSAGE(read.errors[index].starts_with(expected[index]), read.errors[index]);
  CHECK(read.table.takes(1, made_message{"x", {facility::mail, severity::err}}));
}

TEST_CASE("a wrong block means everybody") {
  const reading read{"!sshd\n*.* /a\n!b,\n*.* /b\n"};
  CHECK(read.fails("3:4 a name is expected"));
  CHECK_FALSE(read.table.takes(0, made_message{"x"}));
  CHECK(read.table.takes(1, made_message{"x"}));
}

TEST_CASE("what does not fit is reported, and what is smaller behind it still fits") {
  rules<2, 10> table;
  size_t line = 0;
  const auto note = [&line](const rule_error& wrong) { line = wrong.line; };
  CHECK(table.read("*.* /1234567890\n*.* /123\n*.* /12345\n*.* *\n", selector_dialect::bsd, note) == 2);
  CHECK(table.size() == 2);
  CHECK(table.get(0).action.target == "/123");
  CHECK(table.get(1).action.target == "/12345");
  CHECK(line == 4);
  CHECK(table.read("*.* /12345678\n", selector_dialect::bsd, note) == 0);
  CHECK(table.size() == 1);
}

TEST_CASE("blocks are written in every way that syslogd reads") {
  const reading read{
      "!+a\n*.* /1\n!-a\n*.* /2\n!\n*.* /3\n! a ignored\n*.* /4\n!+*\n*.* /5\n+h\n*.* /6\n:*\n*.* /7\n#+x\n*.* /8\n"};
  CHECK(read.errors.empty());
  made_message from_a{"x"};
  from_a.from({"h", "a"});
  std::string taken;
  for (size_t index = 0; index < read.table.size(); ++index) {
    taken += read.table.takes(index, from_a) ? 'a' : '-';
    taken += read.table.takes(index, made_message{"x"}.from({"g", "b"})) ? 'b' : '-';
  }
  CHECK(taken == "a--baba-aba-a-a-");
}

TEST_CASE("the dialect is that of all selectors") {
  CHECK(reading{"*.err;mail.crit /a\n", selector_dialect::sysklogd}.table.get(0).which ==
        selector("*.err", selector_dialect::sysklogd));
  CHECK(reading{"*.<err /a\n", selector_dialect::sysklogd}.fails("1:3 this dialect"));
}

TEST_CASE("marks go where their facility is selected") {
  const reading read{"*.* /a\nmark.* /b\n"};
  CHECK_FALSE(read.table.takes_mark(0));
  CHECK(read.table.takes_mark(1));
}

TEST_CASE(
    "whatever the bytes, they are read to their end and not beyond, and every line is a rule, an error or nothing") {
  std::mt19937 random{7};
  const std::string words = conf;
  for (int n = 0; n < 3000; ++n) {
    const size_t begin = random() % words.size();
    const size_t size = random() % (words.size() - begin);
    const auto copy = std::make_unique<char[]>(size);
    std::memcpy(copy.get(), words.data() + begin, size);
    for (size_t changes = random() % 8; changes > 0 && size > 0; --changes)
      copy[random() % size] = " \t\n#\\!+-*@|:.,;/a\0\xff"[random() % 20];
    const reading read{text{copy.get(), size}};
    for (size_t index = 0; index < read.table.size(); ++index) {
      read.table.takes(index, made_message{"x"}, "h");
      CHECK(read.table.get(index).line <= size + 1);
    }
  }
}
