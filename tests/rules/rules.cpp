#include <lineout/rules/rules.hpp>

#include "support/configurations.hpp"
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
  std::vector<std::string> remarks{};

  explicit reading(text words, conf_dialect spoken = conf_dialect::freebsd) {
    const size_t count = table.read(words, spoken, [this](const rule_error& wrong) {
      (wrong.left_out ? errors : remarks)
          .push_back(std::to_string(wrong.line) + ":" + std::to_string(wrong.column) + " " +
                     std::string{wrong.words.data(), wrong.words.size()});
    });
    CHECK(count == errors.size());
  }
  // Which rules, by their lines, take a message of local0.info with this text.
  std::vector<size_t> takers(const char* words, const origin& who = somebody) const {
    std::vector<size_t> result;
    for (size_t index = 0; index < table.size(); ++index) {
      if (!table.takes(index, made_message{words, {facility::local0, severity::info}}.from(who), "here")) continue;
      result.push_back(table.get(index).line);
      if (table.is_final(index)) break;
    }
    return result;
  }
  static constexpr origin somebody{"host", "app"};
  std::vector<size_t> lines() const {
    std::vector<size_t> result;
    for (size_t index = 0; index < table.size(); ++index) result.push_back(table.get(index).line);
    return result;
  }
  // Whether the one error begins so.
  bool fails(const char* begin) const { return errors.size() == 1 && errors[0].starts_with(begin); }
};

// Reads files that only it knows.
struct includer {
  std::vector<std::string>& said;
  int deep = 0;

  static std::string string(text words) { return {words.data() == nullptr ? "" : words.data(), words.size()}; }
  void operator()(const rule_error& wrong) {
    said.push_back(string(wrong.file) + ":" + std::to_string(wrong.line) + ":" + std::to_string(wrong.column) + " " +
                   string(wrong.words));
  }
  template <typename Read> text include(text pattern, Read read) {
    if (pattern == "/none") return "no such directory";
    if (pattern == "/itself") return read("itself", "*.* /i\ninclude /itself\n"), text{};
    read("one", "*.* /1\n!c\n*.* /2\nmail.errr /x\n");
    read("two", "*.* /3\n");
    return {};
  }
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
      ":msg, contains, x\n"
      "!a,,b\n"
      "*.err /e\n"
      "+a/b\n"
      "*.err /f\n"
      "include /etc/syslog.d\n"
      "*.err \\#x\n"
      ":*\n!*\n+*\n*.err /g"};
  CHECK(read.lines() == std::vector<size_t>{1, 18});
  const std::vector<std::string> expected{"2:3 unknown severity",
                                          "3:12 unknown facility",
                                          "4:6 an action is missing",
                                          "5:7 an action is missing",
                                          "6:13 * for everyone",
                                          "7:13 a port",
                                          "8:17 a value in double quotes",
                                          "9:4 a name is expected",
                                          "11:3 this character",
                                          "13:1 other files",
                                          "14:7 an action is"};
  REQUIRE(read.errors.size() == expected.size());
  for (size_t index = 0; index < expected.size(); ++index)
    CHECK_MESSAGE(read.errors[index].starts_with(expected[index]), read.errors[index]);
  CHECK(read.table.takes(1, made_message{"x", {facility::mail, severity::err}}));
}

TEST_CASE("rules behind a wrong block are left out, up to the next block of its kind") {
  using lines = std::vector<size_t>;
  const reading read{
      "!sshd\n*.* /a\n!b,\n*.* /b\n+h\n*.* /c\n!*\n*.* /d\n:msg, has, \"x\"\n*.* /e\n:*\n- \n*.* /f\n-other\n*.* /g\n"};
  CHECK(read.lines() == lines{2, 8, 15});
  CHECK(read.errors.size() == 3);
  CHECK(read.errors[0].starts_with("3:4 a name is expected"));
  CHECK(read.errors[1].starts_with("9:7 unknown comparison"));
  CHECK(read.errors[2].starts_with("12:2 nobody is left"));
  CHECK(read.remarks.size() == 3);
  CHECK(read.remarks[0] == "3:1 the rules behind this line are left out, up to the next one of its kind");
  CHECK(read.takers("x", {"h", "app"}) == lines{8, 15});
}

