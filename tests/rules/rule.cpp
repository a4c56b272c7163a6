#include <lineout/rules/rule.hpp>

#include "support/messages.hpp"

#include <doctest/doctest.h>

using namespace lineout;

TEST_CASE("a rule takes what meets all of its conditions") {
  rule one{"*.info", "!sshd", "+router1"};
  const auto takes = [&one](const char* words, const origin& who, severity level = severity::info) {
    return one.takes(made_message{words, {facility::user, level}}.from(who));
  };
  CHECK(takes("x", {"router1", "sshd"}));
  CHECK_FALSE(takes("x", {"router1", "sshd"}, severity::debug));
  CHECK_FALSE(takes("x", {"router1", "ssh"}));
  CHECK_FALSE(takes("x", {"router2", "sshd"}));
  one.property = {.how = comparison::isequal, .value = "y"};
  CHECK(takes("x", {"router1", "sshd"}));
  one.has_property = true;
  CHECK_FALSE(takes("x", {"router1", "sshd"}));
  CHECK(takes("y", {"router1", "sshd"}));
}
