#include <lineout/rules/ruleset.hpp>

#include "support/messages.hpp"

#include <lineout/channels/fan_out.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/channels/mark.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/logger.hpp>
#include <lineout/sinks/null.hpp>

#include <doctest/doctest.h>

#include <map>
#include <type_traits>

using namespace lineout;

namespace {

using texts = std::vector<std::string>;

// An output for each path that begins with /, which is opened when it is first found.
struct paths : lineout::outputs_base<paths> {
  static constexpr size_t headroom = 5;
  static constexpr size_t tailroom = 2;

  struct state {
    std::vector<std::string> names{};
    std::map<std::string, texts> got{};
    std::string settled{};
    std::map<std::string, int> failures{};
    int calls = 0;
    texts marks{};
  };
  state* seen = nullptr;

  parsed<size_t> find(const action& wanted) {
    const std::string name{wanted.target.data(), wanted.target.size()};
    if (wanted.kind != action_kind::file) return {.error = "only files here"};
    if (name == "/missing") return {.error = "no such file", .position = 1};
    for (size_t index = 0; index < seen->names.size(); ++index)
      if (seen->names[index] == name) return {.value = index};
    seen->names.push_back(name);
    return {.value = seen->names.size() - 1};
  }
  outcome submit(size_t number, const message& what) {
    const std::string& name = seen->names.at(number);
    if (seen->failures[name] > 0) {
      --seen->failures[name];
      return outcome::lost;
    }
    seen->got[name].emplace_back(what.content().data(), what.content().size());
    return outcome::sent;
  }
  outcome submit_mark(size_t number, const message&) {
    seen->marks.push_back(seen->names.at(number));
    return outcome::sent;
  }
  void settle(bool adopted) { seen->settled += adopted ? '+' : '-'; }
  void tick(timestamp) { ++seen->calls; }
  void flush() { ++seen->calls; }
  void panic() { ++seen->calls; }
  bool poll(size_t budget) { return ++seen->calls, budget == 7; }
};
static_assert(lineout::outputs<paths>);

struct note {
  texts* errors;
  void operator()(const rule_error& wrong) const {
    errors->push_back(std::to_string(wrong.line) + ":" + std::to_string(wrong.column) + " " +
                      std::string{wrong.words.data(), wrong.words.size()});
  }
};

constexpr auto silent = [](const rule_error&) {};

// What firmware does: the channels that there are, by the names that its syslog.conf uses.
using uart = framed<rfc3164, null>;
struct board : lineout::outputs_base<board> {
  fan_out<uart, uart> channels{};
  static constexpr size_t headroom = decltype(channels)::headroom;
  static constexpr size_t tailroom = decltype(channels)::tailroom;

  constexpr parsed<size_t> find(const action& wanted) {
    if (wanted.target == "/dev/console") return {.value = 0};
    if (wanted.kind == action_kind::forward) return {.value = 1};
    return {.error = "this board has only /dev/console and @"};
  }
  constexpr outcome submit(size_t number, const message& what) { return channels.submit_to(number, what); }
};
constinit logger constant{ruleset<4, board>{board{}, "board-7"}, {"board-7", "motor"}};
static_assert(std::is_trivially_destructible_v<decltype(constant)>);
constexpr rules<4> board_rules{"*.err /dev/console\nkern.*;mark.* @loghost"};

constexpr priority mail_err{facility::mail, severity::err};

}  // namespace

TEST_CASE("every rule that takes a message sends it, in order, and what none takes is not lost") {
  paths::state seen;
  ruleset<8, paths> channel{paths{{}, &seen}};
  CHECK(channel.submit(made_message{"early"}) == outcome::sent);
  CHECK(channel.load("*.err /errors\nmail.* /mail\n!sshd\n*.* /sshd\n!*\n*.err;mail.none /others\n*.err /errors\n",
                     silent) == 0);
  CHECK(channel.submit(made_message{"1", mail_err}) == outcome::sent);
  CHECK(channel.submit(made_message{"2", {facility::user, severity::err}}.from({"h", "sshd"})) == outcome::sent);
  CHECK(channel.submit(made_message{"3", {facility::user, severity::info}}) == outcome::sent);
  CHECK(seen.got == std::map<std::string, texts>{
                        {"/errors", {"1", "1", "2", "2"}}, {"/mail", {"1"}}, {"/sshd", {"2"}}, {"/others", {"2"}}});
  CHECK(decltype(channel)::headroom == 5);
  CHECK(decltype(channel)::tailroom == 2);
}

TEST_CASE("lost is what all rules have lost, and each loss is counted") {
  paths::state seen;
  ruleset<8, paths> channel{paths{{}, &seen}};
  channel.load("*.* /a\n*.* /b\n", silent);
  seen.failures = {{"/a", 2}, {"/b", 1}};
  CHECK(channel.submit(made_message{"1"}) == outcome::lost);
  CHECK(channel.submit(made_message{"2"}) == outcome::sent);
  CHECK(channel.submit(made_message{"3"}) == outcome::sent);
  CHECK(channel.lost() == 3);
}

