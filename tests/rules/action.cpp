#include <lineout/rules/action.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace lineout;

namespace {

constexpr bool is(text words, const action& expected) {
  const auto read = parse_action(words);
  return read && read.value == expected;
}

std::string refused(text words) {
  const auto read = parse_action(words);
  CHECK_FALSE(read);
  return std::to_string(read.position) + " " + std::string{read.error.data(), read.error.size()};
}

using enum action_kind;

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

TEST_CASE("a wrong action is refused with the position of what is wrong") {
  CHECK(refused("-var/log").starts_with("1 a path"));
  CHECK(refused("-").starts_with("1 a path"));
  CHECK(refused("@").starts_with("1 a host"));
  CHECK(refused("@:514").starts_with("1 a host"));
  CHECK(refused("@@host").starts_with("1 a host"));
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
  CHECK(refused("~").starts_with("0 an action"));
}
