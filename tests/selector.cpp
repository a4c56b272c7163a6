#include <lineout/selector.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>
#include <string>

using namespace lineout;

namespace {

constexpr auto sysklogd = selector_dialect::sysklogd;

constexpr bool takes(const selector& which, facility from, severity level) { return which.takes({from, level}); }

// The severities that are taken from a facility, a bit for each.
constexpr unsigned levels(const selector& which, facility from = facility::mail) {
  unsigned result = 0;
  for (unsigned level = 0; level < 8; ++level)
    if (takes(which, from, static_cast<severity>(level))) result |= 1U << level;
  return result;
}

constexpr unsigned at_least_err = 0b00001111;

struct refusal {
  std::string error;
  size_t position;
};

refusal refuse(const std::string& words, selector_dialect dialect = selector_dialect::bsd) {
  // Without a terminator, so that a sanitizer sees any read beyond the end.
  char* const copy = static_cast<char*>(std::malloc(words.size() + 1)) + 1;
  std::memcpy(copy, words.data(), words.size());
  const auto result = selector::parse(text{copy, words.size()}, dialect);
  std::free(copy - 1);
  CHECK_FALSE(result);
  CHECK(result.value == selector{});
  return {std::string{result.error.data(), result.error.size()}, result.position};
}

}  // namespace

// A part means its facilities, at its severity and above.
static_assert(levels("mail.err") == at_least_err);
static_assert(levels("mail.err", facility::news) == 0);
static_assert(levels("news,mail.err") == at_least_err);
static_assert(levels("news,mail.err", facility::news) == at_least_err);
static_assert(levels("*.info;mail.none;authpriv.none", facility::authpriv) == 0);
static_assert(levels("*.info;mail.none;authpriv.none", facility::local7) == 0b01111111);
static_assert(levels("local0,local1.=info", facility::local1) == 0b01000000);
static_assert(levels("ftp.!=err", facility::ftp) == 0b11110111);
static_assert(levels("mail.crit,*.err") == at_least_err);
static_assert(levels("mail.crit;;,*.err;") == at_least_err);
static_assert(levels("MAIL.Err") == at_least_err);
static_assert(levels("mail.error") == at_least_err && levels("mail.panic") == 1 && levels("mail.warn") == 0b00011111);
static_assert(levels("mail.*") == 0xff && levels("mail.none") == 0);
static_assert(selector{} == selector{"mail.none"});

// A number of a facility is eight times its code.
static_assert(levels("16.3") == at_least_err && levels("23.3") == at_least_err);
static_assert(levels("128.3", facility::local0) == at_least_err);
static_assert(selector{"192.info"}.takes_mark());

// bsd: a later part replaces, and every comparison there is.
static_assert(levels("mail.crit;*.err") == at_least_err && levels("*.err;mail.crit") == 0b00000111);
static_assert(levels("*.*;mail.=debug") == 0b10000000);
static_assert(levels("mail.<err") == 0b11110000 && levels("mail.>err") == 0b00000111);
static_assert(levels("mail.=err") == 0b00001000 && levels("mail.>=err") == at_least_err);
static_assert(levels("mail.=>err") == at_least_err && levels("mail.<=err") == 0b11111000);
static_assert(levels("mail.<>err") == 0b11110111 && levels("mail.<=>err") == 0xff);
static_assert(levels("mail.!err") == levels("mail.<err") && levels("mail.!=err") == levels("mail.<>err"));
static_assert(levels("mail.!>=err") == levels("mail.<err") && levels("mail.!<=>err") == 0);
static_assert(levels("mail.!*") == 0 && levels("mail.!none") == 0 && levels("mail.=none") == 0);
static_assert(levels("mail.<*") == 0xff && levels("mail.=*") == 0xff && levels("mail.!=*") == 0);
static_assert(levels("mail.<debug") == 0 && levels("mail.>emerg") == 0 && levels("mail.<emerg") == 0b11111110);
static_assert(levels("security.*", facility::audit) == 0xff && levels("security.*", facility::auth) == 0);

