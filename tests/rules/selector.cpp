#include <lineout/rules/selector.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

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

namespace {

// FreeBSD's rules once more, as a table that is asked message by message: for each facility the severity and the
// comparisons of the last part that named it.
class bsd_model {
 public:
  explicit bsd_model(const std::string& words) {
    for (size_t at = 0; at < words.size();) {
      const size_t dot = words.find('.', at);
      const size_t end = std::min(words.find_first_of(",;", dot), words.size());
      part(words.substr(at, dot - at), words.substr(dot + 1, end - dot - 1));
      at = std::min(words.find_first_not_of(",;", end), words.size());
    }
  }

  bool takes(int facility, int level) const {
    const entry& asked = entries_[facility];
    if (asked.none) return false;
    return (asked.equal && level == asked.level) || (asked.less_severe && level > asked.level) ||
           (asked.more_severe && level < asked.level);
  }

 private:
  struct entry {
    bool none = true, equal = false, less_severe = false, more_severe = false;
    int level = 0;
  };

  void part(std::string facilities, std::string level) {
    entry meant{.none = false};
    const bool inverted = level.starts_with('!');
    const size_t name = level.find_first_not_of("!<=>");
    const std::string comparisons = level.substr(0, name);
    meant.less_severe = comparisons.find('<') != std::string::npos;
    meant.equal = comparisons.find('=') != std::string::npos;
    meant.more_severe = comparisons.find('>') != std::string::npos;
    if (!meant.less_severe && !meant.equal && !meant.more_severe) meant.equal = meant.more_severe = true;
    level = level.substr(name);
    if (level == "*") meant.less_severe = meant.equal = meant.more_severe = true;
    if (inverted) {
      meant.less_severe = !meant.less_severe;
      meant.equal = !meant.equal;
      meant.more_severe = !meant.more_severe;
    }
    static const std::map<std::string, int> levels{
        {"emerg", 0}, {"panic", 0},  {"alert", 1}, {"crit", 2},  {"err", 3},   {"error", 3}, {"warning", 4},
        {"warn", 4},  {"notice", 5}, {"info", 6},  {"debug", 7}, {"none", -1}, {"*", 7}};
    meant.level = std::isdigit(level[0]) ? std::stoi(level) : levels.at(level);
    meant.none = meant.level < 0;
    facilities += ',';
    for (size_t comma; (comma = facilities.find(',')) != std::string::npos; facilities.erase(0, comma + 1)) {
      const std::string one = facilities.substr(0, comma);
      if (one == "*") std::fill_n(entries_, 24, meant);
      else entries_[std::isdigit(one[0]) ? std::stoi(one) / 8 : number(one)] = meant;
    }
  }
  static int number(const std::string& name) {
    static const char* const names[] = {"kern",    "user",   "mail",   "daemon",   "auth",   "syslog", "lpr",
                                        "news",    "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "security",
                                        "console", "",       "local0", "local1",   "local2", "local3", "local4",
                                        "local5",  "local6", "local7", "mark"};
    return static_cast<int>(std::find(std::begin(names), std::end(names), name) - std::begin(names));
  }

  entry entries_[25];
};

}  // namespace

TEST_CASE("the bsd dialect takes what FreeBSD's rules say, by 20000 selectors and all priorities") {
  std::mt19937 random{5};
  const auto one_of = [&random](const std::vector<std::string>& words) { return words[random() % words.size()]; };
  const std::vector<std::string> facilities{"*",        "*",    "*",      "*",      "kern",   "user",     "mail",
                                            "daemon",   "auth", "syslog", "lpr",    "news",   "uucp",     "cron",
                                            "authpriv", "ftp",  "ntp",    "local0", "local5", "security", "console",
                                            "local7",   "16",   "17",     "128",    "mark",   "191"};
  const std::vector<std::string> levels{"emerg",  "panic", "alert", "crit", "err", "error", "warning", "warn",
                                        "notice", "info",  "debug", "none", "*",   "3",     "7",       "0"};
  const std::vector<std::string> comparisons{"",   "",    "",  "<",  "=",  ">",  "<=",  "=<",  ">=",  "=>",  "<>",
                                             "><", "<=>", "!", "!=", "!<", "!>", "!<=", "!>=", "!<>", "!<=>"};
  for (int n = 0; n < 20000; ++n) {
    std::string words;
    for (auto parts = 1 + random() % 5; parts > 0; --parts) {
      words += one_of(facilities);
      for (auto more = random() % 3; more > 0; --more) words += "," + one_of(facilities);
      words += "." + one_of(comparisons) + one_of(levels);
      if (parts > 1) words += one_of({";", ";", ";", ",", ";;", ",;"});
    }
    const auto read = selector::parse(words);
    const bsd_model model{words};
    bool same = static_cast<bool>(read);
    for (int from = 0; from < 24; ++from)
      for (int level = 0; level < 8; ++level)
        same = same &&
               takes(read.value, static_cast<facility>(from), static_cast<severity>(level)) == model.takes(from, level);
    same = same && read.value.takes_mark() == model.takes(24, 6);
    REQUIRE_MESSAGE(same, words);
  }
}

