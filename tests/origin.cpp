#include <lineout/origin.hpp>

#include <string>

#include <doctest/doctest.h>

using lineout::app_name_characters;
using lineout::origin;
using lineout::origin_buffer;
using lineout::text;

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
  static_assert(origin_buffer{"h", "-"}.app_name_repaired());
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
  CHECK(buffer.origin().app_name().size() == 48);
}

namespace {

constexpr bool host_becomes(text given, text expected, bool repaired = true) {
  const origin_buffer buffer{given, "a"};
  return buffer.origin().hostname() == expected && buffer.hostname_repaired() == repaired &&
         buffer.repaired() == repaired;
}
constexpr bool tag_becomes(text given, text expected, bool repaired = true) {
  const origin_buffer buffer{"h", given};
  return buffer.origin().app_name() == expected && buffer.app_name_repaired() == repaired &&
         buffer.repaired() == repaired;
}
constexpr bool full_tag_becomes(text given, text expected, bool repaired = true) {
  const origin_buffer buffer{"h", given, 0, app_name_characters::dots_and_slashes};
  return buffer.origin().app_name() == expected && buffer.app_name_repaired() == repaired;
}

}  // namespace

TEST_CASE("what gethostname() may give becomes a name that a receiver takes for one") {
  static_assert(host_becomes("r1", "r1", false));
  static_assert(host_becomes("r1.lab.example.org", "r1.lab.example.org", false));
  static_assert(host_becomes("", "localhost"));
  static_assert(host_becomes("(none)", "localhost"));
  static_assert(host_becomes("localhost", "localhost", false));
  static_assert(host_becomes("192.0.2.7", "192.0.2.7", false));
  static_assert(host_becomes("fd00::17", "fd00--17"));
  static_assert(host_becomes("::1", "0--1"));
  static_assert(host_becomes("fe80::1%eth0", "fe80--1-eth0"));
  static_assert(host_becomes("my_host_1", "my-host-1"));
  static_assert(
      host_becomes("gr\xc3\xbc\xc3\x9f"
                   "e.example",
                   "gr--e.example"));
  static_assert(host_becomes("-", "localhost"));
  // 66 characters: the last label goes as a whole.
  static_assert(host_becomes("a23456789b123456789c123456789d123456789e123456789.f1234.g123456789",
                             "a23456789b123456789c123456789d123456789e123456789.f1234"));
  static_assert(host_becomes("a23456789b123456789c123456789d123456789e123456789f123456789g123456",
                             "a23456789b123456789c123456789d123456789e123456789f123456789g123"));
  CHECK(true);
}

TEST_CASE("a program's own name is never what is thrown away, and that something was is always told") {
  static_assert(tag_becomes("postfix/smtpd", "postfix_smtpd"));
  static_assert(tag_becomes("in.tftpd", "in_tftpd"));
  static_assert(tag_becomes("php8.2", "php8_2"));
  static_assert(tag_becomes("kworker/0:1H", "kworker_0_1H"));
  static_assert(tag_becomes("cron(/etc/x)", "cron__etc_x_"));
  static_assert(tag_becomes("run-parts(/etc/cron.hourly)", "run-parts__etc_cron_hourly_"));
  static_assert(tag_becomes("/usr/sbin/cron(/etc/x)", "cron__etc_x_"));
  static_assert(tag_becomes("/usr/sbin/cron", "cron"));
  static_assert(tag_becomes("./tools/cron", "cron"));
  static_assert(tag_becomes("/usr/bin/", "bin_"));
  static_assert(tag_becomes("/", "_"));
  static_assert(tag_becomes("gsad main", "gsad_main"));
  static_assert(tag_becomes("%ASA-1-101001", "_ASA-1-101001"));
  static_assert(tag_becomes("sssd[be[x]]", "sssd_be_x__"));
  static_assert(tag_becomes("-", "_"));
  static_assert(tag_becomes("-bash", "-bash", false));
  static_assert(tag_becomes("gr\xc3\xbcn", "gr_n"));
  static_assert(tag_becomes("a23456789b123456789c123456789d123456789e12345678",
                            "a23456789b123456789c123456789d123456789e12345678", false));
  static_assert(tag_becomes("a23456789b123456789c123456789d123456789e123456789",
                            "a23456789b123456789c123456789d123456789e12345678"));
  CHECK(true);
}

TEST_CASE("dots and slashes stay on request") {
  static_assert(full_tag_becomes("postfix/smtpd", "postfix/smtpd", false));
  static_assert(full_tag_becomes("in.tftpd", "in.tftpd", false));
  static_assert(full_tag_becomes("php8.2", "php8.2", false));
  static_assert(full_tag_becomes("kworker/0:1H", "kworker/0_1H"));
  static_assert(full_tag_becomes("cron(/etc/x)", "cron_/etc/x_"));
  static_assert(full_tag_becomes("/usr/bin/php8.2", "php8.2"));
  constexpr origin literal{"h", "postfix/smtpd"};
  static_assert(literal.app_name() == "postfix/smtpd");
  constexpr origin_buffer copy{literal};
  static_assert(copy.origin() == literal);
  CHECK(true);
}

TEST_CASE("origins are equal when their names and process ids are, wherever these lie") {
  const origin_buffer one{"host", "app", 7}, same{"host", "app", 7}, pid{"host", "app", 8}, name{"hosu", "app", 7};
  CHECK(one.origin() == same.origin());
  CHECK(one.origin() == origin{"host", "app", 7});
  CHECK_FALSE(one.origin() == pid.origin());
  CHECK_FALSE(one.origin() == name.origin());
  static_assert(__is_trivially_copyable(origin) && sizeof(origin) <= 4 * sizeof(void*));
}

TEST_CASE("an origin has a part of the program's name on request, and is literal if all of it is") {
  constexpr origin here{"h", "a", 7};
  static_assert(here.named("b.c") == origin{"h", "b.c", 7});
  static_assert(here.is_literal() && here.named("b").is_literal());
  const origin_buffer buffer{"h", "a", 7};
  CHECK(buffer.origin().named("b") == origin{"h", "b", 7});
  CHECK_FALSE(buffer.origin().named("b").is_literal());
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