TEST_CASE("lines of the other daemons that a FreeBSD's means otherwise are errors, and open nothing") {
  for (const char* wrong : {"!!prog", "!prog1, prog2", "+a/b", ":hostname, has, \"x\"", ":msg, contains, \"x\" /y"}) {
    const reading read{std::string{wrong} + "\n*.* /x\n"};
    CHECK_MESSAGE(read.errors.size() == 1, wrong);
    CHECK_MESSAGE(read.lines().empty(), wrong);
  }
}

TEST_CASE("a blank may stand behind the mark of a block") {
  using lines = std::vector<size_t>;
  const reading read{"+ host1\n*.* /a\n- host1\n*.* /b\n+*\n! app\n*.* /c\n"};
  CHECK(read.errors.empty());
  CHECK(read.takers("x", {"host1", "app"}) == lines{2, 7});
  CHECK(read.takers("x", {"host2", "other"}) == lines{4});
}

TEST_CASE("blocks behind a number sign are blocks where the daemon takes them for such") {
  using lines = std::vector<size_t>;
  const char* const words =
      "#+host1\n*.* /a\n#-host1\n*.* /b\n#+*\n#!prog\n*.* /c\n#!*\n#:msg, contains, \"x # y\"\n*.* /d\n#:*\n"
      "#- a remark\n#-- rule --\n#: and so on\n#!!!\n#+\n*.* /e # behind\n";
  for (const conf_dialect spoken : {conf_dialect::freebsd, conf_dialect::netbsd, conf_dialect::sysklogd}) {
    const reading read{words, spoken};
    CHECK(read.errors.empty());
    CHECK(read.takers("x", {"host1", "app"}) == lines{2, 17});
    CHECK(read.takers("a x # y", {"host2", "prog"}) == lines{4, 7, 10, 17});
  }
  for (const conf_dialect spoken : {conf_dialect::openbsd, conf_dialect::rsyslog})
    CHECK(reading{words, spoken}.takers("x") == lines{2, 4, 7, 10, 17});
}

TEST_CASE("a filter by property holds for the lines behind it, independently of programs and hosts") {
  using lines = std::vector<size_t>;
  const reading read{
      ":msg, ereregex, \"^link (up|down)$\"\n*.* /a\n!app\n*.* /b\n:*\n*.* /c\n!*\n:msg, !contains, \"up\"\n*.* /d\n"};
  CHECK(read.errors.empty());
  CHECK(read.takers("link up") == lines{2, 4, 6});
  CHECK(read.takers("link down", {"h", "other"}) == lines{2, 9});
  CHECK(read.takers("a link down") == lines{6, 9});
  CHECK(read.table.get(0).has_property);
  CHECK_FALSE(read.table.get(2).has_property);
}

TEST_CASE("OpenBSD's double marks end the search at the first rule that takes a message") {
  using lines = std::vector<size_t>;
  const reading read{"!!app\nlocal0.err /a\nlocal0.* /b\nlocal0.* /c\n!*\n*.* /d\n++host\n*.info /e\n*.* /f\n",
                     conf_dialect::openbsd};
  CHECK(read.errors.empty());
  CHECK(read.takers("x") == lines{3});
  CHECK(read.takers("x", {"host", "other"}) == lines{6, 8});
  // Where such a block is wrong, what it was to keep from others is kept from them.
  for (const char* wrong : {"!!app,,x\n", "!!app\n*.wrong /x\n", "++a/b\n", "!!app\n*.* @tls://host\n"}) {
    const reading closed{"*.* /first\n" + std::string{wrong} + "!*\n+*\n*.* /last\n", conf_dialect::openbsd};
    CHECK_MESSAGE(closed.lines() == lines{1}, wrong);
    CHECK(closed.remarks.back().find("all rules behind this line are left out") != std::string::npos);
  }
  CHECK(reading{"mail.=err /a\n", conf_dialect::openbsd}.fails("1:6 this dialect has no comparisons"));
}