TEST_CASE("whatever the bytes, a selector is read to its end and not beyond") {
  std::mt19937 random{6};
  const std::string alphabet = std::string{"*.,;!<=>maikernox19 \t\xff"} + '\0';
  for (int n = 0; n < 20000; ++n) {
    const size_t size = random() % 24;
    // Nothing lies behind it, so that a sanitizer sees any read beyond the end.
    const auto words = std::make_unique<char[]>(size);
    for (size_t index = 0; index < size; ++index) words[index] = alphabet[random() % alphabet.size()];
    for (const auto dialect : {selector_dialect::bsd, selector_dialect::sysklogd}) {
      const auto read = selector::parse(text{words.get(), size}, dialect);
      CHECK(read.position <= size);
      if (!read) CHECK(read.value == selector{});
    }
  }
}

TEST_CASE("security is auth everywhere but on FreeBSD, and OpenBSD does not compare") {
  const auto takes = [](text words, selector_dialect spoken, unsigned pri) {
    const auto read = selector::parse(words, spoken);
    return read && read.value.takes(priority::from_pri(pri).value);
  };
  using enum selector_dialect;
  for (const selector_dialect spoken : {selector_dialect::sysklogd, netbsd, openbsd, macos}) {
    CHECK(takes("security.*", spoken, 4 * 8));
    CHECK_FALSE(takes("security.*", spoken, 13 * 8));
  }
  CHECK(takes("security.*", bsd, 13 * 8));
  CHECK_FALSE(takes("*.err;mail.info", openbsd, 2 * 8 + 7));
  CHECK(takes("*.err;mail.info", openbsd, 2 * 8 + 6));
  CHECK(takes("*.<err", netbsd, 2 * 8 + 6));
  for (const char* wrong : {"*.=err", "*.!err", "*.<err"}) CHECK(selector::parse(wrong, openbsd).position == 2);
  CHECK(takes("remoteauth.*", macos, 13 * 8));
  CHECK(selector::parse("internal.*;launchd.*", macos).value == selector{});
}

TEST_CASE("a literal selector may be of more than a thousand characters") {
  constexpr selector which{
      "kern.debug;kern.err;kern.crit;kern.notice;kern.info;kern.warning;kern.emerg;user.debug;user.err;user"
      ".crit;user.notice;user.info;user.warning;user.emerg;mail.debug;mail.err;mail.crit;mail.notice;mail.i"
      "nfo;mail.warning;mail.emerg;daemon.debug;daemon.err;daemon.crit;daemon.notice;daemon.info;daemon.war"
      "ning;daemon.emerg;auth.debug;auth.err;auth.crit;auth.notice;auth.info;auth.warning;auth.emerg;syslog"
      ".debug;syslog.err;syslog.crit;syslog.notice;syslog.info;syslog.warning;syslog.emerg;lpr.debug;lpr.er"
      "r;lpr.crit;lpr.notice;lpr.info;lpr.warning;lpr.emerg;news.debug;news.err;news.crit;news.notice;news."
      "info;news.warning;news.emerg;uucp.debug;uucp.err;uucp.crit;uucp.notice;uucp.info;uucp.warning;uucp.e"
      "merg;cron.debug;cron.err;cron.crit;cron.notice;cron.info;cron.warning;cron.emerg;authpriv.debug;auth"
      "priv.err;authpriv.crit;authpriv.notice;authpriv.info;authpriv.warning;authpriv.emerg;ftp.debug;ftp.e"
      "rr;ftp.crit;ftp.notice;ftp.info;ftp.warning;ftp.emerg;local0.debug;local0.err;local0.crit;local0.not"
      "ice;local0.info;local0.warning;local0.emerg;local1.debug;local1.err;local1.crit;local1.notice;local1"
      ".info;local1.warning;local1.emerg;local2.debug;local2.err;local2.crit;local2.notice;local2.info;loca"
      "l2.warning;local2.emerg;local3.debug;local3.err;local3.crit;local3.notice;local3.info;local3.warning"
      ";local3.emerg;local4.debug;local4.err;local4.crit;local4.notice;local4.info;local4.warning;local4.em"
      "erg;local5.debug;local5.err;local5.crit;local5.notice;local5.info;local5.warning;local5.emerg;local6"
      ".debug;local6.err;local6.crit;local6.notice;local6.info;local6.warning;local6.emerg;local7.debug;loc"
      "al7.err;local7.crit;local7.notice;local7.info;local7.warning;local7.emerg"};
  static_assert(which.takes({facility::local7, severity::emerg}));
  CHECK(true);
}
