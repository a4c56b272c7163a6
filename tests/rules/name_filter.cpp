#include <lineout/rules/name_filter.hpp>

#include "support/messages.hpp"

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr bool takes(program_filter filter, origin who, facility from = facility::user, text words = "") {
  char storage[64] = {};
  packet body{storage, sizeof storage, 0};
  for (const char c : words) *body.append(1) = c;
  return filter.takes({{from, severity::info}, {}, &who, body});
}
constexpr bool takes(host_filter filter, origin who) { return filter.takes({{}, {}, &who, {}}); }
constexpr bool program(program_filter filter, const origin& who) { return takes(filter, who); }
constexpr bool host(host_filter filter, const origin& who) { return takes(filter, who); }

constexpr origin sshd{"router1", "sshd"};
constexpr origin ssh{"router1", "ssh"};
constexpr origin full{"Router1.example.net", "sftp"};

size_t refused(text words) {
  const auto result = program_filter::parse(words);
  CHECK_FALSE(result);
  return result.position;
}

}  // namespace

// A name is a whole name, wherever it stands in the list.
static_assert(program("sshd,sftp", sshd) && program("sftp,sshd", sshd) && program("!sshd", sshd) &&
              program("!+sshd", sshd));
static_assert(!program("sshd,sftp", ssh) && !program("sshd", ssh) && !program("ssh", sshd) && !program("SSHD", sshd));
static_assert(program("sshd-session,ssh", ssh) && program("foossh,ssh", ssh) && !program("foossh,sshbar", ssh));

// Left out, and everybody.
static_assert(!program("-sshd", sshd) && program("!-sshd", ssh) && !program("!-a,sshd,b", sshd));
static_assert(program("*", ssh) && program("!*", ssh) && program("!", ssh) && program("", ssh) && program({}, ssh));
static_assert(program("!+*", ssh));

// A kernel's message may begin with the name.
static_assert(takes(program_filter{"ipfw"}, {"h", "kernel"}, facility::kern, "ipfw: 100 Deny"));
static_assert(!takes(program_filter{"-ipfw"}, {"h", "kernel"}, facility::kern, "ipfw: 100 Deny"));
static_assert(takes(program_filter{"kernel"}, {"h", "kernel"}, facility::kern, "ipfw: 100 Deny"));
static_assert(!takes(program_filter{"ipfw"}, {"h", "kernel"}, facility::kern, "ipfw:100 Deny"));
static_assert(!takes(program_filter{"ipfw"}, {"h", "kernel"}, facility::kern, "ipfw"));
static_assert(!takes(program_filter{"ipfw"}, {"h", "app"}, facility::user, "ipfw: 100 Deny"));

// Hosts: upper and lower case, domains, addresses, the local one.
static_assert(host("+router1", sshd) && host("+ROUTER1,x", sshd) && host("router1", sshd) && !host("+router", sshd));
static_assert(!host("-router1", sshd) && host("-router2", sshd) && host("+*", sshd) && host({}, sshd));
static_assert(host("+router1", full) && host("+router1.example.net", full) && !host("+router1.example.org", full));
static_assert(host("+router1.example.net", sshd) && !host("+router2.example.net", sshd));
static_assert(host("+10.0.0.1", {"10.0.0.1", "a"}) && !host("+10", {"10.0.0.1", "a"}) &&
              !host("+10.0.0.11", {"10.0.0.1", "a"}));
static_assert(host({"+@", "router1"}, sshd) && !host({"-@", "router1"}, full) && !host({"+@", "other"}, sshd));
static_assert(host({"+other,@", "router1"}, sshd) && !host("+@", sshd));

TEST_CASE("names that are known at run time are read the same way") {
  const auto programs = program_filter::parse("-cron,at");
  REQUIRE(programs);
  CHECK_FALSE(programs.value.takes(made_message{"x"}.from({"h", "at"})));
  CHECK(programs.value.takes(made_message{"x"}.from({"h", "a"})));
  const auto hosts = host_filter::parse("+@", "here");
  REQUIRE(hosts);
  CHECK(hosts.value.takes(made_message{"x"}.from({"here", "at"})));
  CHECK_FALSE(hosts.value.takes(made_message{"x"}.from({"there", "at"})));
}

TEST_CASE("a wrong list is refused with the position of what is wrong, and then takes everybody") {
  CHECK(refused("a,,b") == 2);
  CHECK(refused("!,a") == 1);
  CHECK(refused("!a,") == 3);
  CHECK(refused("!a b") == 2);
  CHECK(refused("a,*") == 2);
  CHECK(refused("!-*") == 2);
  CHECK(refused("-") == 1);
  CHECK(refused("a\nb") == 1);
  CHECK(host_filter::parse("+a/b").position == 2);
  CHECK(program_filter::parse("a,,b").value.takes(made_message{"x"}));
}