TEST_CASE("a backslash at the end continues a line, in the dialects that know it") {
  using lines = std::vector<size_t>;
  const char* const words =
      "*.=info;*.=notice;*.=warn;\\\n\tauth,authpriv.none;\\  \n# not a part of it\n\tcron,daemon.none;\\\n"
      "\tmail,news.none\t\t-/var/log/messages\n# a comment does not continue \\\nlocal0.info \\\n   /x\n*.errr;\\\n  "
      "mail.* /y\n"
      "mail.*;\\\n  mial.* /z\n";
  for (const conf_dialect spoken : {conf_dialect::sysklogd, conf_dialect::rsyslog}) {
    const reading read{words, spoken};
    // Where their actions stand.
    CHECK(read.lines() == lines{5, 8});
    CHECK(read.table.get(0).column == 18);
    CHECK(read.table.get(0).which ==
          selector{"*.=info;*.=notice;*.=warn;auth,authpriv.none;cron,daemon.none;mail,news.none",
                   selector_dialect::sysklogd});
    CHECK(read.table.get(0).action ==
          action{.kind = action_kind::file, .synced = false, .target = "/var/log/messages"});
    CHECK(read.table.get(1).action.target == "/x");
    CHECK(read.errors.size() == 2);
    CHECK(read.errors[0].starts_with("9:3 unknown severity"));
    CHECK(read.errors[1].starts_with("12:3 unknown facility"));
  }
  CHECK(reading{"*.info;\\\nmail.none /x\n"}.errors.size() >= 1);
  // The last line of a file, and one that has no room.
  CHECK(reading{"*.info \\\n/x \\", conf_dialect::sysklogd}.table.get(0).action.target == "/x");
  rules<4, 16> small;
  CHECK(small.read("*.* \\\n/12\n*.* \\\n/123456789012345\n*.* /1\n", conf_dialect::sysklogd,
                   [](const rule_error&) {}) == 1);
  CHECK(small.size() == 1);
  CHECK(small.get(0).action.target == "/12");
}

TEST_CASE("rsyslog's legacy lines: filters before an action, further actions, and messages that go no further") {
  using lines = std::vector<size_t>;
  const reading read{
      ":msg, contains, \"secret\" stop\n"
      ":programname, isequal, \"app\" /a\n"
      "& /b\n"
      "& ~\n"
      "local0.* @@loghost:601\n"
      "*.* :omusrmsg:*\n"
      ":msg, startswith, \" up\" root,adm\n"
      ":msg, regex, \"^ \\\\(a\\\\|b\\\\)$\" /c\n",
      conf_dialect::rsyslog};
  CHECK(read.errors.empty());
  CHECK(read.takers("a secret") == lines{1});
  CHECK(read.takers("x") == lines{2, 3, 4});
  CHECK(read.takers("up", {"h", "other"}) == lines{5, 6, 7});
  CHECK(read.takers("b", {"h", "other"}) == lines{5, 6, 8});
  CHECK(read.table.discards(0));
  CHECK(read.table.get(4).action ==
        action{.kind = action_kind::forward, .connected = true, .target = "loghost", .port = "601"});
}

TEST_CASE("a wrong line that may have been to discard messages leaves out all that is behind it") {
  using lines = std::vector<size_t>;
  for (const char* wrong : {":msg, has, \"secret\" ~\n", "& stop\n", "if $msg contains 'x' then stop\n",
                            "if $msg contains 'x' then {\n  stop\n}\n", "*.wrong stop\n", ":msg, contains, \"x\" ~;x\n",
                            "mail,, ~\n", "!a,,b\n*.* stop\n"}) {
    const reading read{"*.* /first\n" + std::string{wrong} + "!*\n*.* /last\n", conf_dialect::rsyslog};
    if (std::string{wrong} == "& stop\n") continue;  // That one is right behind a rule.
    CHECK_MESSAGE(read.lines() == lines{1}, wrong);
    CHECK_MESSAGE(!read.errors.empty(), wrong);
    CHECK(read.remarks.back().find("all rules behind this line are left out") != std::string::npos);
  }
  CHECK(reading{"& stop\n*.* /last\n", conf_dialect::rsyslog}.lines().empty());
  // Another wrong line does not.
  CHECK(reading{"*.wrong /x\n*.* /last\n", conf_dialect::rsyslog}.lines() == lines{2});
}

