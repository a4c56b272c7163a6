#include <lineout/layers/vlan.hpp>

#include <doctest/doctest.h>

#include "support/layer.hpp"

namespace {

using support::is;
using support::prepended;

constexpr lineout::no_layer wire;

static_assert(is(prepended(lineout::vlan{42}, 0x0800, wire), {0, 42, 8, 0, 'h', 'i'}));
static_assert(is(prepended(lineout::vlan{4094, 7}, 0x86dd, wire), {0xef, 0xfe, 0x86, 0xdd, 'h', 'i'}));
static_assert(lineout::vlan{4094, 7}.id() == 4094 && lineout::vlan{4094, 7}.priority() == 7);
static_assert(lineout::vlan{}.id() == 0 && lineout::vlan{}.priority() == 0);

}  // namespace

TEST_CASE("an id or a priority known at run time is checked") {
  CHECK(lineout::vlan::checked(4094, 7).value.id() == 4094);
  CHECK_FALSE(lineout::vlan::checked(4095));
  CHECK_FALSE(lineout::vlan::checked(65536 + 42));
  CHECK_FALSE(lineout::vlan::checked(1, 8));
  CHECK(lineout::vlan::checked(1, 8).error == lineout::text{"a VLAN priority is a number from 0 to 7"});
  CHECK(lineout::vlan::checked(1, 8).value.id() == 0);
}