// sysklogd: parts add, and ! takes away.
static_assert(levels({"*.err;mail.crit", sysklogd}) == at_least_err);
static_assert(levels({"*.*;mail.!err", sysklogd}) == 0b11110000 && levels({"*.*;mail.!=err", sysklogd}) == 0b11110111);
static_assert(levels({"mail.!err", sysklogd}) == 0);
static_assert(levels({"*.=debug;mail.=err", sysklogd}) == 0b10001000);
static_assert(levels({"*.*;mail.none", sysklogd}) == 0 && levels({"*.*;mail.!*", sysklogd}) == 0);
static_assert(levels({"mail.!none", sysklogd}) == 0xff && levels({"mail.=*", sysklogd}) == 0xff);
static_assert(levels({"security.*", sysklogd}, facility::auth) == 0xff);
static_assert(levels({"bsd_security.*", sysklogd}, facility::audit) == 0xff);

// Marks are info, and a facility of their own, which * includes in one dialect and not in the other.
static_assert(selector{"mark.info"}.takes_mark() && selector{"mark.*"}.takes_mark());
static_assert(!selector{"mark.notice"}.takes_mark() && !selector{"*.*"}.takes_mark());
static_assert(selector("*.*", sysklogd).takes_mark() && !selector{}.takes_mark());

static_assert(sizeof(selector) == 32);

TEST_CASE("each name selects its facility and nothing else") {
  const char* const names[] = {"kern", "user", "mail",     "daemon", "auth", "syslog",   "lpr",     "news",
                               "uucp", "cron", "authpriv", "ftp",    "ntp",  "security", "console", "cron_sol"};
  for (unsigned code = 0; code < 24; ++code) {
    const std::string name = code < 16 ? names[code] : "local" + std::to_string(code - 16);
    for (const std::string& words : {name + ".*", std::to_string(code * 8) + ".*"}) {
      const auto read = selector::parse(words);
      REQUIRE_MESSAGE(read, words);
      for (unsigned other = 0; other < 24; ++other)
        CHECK(levels(read.value, static_cast<facility>(other)) == (other == code ? 0xff : 0));
      CHECK_FALSE(read.value.takes_mark());
    }
  }
}

TEST_CASE("a wrong selector is refused with the position of what is wrong") {
  CHECK(refuse("").error == "a selector is not empty: *.* selects everything");
  CHECK(refuse("mail").position == 4);
  CHECK(refuse("mail").error == "a dot and a severity are expected behind the facilities");
  CHECK(refuse("mail.crit;kern").position == 14);
  CHECK(refuse("mail;kern.err").position == 4);
  CHECK(refuse("mail.").position == 5);
  CHECK(refuse("mail.").error.starts_with("unknown severity"));
  CHECK(refuse("mail.crti;*.err").position == 5);
  CHECK(refuse("mail.err.crit").position == 5);
  CHECK(refuse("mail.!!err").position == 6);
  CHECK(refuse("mail.=!err").position == 6);
  CHECK(refuse("mail.8").error.starts_with("unknown severity"));
  CHECK(refuse("mail.4294967299").error.starts_with("unknown severity"));
  CHECK(refuse("mial.err").error.starts_with("unknown facility"));
  CHECK(refuse("*.err;mial.err").position == 6);
  CHECK(refuse("*mail.err").position == 0);
  CHECK(refuse("200.err").error.starts_with("unknown facility"));
  CHECK(refuse("9999.err").error.starts_with("unknown facility"));
  CHECK(refuse("16x.err").error.starts_with("unknown facility"));
  CHECK(refuse(".err").error == "a facility is expected here: a keyword or *");
  CHECK(refuse("mail,.err").position == 5);
  CHECK(refuse(";mail.err").position == 0);
  CHECK(refuse("mail.err *.crit").position == 8);
  CHECK(refuse("mail.err; *.crit").position == 9);
  CHECK(refuse("mail.err; *.crit").error.starts_with("a blank"));
  CHECK(refuse(" mail.err").error.starts_with("a blank"));
  CHECK(refuse("mail .err").error.starts_with("a blank"));
  CHECK(refuse("mail. err").error.starts_with("a blank"));
  CHECK(refuse("mail.err\t").position == 8);
  CHECK(refuse(std::string{"mail.er\0r", 9}).position == 5);
}

TEST_CASE("the sysklogd dialect refuses what it does not have") {
  for (const char* words : {"mail.<err", "mail.>err", "mail.==err", "mail.!!err", "mail.=!err", "mail.!=<err"})
    CHECK(refuse(words, sysklogd).error == "this dialect compares only by ! and =, at most once each, in this order");
  CHECK(refuse("mail.=<err", sysklogd).position == 6);
}
