#include <lineout/rules/detail/property_condition.hpp>

#include "support/messages.hpp"

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr origin who{"router1", "sshd", 311};
constexpr origin nobody{"router1", "sshd"};

bool takes(property subject, text value, const origin& from = who, comparison how = comparison::isequal) {
  made_message what{"text", {facility::mail, severity::err}};
  what.from(from);
  message given = what.get();
  given.id = "LINK_UP";
  return detail::property_condition{.subject = subject, .how = how, .value = value}.takes(given);
}

}  // namespace

TEST_CASE("each property is what the daemons mean by it") {
  CHECK(takes(property::msg, "text"));
  CHECK(takes(property::hostname, "router1"));
  CHECK(takes(property::programname, "sshd"));
  CHECK(takes(property::syslogtag, "sshd[311]:"));
  CHECK(takes(property::syslogtag, "sshd:", nobody));
  CHECK(takes(property::procid, "311"));
  CHECK(takes(property::procid, "", nobody));
  CHECK(takes(property::msgid, "LINK_UP"));
  CHECK(takes(property::facility, "mail"));
  CHECK(takes(property::severity, "err"));
  CHECK(takes(property::procid, "", nobody, comparison::isempty));
  CHECK_FALSE(takes(property::procid, "", who, comparison::isempty));
}

TEST_CASE("rsyslog sees a blank before the text") {
  const detail::property_condition spaced{.how = comparison::isequal, .spaced = true, .value = " text"};
  CHECK(spaced.takes(made_message{"text"}));
  CHECK_FALSE(detail::property_condition{.how = comparison::isequal, .value = " text"}.takes(made_message{"text"}));
}
