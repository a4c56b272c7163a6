#include <lineout/values/ipv4_address.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "support/formatted.hpp"

namespace {

using lineout::ipv4_address;
using lineout::text;

static_assert(ipv4_address{"192.168.0.23"} == ipv4_address{192, 168, 0, 23});
static_assert(ipv4_address{"0.0.0.0"} == ipv4_address{});
static_assert(ipv4_address{"255.255.255.255"} == ipv4_address::broadcast());
static_assert(sizeof(ipv4_address) == 4);

constexpr bool fails_at(text input, lineout::size_t position) {
  const auto result = ipv4_address::parse(input);
  return !result && result.position == position && result.value == ipv4_address{};
}

static_assert(fails_at("", 0));
static_assert(fails_at("1", 1));
static_assert(fails_at("1.2.3", 5));
static_assert(fails_at("1.2.3.", 6));
static_assert(fails_at("1.2..4", 4));
static_assert(fails_at(".1.2.3", 0));
static_assert(fails_at("1.2.3.4.5", 7));
static_assert(fails_at("1.2.3.4 ", 7));
static_assert(fails_at(" 1.2.3.4", 0));
static_assert(fails_at("1.2.3.256", 6));
static_assert(fails_at("1.999999999999999999999.3.4", 2));
static_assert(fails_at("1.2.3.-4", 6));
static_assert(fails_at("1.2.3.0x4", 7));
static_assert(fails_at("192.168.010.1", 8));
static_assert(fails_at("00.0.0.0", 0));
static_assert(fails_at("1,2.3.4", 1));
static_assert(fails_at("router1", 0));

}  // namespace

TEST_CASE("every octet value is read in every place") {
  for (int place = 0; place < 4; ++place) {
    for (unsigned value = 0; value < 256; ++value) {
      unsigned octets[] = {1, 2, 3, 4};
      octets[place] = value;
      char input[16];
      std::snprintf(input, sizeof input, "%u.%u.%u.%u", octets[0], octets[1], octets[2], octets[3]);
      const auto result = ipv4_address::parse(input);
      REQUIRE(result);
      for (int index = 0; index < 4; ++index) CHECK(result.value.octets[index] == octets[index]);
    }
  }
}

TEST_CASE("a leading zero is refused with its reason") {
  const char* const input = "10.0.0.08";
  const auto result = ipv4_address::parse(input);
  CHECK_FALSE(result);
  CHECK(result.position == 7);
  CHECK(result.error == text{"a number of an IPv4 address has no leading zero: some programs would read it as octal"});
}

TEST_CASE("an IPv4 address is written as it is read") {
  CHECK(formatted("{}", ipv4_address{"192.168.0.23"}) == "192.168.0.23");
  CHECK(formatted("{}", ipv4_address{}) == "0.0.0.0");
  CHECK(formatted("{}", ipv4_address::broadcast()) == "255.255.255.255");
  CHECK(formatted("[{:15}]", ipv4_address{"10.0.0.1"}) == "[10.0.0.1       ]");
  CHECK(formatted("[{:*^12}]", ipv4_address{"10.0.0.1"}) == "[**10.0.0.1**]");
}
