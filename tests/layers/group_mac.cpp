#include <lineout/layers/group_mac.hpp>

#include <doctest/doctest.h>

using lineout::group_mac;
using lineout::ipv4_address;
using lineout::ipv6_address;
using lineout::mac_address;

static_assert(group_mac(ipv4_address{"224.0.0.1"}) == mac_address{"01:00:5e:00:00:01"});
static_assert(group_mac(ipv4_address{"239.129.2.3"}) == mac_address{"01:00:5e:01:02:03"}, "23 bits, as in RFC 1112");
static_assert(group_mac(ipv6_address{"ff02::1"}) == mac_address{"33:33:00:00:00:01"});
static_assert(group_mac(ipv6_address{"ff05::1:3"}) == mac_address{"33:33:00:01:00:03"});

TEST_CASE("a group known at run time has the same address") {
  const auto group = lineout::ipv6_address::parse("ff02::fb");
  CHECK(group_mac(group.value) == mac_address{"33:33:00:00:00:fb"});
}
