#include <lineout/origin.hpp>

#include <string>

#include <doctest/doctest.h>

using lineout::origin;
using lineout::origin_buffer;

TEST_CASE("literal names are kept as they are") {
  constexpr origin here{"router1.example", "pppd", 1234};
  static_assert(here.hostname() == "router1.example");
  static_assert(here.app_name() == "pppd");
  CHECK(here.process_id() == 1234);
}

TEST_CASE("valid names from run time are kept and not called repaired") {
  const std::string host = "router1";
  const origin_buffer buffer{host, "Keepalived_vrrp", 7};
  const origin here = buffer;
  CHECK(here.hostname() == "router1");
  CHECK(here.app_name() == "Keepalived_vrrp");
  CHECK_FALSE(buffer.hostname_repaired());
  CHECK_FALSE(buffer.app_name_repaired());
}

TEST_CASE("what a receiver would misread is repaired, and said so") {
  constexpr origin_buffer buffer{"-my host_1.", "/usr/bin/my app"};
  static_assert(buffer.origin().hostname() == "my-host-1");
  static_assert(buffer.origin().app_name() == "my_app");
  static_assert(buffer.hostname_repaired() && buffer.app_name_repaired());
  constexpr origin_buffer address{"fe80::1%eth0", "a]: b"};
  static_assert(address.origin().hostname() == "fe80--1-eth0");
  static_assert(address.origin().app_name() == "a___b");
  constexpr origin_buffer noise{"\xff\n", ""};
  CHECK(noise.origin().hostname() == "localhost");
}

TEST_CASE("nothing becomes localhost and unknown; too much is cut") {
  constexpr origin_buffer empty{"", ""};
  static_assert(empty.origin().hostname() == "localhost");
  static_assert(empty.origin().app_name() == "unknown");
  static_assert(empty.hostname_repaired() && empty.app_name_repaired());
  const std::string long_name(300, 'x');
  const origin_buffer buffer{long_name, long_name};
  CHECK(buffer.origin().hostname().size() == 63);
  CHECK(buffer.origin().app_name().size() == 31);
}

TEST_CASE("whatever is given, the result is valid") {
  unsigned state = 1;
  for (int round = 0; round < 20000; ++round) {
    std::string name;
    for (unsigned size = (state = state * 1664525 + 1013904223) >> 25; size > 0; --size)
      name += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    const origin_buffer buffer{name, name};
    CHECK(lineout::detail::is_hostname(buffer.origin().hostname()));
    CHECK(lineout::detail::is_app_name(buffer.origin().app_name()));
  }
}

TEST_CASE("a copied buffer has views of its own") {
  origin_buffer copy{"other", "other"};
  {
    const origin_buffer original{"host", "app"};
    copy = original;
  }
  CHECK(copy.origin().hostname() == "host");
}
