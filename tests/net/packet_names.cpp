#include <lineout/net/packet_names.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace {

using lineout::icmp_code_name;
using lineout::icmp_type_name;
using lineout::text;

static_assert(lineout::packet_names{}.protocol(6) == text{"tcp"});
static_assert(lineout::packet_names{}.protocol(17) == text{"udp"});
static_assert(lineout::packet_names{}.protocol(253).empty());
static_assert(lineout::packet_names{}.port(6, 80).empty());
static_assert(lineout::packet_names{}.host("1234").empty());

static_assert(icmp_type_name(4, 11) == text{"timxceed"});
static_assert(icmp_type_name(4, 18) == text{"maskreply"});
static_assert(icmp_type_name(4, 19).empty());
static_assert(icmp_type_name(6, 0).empty());
static_assert(icmp_type_name(6, 128) == text{"echo"});
static_assert(icmp_type_name(6, 201) == text{"mtracerequest"});

static_assert(icmp_code_name(4, 3, 0) == text{"net"});
static_assert(icmp_code_name(4, 3, 8) == text{"isolated"});
static_assert(icmp_code_name(4, 3, 13) == text{"admin_prohibit"});
static_assert(icmp_code_name(4, 3, 14).empty());
static_assert(icmp_code_name(4, 5, 3) == text{"toshost"});
static_assert(icmp_code_name(4, 11, 1) == text{"reassem"});
static_assert(icmp_code_name(4, 12, 2) == text{"length"});
static_assert(icmp_code_name(4, 8, 0).empty());
static_assert(icmp_code_name(6, 1, 2) == text{"neighbour"});
static_assert(icmp_code_name(6, 3, 0) == text{"intransit"});
static_assert(icmp_code_name(6, 4, 1) == text{"nextheader"});
static_assert(icmp_code_name(6, 138, 255) == text{"seqnum_reset"});
static_assert(icmp_code_name(6, 138, 254).empty());

}  // namespace

TEST_CASE("no two protocols have the same name, and each name is one word") {
  std::set<std::string> names;
  for (unsigned number = 0; number < 256; ++number) {
    const text name = lineout::packet_names{}.protocol(static_cast<uint8_t>(number));
    if (name.empty()) continue;
    CHECK(name.find(' ') == name.size());
    CHECK(names.insert(std::string{name.begin(), name.end()}).second);
  }
  CHECK(names.size() > 30);
}