TEST_CASE("settings that mean nothing here are remarks, and scripts are errors with all of their lines") {
  using lines = std::vector<size_t>;
  const reading read{
      "module(load=\"imuxsock\") # local\n$FileOwner root\nmodule(load=\"imudp\"\n  port=\"(\"\n)\n*.* /a\n"
      "if $hostname == 'x' then {\n  *.* /b\n  mail.* { /c }\n}\n*.* /d\naction(type=\"omfile\"\n file=\"/e\")\n*.* "
      "/f\n",
      conf_dialect::rsyslog};
  CHECK(read.lines() == lines{6, 11, 14});
  CHECK(read.remarks.size() == 3);
  CHECK(read.remarks[1] == "2:1 this setting has no meaning here");
  CHECK(read.errors.size() == 2);
  CHECK(read.errors[0].starts_with("7:1 only the legacy lines"));
  CHECK(read.errors[1].starts_with("12:1 only the legacy lines"));
  const reading other{"secure_mode 1\nrotate_size 1M\nnotify /x\n*.* /a\n", conf_dialect::sysklogd};
  CHECK(other.errors.empty());
  CHECK(other.remarks.size() == 3);
  CHECK(other.lines() == lines{4});
}

TEST_CASE("included files are read where they are named, begin with everybody, and change nothing behind them") {
  std::vector<std::string> said;
  rules<32> table;
  const size_t faults =
      table.read("!b\ninclude /some\n*.* /4\ninclude /none\n!*\n*.* /5\n", conf_dialect::freebsd, includer{said});
  CHECK(faults == 2);
  CHECK(said ==
        std::vector<std::string>{"one:4:6 " + includer::string(detail::selector_errors[6]), ":4:1 no such directory"});
  REQUIRE(table.size() == 5);
  std::string taken;
  for (size_t index = 0; index < 5; ++index) {
    for (const char* name : {"a", "b", "c"})
      if (const origin_buffer who{"h", name}; table.takes(index, made_message{"x"}.from(who.origin()))) taken += name;
    taken += ' ';
  }
  CHECK(table.get(0).file == "one");
  CHECK(table.get(2).file == "two");
  CHECK(table.get(3).file == "");
  CHECK(table.get(3).line == 3);
  CHECK(taken == "abc c abc b abc ");
  said.clear();
  CHECK(table.read("include /itself\n", conf_dialect::freebsd, includer{said}) == 1);
  CHECK(table.size() == 8);
  CHECK(said[0] == "itself:2:1 files are included too deep: one includes itself, perhaps");
}

TEST_CASE("macOS' facilities are known to its dialect") {
  const reading read{"*.notice;authpriv,remoteauth,ftp,install,internal.none /a\ninstall.* /b\ninternal.* /c\n",
                     conf_dialect::macos};
  CHECK(read.errors.empty());
  const auto takes = [&](size_t index, unsigned pri) {
    return read.table.takes(index, made_message{"x", priority::from_pri(pri).value});
  };
  CHECK(takes(0, 13));
  CHECK_FALSE(takes(0, 14 * 8 + 1));
  CHECK_FALSE(takes(0, 13 * 8 + 1));
  CHECK(takes(0, 12 * 8 + 1));
  CHECK(takes(1, 14 * 8 + 7));
  for (unsigned pri = 0; pri < 192; ++pri) CHECK_FALSE(takes(2, pri));
  CHECK_FALSE(reading{"install.* /b\n"}.errors.empty());
}