TEST_CASE("load leaves out what is wrong or has no output, and says where") {
  paths::state seen;
  texts errors;
  ruleset<8, paths> channel{paths{{}, &seen}};
  CHECK(channel.load("*.* /a\n*.*  @loghost\nmial.* /c\n*.* /missing\n*.* /d\n", note{&errors}) == 3);
  CHECK(errors ==
        texts{"3:1 unknown facility: one of kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp "
              "security (audit) console clock local0 to local7 mark, or *, is expected",
              "2:6 only files here", "4:6 no such file"});
  CHECK(seen.settled == "+");
  CHECK(channel.submit(made_message{"x"}) == outcome::sent);
  CHECK(seen.got == std::map<std::string, texts>{{"/a", {"x"}}, {"/d", {"x"}}});
  // Those that the two rules without an output were to send.
  CHECK(channel.lost() == 2);
  channel.load("*.* /missing\n", silent);
  CHECK(channel.submit(made_message{"x"}) == outcome::lost);
}

TEST_CASE("a reload with a wrong line looks for no output") {
  paths::state seen;
  ruleset<8, paths> channel{paths{{}, &seen}};
  CHECK_FALSE(channel.reload("*.* /new\nmial.* /c\n", silent));
  CHECK(seen.names.empty());
  CHECK(channel.reload("*.* /new\n", silent));
  CHECK(seen.names == texts{"/new"});
}

TEST_CASE("a final rule ends the search, also one that discards or has no output") {
  paths::state seen;
  ruleset<8, paths> channel{paths{{}, &seen}};
  CHECK(channel.load(":msg, contains, \"secret\" ~\n*.* /a\n:msg, contains, \"one\" /b\n& stop\n*.* /c\n", silent,
                     conf_dialect::rsyslog) == 0);
  CHECK(channel.submit(made_message{"a secret"}) == outcome::sent);
  CHECK(channel.submit(made_message{"one"}) == outcome::sent);
  CHECK(channel.submit(made_message{"two"}) == outcome::sent);
  CHECK(seen.got == std::map<std::string, texts>{{"/a", {"one", "two"}}, {"/b", {"one"}}, {"/c", {"two"}}});
  CHECK(channel.lost() == 0);
  CHECK(channel.load("!!app\n*.* /missing\n!*\n*.* /d\n", silent, conf_dialect::openbsd) == 1);
  CHECK(channel.submit(made_message{"x"}) == outcome::lost);
  CHECK(channel.submit(made_message{"y"}.from({"h", "other"})) == outcome::sent);
  CHECK(seen.got["/d"] == texts{"y"});
}

TEST_CASE("reload swaps whole or not at all") {
  paths::state seen;
  texts errors;
  ruleset<3, paths> channel{paths{{}, &seen}};
  CHECK(channel.reload("*.* /a\n", note{&errors}));
  for (const char* wrong : {"*.* /b\n*.errr /c\n", "*.* /b\n*.* /missing\n", "*.* /1\n*.* /2\n*.* /3\n*.* /4\n"}) {
    CHECK_FALSE(channel.reload(wrong, note{&errors}));
    channel.submit(made_message{"x"});
    CHECK(channel.current().size() == 1);
    CHECK(channel.current().get(0).action.target == "/a");
  }
  CHECK(errors.size() == 3);
  CHECK(seen.got == std::map<std::string, texts>{{"/a", {"x", "x", "x"}}});
  CHECK(channel.reload("mail.* /b\n", note{&errors}));
  channel.submit(made_message{"y", mail_err});
  CHECK(seen.got == std::map<std::string, texts>{{"/a", {"x", "x", "x"}}, {"/b", {"y"}}});
  CHECK(seen.settled == "+---+");
  CHECK(channel.reload("", note{&errors}));
  CHECK(channel.current().size() == 0);
}

TEST_CASE("a load does not touch the rules that a message under way goes by") {
  paths::state seen;
  ruleset<2, paths> channel{paths{{}, &seen}};
  channel.load("*.* /a\n*.* /b\n", silent);
  const auto& before = channel.current();
  channel.load("*.* /c\n", silent);
  CHECK(before.size() == 2);
  CHECK(before.get(1).action.target == "/b");
  CHECK(channel.current().size() == 1);
}

TEST_CASE("rules that the compiler has read are loaded in the same way, and @ is the local host") {
  CHECK(constant.channel().adopt(board_rules, silent) == 0);
  CHECK(constant.channel().current().size() == 2);
  paths::state seen;
  ruleset<4, paths> channel{paths{{}, &seen}, "here"};
  static constexpr rules<4> local{"+@\n*.* /local\n-@\n*.* /remote\n"};
  CHECK(channel.adopt(local, silent) == 0);
  channel.submit(made_message{"1"}.from({"here", "a"}));
  channel.submit(made_message{"2"}.from({"there", "a"}));
  CHECK(seen.got == std::map<std::string, texts>{{"/local", {"1"}}, {"/remote", {"2"}}});
}

TEST_CASE("a mark goes to the rules that select its facility") {
  paths::state seen;
  mark channel{ruleset<4, paths>{paths{{}, &seen}}, {"host", "app"}};
  channel.next().load("*.* /a\nmark.* /b\n*.info;mark.info /c\nmark.notice /d\n", silent);
  channel.tick(timestamp::at(1000));
  channel.tick(timestamp::at(2200));
  CHECK(seen.marks == texts{"/b", "/c"});
  CHECK(seen.got.empty());
  CHECK(seen.calls == 2);
}

TEST_CASE("the time, flush, panic and poll reach the outputs") {
  paths::state seen;
  ruleset<4, paths> channel{paths{{}, &seen}};
  channel.tick({});
  channel.flush();
  channel.panic();
  CHECK(channel.poll(7));
  CHECK_FALSE(channel.poll(8));
  CHECK(seen.calls == 5);
  CHECK(channel.outputs().seen == &seen);
}
