#include <lineout/rules/conf_dialect.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace lineout;

namespace {

constexpr bool is(text name, conf_dialect expected) {
  const auto read = parse_conf_dialect(name);
  return read && read.value == expected;
}

}  // namespace

static_assert(is("freebsd", conf_dialect::freebsd) && is("BSD", conf_dialect::freebsd));
static_assert(is("netbsd", conf_dialect::netbsd) && is("openbsd", conf_dialect::openbsd) &&
              is("macos", conf_dialect::macos));
static_assert(is("sysklogd", conf_dialect::sysklogd) && is("slackware", conf_dialect::sysklogd) &&
              is("busybox", conf_dialect::sysklogd) && is("inetutils", conf_dialect::sysklogd));
static_assert(is("rsyslog", conf_dialect::rsyslog) && is("debian", conf_dialect::rsyslog));
static_assert(!parse_conf_dialect("linux") && !parse_conf_dialect(""));

TEST_CASE("an unknown dialect is answered with those that are known") {
  const text error = parse_conf_dialect("x").error;
  CHECK(std::string(error.data(), error.size()).find("netbsd") != std::string::npos);
}
