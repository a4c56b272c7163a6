#include <lineout/rules/action.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace lineout;

namespace {

constexpr bool is(text words, const action& expected, conf_dialect dialect = conf_dialect::freebsd) {
  const auto read = parse_action(words, dialect);
  return read && read.value == expected;
}

std::string refused(text words, conf_dialect dialect = conf_dialect::freebsd) {
  const auto read = parse_action(words, dialect);
  CHECK_FALSE(read);
  return std::to_string(read.position) + " " + std::string{read.error.data(), read.error.size()};
}

using enum action_kind;
using enum action_format;
constexpr conf_dialect linux_s = conf_dialect::sysklogd;
constexpr conf_dialect debian = conf_dialect::rsyslog;

}  // namespace

static_assert(is("/var/log/messages", {.kind = file, .target = "/var/log/messages"}));
static_assert(is("-/var/log/my log", {.kind = file, .synced = false, .target = "/var/log/my log"}));
static_assert(is("@loghost", {.kind = forward, .target = "loghost"}));
static_assert(is("@loghost.example.net:1514", {.kind = forward, .target = "loghost.example.net", .port = "1514"}));
static_assert(is("@10.0.0.1:syslog", {.kind = forward, .target = "10.0.0.1", .port = "syslog"}));
static_assert(is("@[fe80::1%eth0]:514", {.kind = forward, .target = "fe80::1%eth0", .port = "514"}));
static_assert(is("@[::1]", {.kind = forward, .target = "::1"}));
static_assert(is("|exec /usr/bin/wc -l > /tmp/x",
                 {.kind = action_kind::pipe, .target = "exec /usr/bin/wc -l > /tmp/x"}));
static_assert(is("| cat", {.kind = action_kind::pipe, .target = "cat"}));
static_assert(is("root,operator_2", {.kind = users, .target = "root,operator_2"}));
static_assert(is("*", {.kind = everyone}));

// Commands in quotes, and named pipes where the daemon has them.
static_assert(is("\"|exec mail root\"", {.kind = action_kind::pipe, .target = "exec mail root"}));
static_assert(is("|/dev/xconsole", {.kind = action_kind::pipe, .target = "/dev/xconsole"}));
static_assert(is("|/dev/xconsole", {.kind = fifo, .target = "/dev/xconsole"}, linux_s));
static_assert(is("| /dev/xconsole", {.kind = fifo, .target = "/dev/xconsole"}, debian));
static_assert(is("|cat; echo", {.kind = action_kind::pipe, .target = "cat; echo"}, linux_s));

// Options behind an action.
static_assert(is(
    "-/x ;rotate=1k:2,RFC5424",
    {.kind = file, .synced = false, .format = ietf, .rotate_size = 1024, .rotate_count = 2, .target = "/x"}, linux_s));
static_assert(is("/x\t;rotate=10M", {.kind = file, .rotate_size = 10 << 20, .rotate_count = 5, .target = "/x"},
                 linux_s));
static_assert(is("/x;RFC3164", {.kind = file, .format = bsd, .target = "/x"}, linux_s));
static_assert(is("@host:514 ;RFC5424", {.kind = forward, .format = ietf, .target = "host", .port = "514"}, linux_s));
static_assert(is("|/fifo;RFC5424", {.kind = fifo, .format = ietf, .target = "/fifo"}, linux_s));
static_assert(is("/var/log/messages;RSYSLOG_TraditionalFileFormat",
                 {.kind = file, .format = bsd, .target = "/var/log/messages"}, debian));
static_assert(is("@@host;RSYSLOG_SyslogProtocol23Format",
                 {.kind = forward, .connected = true, .format = ietf, .target = "host"}, debian));
// A semicolon in the middle of a name is a part of it elsewhere.
static_assert(is("/x;y", {.kind = file, .target = "/x;y"}));

// TCP, and what only some daemons have.
static_assert(is("@@(o)[::1]:601",
                 {.kind = forward, .connected = true, .counted = true, .target = "::1", .port = "601"}, debian));