TEST_CASE("the systems' default files route 192 priorities of 5 programs on 3 hosts as a person reads them") {
  for (const support::configuration& one : support::default_configurations()) {
    CAPTURE(one.name);
    const auto table = std::make_unique<rules<32>>();
    CHECK(table->read(one.words, one.dialect, [](const rule_error& wrong) { CHECK_FALSE(wrong.left_out); }) == 0);
    size_t compared = 0, taken = 0, wrong = 0;
    support::for_each_message([&](const support::sent_message& sent) {
      const origin_buffer who{sent.host, sent.program};
      made_message what{support::words_of(sent), priority::from_pri(sent.facility * 8 + sent.severity).value};
      what.from(who.origin());
      std::map<size_t, bool> takes;
      for (size_t index = 0; index < table->size(); ++index) {
        const bool is_taken = table->takes(index, what, "here");
        if (!table->discards(index)) takes[table->get(index).line] = is_taken;
        if (is_taken && table->is_final(index)) break;
      }
      for (const auto& [line, expected] : one.takes) {
        ++compared;
        if (takes[line]) ++taken;
        if (takes[line] != expected(sent) && ++wrong < 5)
          CHECK_MESSAGE(
              false, line << ": " << sent.facility << "." << sent.severity << " " << sent.program << " " << sent.host);
      }
      for (const auto& [line, is_taken] : takes) CHECK(one.takes.count(line) == 1);
    });
    CHECK(wrong == 0);
    CHECK(compared == one.takes.size() * 192 * 5 * 3);
    CHECK(taken > compared / 50);
  }
}

TEST_CASE("a byte order mark is nothing") { CHECK(reading{"\xef\xbb\xbf*.* /a\n"}.lines() == std::vector<size_t>{1}); }

TEST_CASE("what does not fit is reported, and what is smaller behind it still fits") {
  rules<2, 10> table;
  size_t line = 0;
  const auto note = [&line](const rule_error& wrong) { line = wrong.line; };
  CHECK(table.read("*.* /1234567890\n*.* /123\n*.* /12345\n*.* *\n", conf_dialect::freebsd, note) == 2);
  CHECK(table.size() == 2);
  CHECK(table.get(0).action.target == "/123");
  CHECK(table.get(1).action.target == "/12345");
  CHECK(line == 4);
  CHECK(table.read("*.* /12345678\n", conf_dialect::freebsd, note) == 0);
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
  CHECK(taken == "a--baba-aba-a---");
}

TEST_CASE("the dialect is that of all selectors") {
  CHECK(reading{"*.err;mail.crit /a\n", conf_dialect::sysklogd}.table.get(0).which ==
        selector("*.err", selector_dialect::sysklogd));
  CHECK(reading{"*.<err /a\n", conf_dialect::sysklogd}.fails("1:3 this dialect"));
}

TEST_CASE("marks go where their facility is selected") {
  const reading read{"*.* /a\nmark.* /b\n"};
  CHECK_FALSE(read.table.takes_mark(0));
  CHECK(read.table.takes_mark(1));
}

TEST_CASE(
    "whatever the bytes, they are read to their end and not beyond, and every line is a rule, an error or nothing") {
  std::mt19937 random{7};
  const std::string words =
      std::string{conf} +
      "\n:msg, !icase_regex, \"^a[b-c]*\"\n*.* /x;rotate=1k:2\n!!a\n++b\n& stop\nlocal0.*;\\\n mail.* @@(o)h "
      ";RFC5424\n#+host\n$IncludeConfig /x\nif x then {\n}\n:msg, regex, \"x\" ~\n";
  for (int n = 0; n < 6000; ++n) {
    const size_t begin = random() % words.size();
    const size_t size = random() % (words.size() - begin);
    const auto copy = std::make_unique<char[]>(size);
    std::memcpy(copy.get(), words.data() + begin, size);
    for (size_t changes = random() % 8; changes > 0 && size > 0; --changes)
      copy[random() % size] = " \t\n#\\!+-*@|:.,;/a\0\xff\"~&({})"[random() % 27];
    const reading read{text{copy.get(), size}, static_cast<conf_dialect>(n % 6)};
    for (size_t index = 0; index < read.table.size(); ++index) {
      read.table.takes(index, made_message{"x"}, "h");
      CHECK(read.table.get(index).line <= size + 1);
    }
  }
}
