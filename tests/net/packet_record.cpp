#include <lineout/net/packet_record.hpp>

#include <doctest/doctest.h>

namespace {

using lineout::filter_action;
using lineout::packet_record;
using lineout::packet_severity;
using lineout::severity;

static_assert(packet_severity({.action = filter_action::passed}, false) == severity::notice);
static_assert(packet_severity({.action = filter_action::passed}, true) == severity::err);
static_assert(packet_severity({.action = filter_action::blocked}, true) == severity::warning);
static_assert(packet_severity({.action = filter_action::logged}, true) == severity::info);
static_assert(packet_severity({.action = filter_action::unmatched}, true) == severity::err);
static_assert(packet_severity({.action = filter_action::unknown}, false) == severity::emerg);
static_assert(packet_severity({.action = filter_action::unknown, .has_level = true, .level = severity::crit}, true) ==
              severity::crit);

}  // namespace

TEST_CASE("a record of nothing but a packet is of no rule") {
  const packet_record record;
  CHECK(record.rule == packet_record::no_rule);
  CHECK(record.group == lineout::text{"0"});
  CHECK(record.action == filter_action::unmatched);
  CHECK_FALSE(record.time.known());
}
