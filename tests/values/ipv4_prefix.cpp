#include <lineout/values/ipv4_prefix.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "support/formatted.hpp"

namespace {

using lineout::ipv4_address;
using lineout::ipv4_prefix;
using lineout::text;

constexpr ipv4_prefix lan{"192.168.10.0/23"};
static_assert(lan.address == ipv4_address{"192.168.10.0"} && lan.length == 23);
static_assert(sizeof(ipv4_prefix) == 5);
static_assert(ipv4_prefix{} == ipv4_prefix{"0.0.0.0/0"});
static_assert(ipv4_prefix{ipv4_address{1, 2, 3, 4}, 200}.length == 32);

static_assert(ipv4_prefix{"10.1.2.3/8"}.address == ipv4_address{"10.1.2.3"}, "the bits behind are kept");
static_assert(ipv4_prefix{"10.1.2.3/8"}.network() == ipv4_address{"10.0.0.0"});
static_assert(ipv4_prefix{"10.1.255.3/23"}.network() == ipv4_address{"10.1.254.0"});
static_assert(ipv4_prefix{"10.1.2.3/32"}.network() == ipv4_address{"10.1.2.3"});
static_assert(ipv4_prefix{"10.1.2.3/0"}.network() == ipv4_address{});

static_assert(lan.contains("192.168.11.255"));
static_assert(!lan.contains("192.168.12.0"));
static_assert(!lan.contains("192.168.9.255"));
static_assert(ipv4_prefix{}.contains("255.255.255.255"));
static_assert(!ipv4_prefix{"1.2.3.4/32"}.contains("1.2.3.5"));

constexpr bool fails_at(text input, lineout::size_t position) {
  const auto result = ipv4_prefix::parse(input);
  return !result && result.position == position && result.value == ipv4_prefix{};
}

static_assert(fails_at("", 0));
static_assert(fails_at("1.2.3.4", 7));
static_assert(fails_at("1.2.3.4/", 8));
static_assert(fails_at("1.2.3/8", 5));
static_assert(fails_at("1.2.3.4/33", 8));
static_assert(fails_at("1.2.3.4/99999999999", 8));
static_assert(fails_at("1.2.3.4/08", 8));
static_assert(fails_at("1.2.3.4/8 ", 9));
static_assert(fails_at("1.2.3.4/-1", 8));
static_assert(fails_at("1.2.3.4//8", 8));
static_assert(fails_at("/8", 0));
static_assert(fails_at("1.2.3.256/8", 6));

}  // namespace

TEST_CASE("every length leaves as it was read") {
  for (int length = 0; length <= 32; ++length) {
    const std::string words = "172.16.254.1/" + std::to_string(length);
    const auto read = ipv4_prefix::parse(words);
    CHECK(read);
    CHECK(formatted("{}", read.value) == words);
    std::uint32_t bits = length == 0 ? 0 : 0xac10fe01U & ~0U << (32 - length);
    for (int index = 3; index >= 0; --index, bits >>= 8) CHECK(read.value.network().octets[index] == (bits & 0xff));
  }
}

TEST_CASE("a prefix is written in a width") {
  CHECK(formatted("[{:>20}]", ipv4_prefix{"255.255.255.255/32"}) == "[  255.255.255.255/32]");
  CHECK(formatted("[{:12}]", ipv4_prefix{"10.0.0.0/8"}) == "[10.0.0.0/8  ]");
}

TEST_CASE("what is wrong with a prefix is said in words") {
  CHECK(ipv4_prefix::parse("1.2.3.4").error == text{"behind the address of a prefix stands '/' and its length"});
  CHECK(ipv4_prefix::parse("1.2.3.4/33").error ==
        text{"the length of an IPv4 prefix is a number from 0 to 32 without leading zeros"});
  CHECK(ipv4_prefix::parse("1.2.3/8").error == text{"an IPv4 address has four numbers, and here are fewer"});
}