static_assert(is("@tcp4://host:601", {.kind = forward, .connected = true, .target = "host", .port = "601"},
                 conf_dialect::openbsd));
static_assert(is("@udp://host", {.kind = forward, .target = "host"}, conf_dialect::openbsd));
static_assert(is("@host:514", {.kind = forward, .target = "host", .port = "514"}, conf_dialect::openbsd));
static_assert(is("stop", {.kind = discard}, debian) && is("~", {.kind = discard}, debian));
static_assert(is("stop", {.kind = users, .target = "stop"}));
static_assert(is(":omusrmsg:*", {.kind = everyone}, debian));
static_assert(is(":omusrmsg:root,adm", {.kind = users, .target = "root,adm"}, debian));

TEST_CASE("what is not supported is named as such") {
  const auto says = [](const std::string& error, const char* words) {
    CHECK_MESSAGE(error.find(words) != std::string::npos, error);
  };
  says(refused("/x ;RFC5424"), "3 options behind an action are not known in this dialect");
  says(refused("@host ;RFC5424"), "options behind an action");
  says(refused("/x ;what", linux_s), "4 an option is RFC3164");
  says(refused("/x;rotate=", linux_s), "3 an option is");
  says(refused("/x;rotate=1x", linux_s), "3 an option is");
  says(refused("/x;rotate=9999G", linux_s), "3 an option is");
  says(refused("/x;RFC5424,rotate=1k:0", linux_s), "11 an option is");
  says(refused("/x;MyTemplate", debian), "3 this template is not known");
  says(refused("/x;RSYSLOG_FileFormat", debian), "3 this template is not known");
  says(refused("@@host"), "1 @@, which is TCP,");
  says(refused("@(z9)host", debian), "2 of the options in parentheses");
  says(refused("@(o", debian), "1 this parenthesis");
  says(refused("@[10.0.0.1]", conf_dialect::netbsd), "1 @[host] is TLS");
  says(refused("@tls://host", conf_dialect::openbsd), "1 only @udp:// and @tcp://");
  says(refused(":64:buffer", conf_dialect::openbsd), "0 buffers in memory");
  says(refused(":omrelp:host:20514", debian), "0 output modules");
  says(refused("^program", debian), "0 a program for each message");
  says(refused("?dynamic", debian), "0 names of files");
  says(refused(">host,db,user,word", debian), "0 databases");
  says(refused("~"), "0 messages are discarded only");
  says(refused("stop", linux_s), "0 messages are discarded only");
  says(refused("~ x", debian), "0 messages are discarded only");
}

TEST_CASE("a wrong action is refused with the position of what is wrong") {
  CHECK(refused("-var/log").starts_with("1 a path"));
  CHECK(refused("-").starts_with("1 a path"));
  CHECK(refused("@").starts_with("1 a host"));
  CHECK(refused("@:514").starts_with("1 a host"));
  CHECK(refused("@[]").starts_with("2 a host"));
  CHECK(refused("@[::1").starts_with("5 the bracket"));
  CHECK(refused("@[::1]x").starts_with("6 only :PORT"));
  CHECK(refused("@host/x").starts_with("5 only :PORT"));
  CHECK(refused("@host:").starts_with("6 a port"));
  CHECK(refused("@host:0").starts_with("6 a port"));
  CHECK(refused("@host:65536").starts_with("6 a port"));
  CHECK(refused("@host:99999999999").starts_with("6 a port"));
  CHECK(refused("@host:5x").starts_with("6 a port"));
  CHECK(refused("@host:x y").starts_with("6 a port"));
  CHECK(refused("|  ").starts_with("3 a command"));
  CHECK(refused("*.err /var/log/x").starts_with("1 * for everyone"));
  CHECK(refused("root,,adm").starts_with("5 the name"));
  CHECK(refused("root,").starts_with("5 the name"));
  CHECK(refused(",root").starts_with("0 the name"));
  CHECK(refused("").starts_with("0 the name"));
  CHECK(refused("root adm").starts_with("4 an action"));
}
