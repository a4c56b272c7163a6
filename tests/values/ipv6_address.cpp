#include <lineout/values/ipv6_address.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <arpa/inet.h>

#include <random>
#include <string>

#include "support/formatted.hpp"

namespace {

using lineout::ipv6_address;
using lineout::text;

static_assert(ipv6_address{"::"} == ipv6_address{});
static_assert(ipv6_address{"::1"}.octets[15] == 1);
static_assert(ipv6_address{"2001:db8::1"} == ipv6_address{"2001:0DB8:0:0:0:0:0:1"});
static_assert(ipv6_address{"::ffff:192.0.2.1"} == ipv6_address{"::ffff:c000:201"});
static_assert(ipv6_address{"1:2:3:4:5:6:7:8"}.group(7) == 8);
static_assert(ipv6_address{"1:2:3:4:5:6:7::"} == ipv6_address{"1:2:3:4:5:6:7:0"});
static_assert(ipv6_address{"::2:3:4:5:6:7:8"} == ipv6_address{"0:2:3:4:5:6:7:8"});
static_assert(sizeof(ipv6_address) == 16);

constexpr bool fails_at(text input, lineout::size_t position) {
  const auto result = ipv6_address::parse(input);
  return !result && result.position == position && result.value == ipv6_address{};
}

static_assert(fails_at("", 0));
static_assert(fails_at(":", 0));
static_assert(fails_at(":1", 0));
static_assert(fails_at(":::", 2));
static_assert(fails_at("1:", 1));
static_assert(fails_at("1:2:3:4:5:6:7", 13));
static_assert(fails_at("1:2:3:4:5:6:7:8:9", 16));
static_assert(fails_at("1:2:3:4:5:6:7:8:", 15));
static_assert(fails_at("1:2:3:4::5:6:7:8", 16));
static_assert(fails_at("1::2::3", 4));
static_assert(fails_at("12345::", 0));
static_assert(fails_at("::g", 2));
static_assert(fails_at("fe80::1%eth0", 7));
static_assert(fails_at("2001:db8::/32", 10));
static_assert(fails_at("[::1]", 0));
static_assert(fails_at("::1 ", 3));
static_assert(fails_at("::1.2.3", 7));
static_assert(fails_at("::1.2.3.256", 8));
static_assert(fails_at("1.2.3.4", 7));
static_assert(fails_at("1:2:3:4:5:6:7:1.2.3.4", 14));
static_assert(fails_at("1:2:3:4:5:6::1.2.3.4", 20));

}  // namespace

TEST_CASE("an IPv6 address is written in its one recommended form") {
  CHECK(formatted("{}", ipv6_address{}) == "::");
  CHECK(formatted("{}", ipv6_address{"::1"}) == "::1");
  CHECK(formatted("{}", ipv6_address{"1::"}) == "1::");
  CHECK(formatted("{}", ipv6_address{"2001:0DB8:0000:0:0:0:0:00AB"}) == "2001:db8::ab");
  CHECK(formatted("{}", ipv6_address{"2001:db8:0:0:1:0:0:1"}) == "2001:db8::1:0:0:1");
  CHECK(formatted("{}", ipv6_address{"2001:0:0:1:0:0:0:1"}) == "2001:0:0:1::1");
  CHECK(formatted("{}", ipv6_address{"2001:db8::1:1:1:1:1"}) == "2001:db8:0:1:1:1:1:1");
  CHECK(formatted("{}", ipv6_address{"::ffff:192.0.2.33"}) == "::ffff:192.0.2.33");
  CHECK(formatted("{}", ipv6_address{"::ffff:0:1"}) == "::ffff:0.0.0.1");
  CHECK(formatted("{}", ipv6_address{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}) ==
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  CHECK(formatted("[{:>6}]", ipv6_address{"::1"}) == "[   ::1]");
}

TEST_CASE("the C library writes the same and reads it back, for addresses with zeros everywhere") {
  std::mt19937 random{6};
  for (int count = 0; count < 20000; ++count) {
    ipv6_address address;
    for (size_t index = 0; index < 16; index += 2) {
      const auto group = static_cast<unsigned>(random() % 3 == 0 ? random() >> (random() % 17 + 15) : 0);
      address.octets[index] = static_cast<uint8_t>(group >> 8);
      address.octets[index + 1] = static_cast<uint8_t>(group);
    }
    if (random() % 16 == 0) address.octets[10] = address.octets[11] = 0xff;
    char expected[INET6_ADDRSTRLEN];
    REQUIRE(inet_ntop(AF_INET6, address.octets, expected, sizeof expected) != nullptr);
    const std::string written = formatted("{}", address);
    // It still writes the deprecated ::192.0.2.1.
    const bool compatible =
        std::string{expected}.find('.') != std::string::npos && written.find('.') == std::string::npos;
    if (!compatible) CHECK(written == expected);
    const auto back = ipv6_address::parse(text{written.data(), written.size()});
    REQUIRE(back);
    CHECK(back.value == address);
    REQUIRE(ipv6_address::parse(expected));
    CHECK(ipv6_address::parse(expected).value == address);
  }
}

TEST_CASE("what the C library refuses is refused, and what it reads is read as the same") {
  std::mt19937 random{7};
  int accepted = 0;
  for (int count = 0; count < 200000; ++count) {
    std::string input;
    const char* const parts[] = {":",    ":",     ":",       "::",         "0", "1", "ab",
                                 "FFFF", "12345", "1.2.3.4", "10.0.0.300", ".", "g"};
    const size_t used = random() % 4 == 0 ? std::size(parts) : 8;
    for (size_t size = random() % 16; size > 0; --size) input += parts[random() % used];
    unsigned char octets[16];
    const bool is_valid = inet_pton(AF_INET6, input.c_str(), octets) == 1;
    const auto result = ipv6_address::parse(text{input.data(), input.size()});
    CAPTURE(input);
    REQUIRE(static_cast<bool>(result) == is_valid);
    if (!is_valid) continue;
    ++accepted;
    REQUIRE(std::equal(octets, octets + 16, result.value.octets));
  }
  CHECK(accepted > 1000);
}
