#include <lineout/logger.hpp>

#include "support/recorder.hpp"

#include <lineout/clocks/fixed.hpp>

#include <cstddef>
#include <cstdio>

#include <doctest/doctest.h>

using namespace lineout;
using list = std::vector<std::string>;

namespace {

constexpr origin here{"router1", "diskd", 311};

struct short_text : options {
  static constexpr size_t text_size = 32;
};
struct from_a_pool : options {
  using storage = pool<1>;
};
struct at_a_time : options {
  static constexpr lineout::facility facility = lineout::facility::local0;
  using clock = clocks::fixed;
};
struct quiet : options {
  static constexpr severity compiled_threshold = severity::info;
};
struct replacing : options {
  static constexpr lineout::control_characters control_characters = lineout::control_characters::replace;
  static constexpr bool shared = false;
};

struct inlining : options {
  static constexpr bool inlined = true;
};

// What a logger with these options makes of all kinds of calls.
template <typename Options> list all_kinds() {
  list records;
  logger<recorder, Options> log{recorder{&records}, here};
  const std::string long_text(2000, 'x');
  log.info("plain");
  log.warning("disk {} at {}%", "sda", 91);
  log.err("{} {} {} {}", -1, 18446744073709551615ULL, true, 'c');
  log.info("{:#06x} and {}", 255, std::string{"text"});
  log.info("{} is unclean, {} is not", "a\nb\x1b", "\xc3\xa4");
  log.info("{{{}}}", static_cast<const char*>(nullptr));
  log.info("{} {}", 1, long_text);
  return records;
}

// A driver that logs while it sends: the message within the message finds no slot.
struct talkative : lineout::sink_base {
  logger<talkative, from_a_pool>* log = nullptr;
  list* records;
  outcome send(packet& bytes);
};

struct queueing : lineout::channel_base<queueing> {
  outcome submit(const message&) { return outcome::queued; }
};

struct wants_panic : recorder {
  bool* told;
  void panic() { *told = true; }
};

template <typename Logger> bool balanced(const Logger& log) {
  const counts seen = log.counts();
  return seen.accepted == seen.sent + seen.lost + seen.queued;
}

}  // namespace

outcome talkative::send(packet& bytes) {
  records->emplace_back(bytes.data(), bytes.size());
  if (log != nullptr) log->debug("sending");
  return outcome::sent;
}

TEST_CASE("every severity has a call, and each message its PRI") {
  list records;
  logger log{recorder{&records}, here};
  log.emerg("a");
  log.alert("b");
  log.crit("c");
  log.err("d");
  log.warning("e {}", 1);
  log.notice("f");
  log.info("g");
  log.debug("h");
  log.log(severity::err, "i {}", 2);
  log.log(priority{facility::mail, severity::crit}, "j");
  CHECK(records == list{"<8>diskd[311]: a", "<9>diskd[311]: b", "<10>diskd[311]: c", "<11>diskd[311]: d",
                        "<12>diskd[311]: e 1", "<13>diskd[311]: f", "<14>diskd[311]: g", "<15>diskd[311]: h",
                        "<11>diskd[311]: i 2", "<18>diskd[311]: j"});
  CHECK(log.counts().accepted == 10);
  CHECK(log.counts().sent == 10);
  CHECK(balanced(log));
}

TEST_CASE("options give the facility and the clock") {
  list records;
  logger<recorder, at_a_time> log{recorder{&records}, here,
                                  clocks::fixed{timestamp::from_civil({2026, 11, 2, 7, 23, 16})}};
  log.warning("disk {} at {}%", "sda", 91);
  CHECK(records == list{"<132>Nov  2 07:23:16 router1 diskd[311]: disk sda at 91%"});
}

TEST_CASE("the run-time threshold lets through what is as severe, or more, and counts nothing else") {
  list records;
  logger log{recorder{&records}, here};
  log.set_threshold(severity::warning);
  CHECK(log.threshold() == severity::warning);
  log.notice("not this");
  log.warning("this");
  log.emerg("and this");
  log.log(severity::debug, "nor this");
  CHECK(records.size() == 2);
  CHECK(log.counts().accepted == 2);
}

TEST_CASE("below the compiled threshold nothing is ever sent") {
  list records;
  logger<recorder, quiet> log{recorder{&records}, here};
  log.debug("removed");
  log.log(severity::debug, "removed");
  log.info("stays");
  CHECK(records.size() == 1);
  CHECK_FALSE(log.enabled(severity::debug));
  CHECK(log.enabled(severity::info));
}

TEST_CASE("a text that is too long is cut, marked and counted") {
  list records;
  logger<recorder, short_text> log{recorder{&records}, here};
  log.info("{}", "0123456789012345678901234567890");
  log.info("{}", "01234567890123456789012345678901");
  log.info("{}", "012345678901234567890123456789012");
  CHECK(records == list{"<14>diskd[311]: 0123456789012345678901234567890",
                        "<14>diskd[311]: 01234567890123456789012345678901",
                        "<14>diskd[311]: 01234567890123456789012345678..."});
  CHECK(log.counts().truncated == 1);
}

TEST_CASE("control characters go as the options say") {
  list records;
  logger log{recorder{&records}, here};
  logger<recorder, replacing> other{recorder{&records}, here};
  log.info("user {}", "eve\n<0>kernel: panic");
  other.info("user {}", "eve\n<0>kernel: panic");
  CHECK(records == list{"<14>diskd[311]: user eve\\n<0>kernel: panic", "<14>diskd[311]: user eve <0>kernel: panic"});
  CHECK(balanced(other));
}

TEST_CASE("what was lost is said before the next message, once, and the counters balance throughout") {
  list records;
  int failures = 0;
  logger log{recorder{&records, &failures}, here};
  log.info("one");
  failures = 3;
  for (const char* word : {"two", "three", "four"}) log.info("{}", word);
  CHECK(log.counts().lost == 3);
  CHECK(balanced(log));
  log.info("five");
  log.info("six");
  CHECK(records ==
        list{"<14>diskd[311]: one", "<12>diskd[311]: 3 messages lost", "<14>diskd[311]: five", "<14>diskd[311]: six"});
  CHECK(log.counts().accepted == 7);
  CHECK(log.counts().sent == 4);
  CHECK(balanced(log));
  failures = 1;
  log.info("seven");
  log.info("eight");
  CHECK(records[4] == "<12>diskd[311]: 1 message lost");
  CHECK(balanced(log));
}

TEST_CASE("a notice that cannot be sent is neither forgotten nor counted twice") {
  list records;
  int failures = 1;
  logger log{recorder{&records, &failures}, here};
  log.info("lost");
  failures = 1;
  log.info("lost with its notice");
  log.info("arrives");
  CHECK(records == list{"<12>diskd[311]: 2 messages lost", "<14>diskd[311]: arrives"});
  CHECK(log.counts().lost == 2);
  CHECK(balanced(log));
}

TEST_CASE("a message within a message finds the pool empty: it is lost, counted and reported") {
  list records;
  logger<talkative, from_a_pool> log{talkative{{}, nullptr, &records}, here};
  log.channel().next().log = &log;
  log.info("outer");
  CHECK(log.counts().lost == 1);
  log.channel().next().log = nullptr;
  log.info("later");
  CHECK(records == list{"<14>diskd[311]: outer", "<12>diskd[311]: 1 message lost", "<14>diskd[311]: later"});
  CHECK(balanced(log));
}

TEST_CASE("what is queued is neither sent nor lost") {
  logger<queueing> log{queueing{}, here};
  log.info("x");
  CHECK(log.counts().queued == 1);
  CHECK(log.counts().sent == 0);
  CHECK(balanced(log));
}

TEST_CASE("panic reaches the sink, and messages still leave") {
  list records;
  bool told = false;
  wants_panic sink{{&records}, &told};
  logger log{sink, here};
  log.panic();
  log.emerg("last words");
  CHECK(told);
  CHECK(records.size() == 1);
}

TEST_CASE("several loggers have counters and thresholds of their own") {
  list first_records;
  list second_records;
  logger first{recorder{&first_records}, here};
  static constexpr origin there{"router1", "guest"};
  logger second{recorder{&second_records}, there};
  first.set_threshold(severity::err);
  first.info("no");
  second.info("yes");
  CHECK(first_records.empty());
  CHECK(second_records == list{"<14>guest: yes"});
}

namespace {
constinit logger global{stubs::sink{}, origin{"router1", "kernel"}};
static_assert(std::is_trivially_destructible_v<decltype(global)>);
}  // namespace

TEST_CASE("a logger is ready before any constructor has run") {
  global.info("boot");
  CHECK(global.counts().sent == 1);
}

namespace {

// Takes nothing until it has been given time for three looks.
struct slow_device : lineout::sink_base {
  std::vector<std::string>* records;
  lineout::size_t looks = 0;
  lineout::outcome send(lineout::packet& bytes) {
    if (looks < 3) return lineout::outcome::lost;
    records->emplace_back(bytes.data(), bytes.size());
    return lineout::outcome::sent;
  }
  bool poll(lineout::size_t budget) {
    looks += budget;
    return looks < 3;
  }
};

}  // namespace

TEST_CASE("poll reaches the device, and reports losses that no further message would") {
  std::vector<std::string> records;
  lineout::logger log{slow_device{{}, &records}, {"board7", "test"}};
  log.info("lost");
  log.info("lost as well");
  CHECK(log.poll(1));
  CHECK(log.poll(1));
  CHECK(records.empty());
  CHECK_FALSE(log.poll(1));
  CHECK(records == std::vector<std::string>{"<12>test: 2 messages lost"});
  CHECK(log.counts().accepted == 3);
  CHECK(log.counts().lost == 2);
  CHECK(log.counts().sent == 1);
  CHECK_FALSE(log.poll(1));
}

TEST_CASE("inlined or not, the lines are the same") {
  const list usual = all_kinds<options>();
  CHECK(usual == all_kinds<inlining>());
  REQUIRE(usual.size() == 7);
  CHECK(usual[1] == "<12>diskd[311]: disk sda at 91%");
  CHECK(usual[2] == "<11>diskd[311]: -1 18446744073709551615 true c");
  CHECK(usual[4] == "<14>diskd[311]: a\\nb\\x1b is unclean, \xc3\xa4 is not");
}

TEST_CASE("one call may be inlined") {
  list records;
  logger log{recorder{&records}, here};
  log.inlined().warning("disk {} at {}%", "sda", 91);
  log.inlined().log(priority{facility::mail, severity::crit}, "{:x}", 255);
  log.inlined().debug("{}", "a\tb");
  log.set_threshold(severity::warning);
  log.inlined().notice("not this");
  CHECK(records == list{"<12>diskd[311]: disk sda at 91%", "<18>diskd[311]: ff", "<15>diskd[311]: a\\tb"});
  CHECK(log.counts().sent == 3);
}

TEST_CASE("other libraries' names are understood") {
  list records;
  logger log{recorder{&records}, here};
  log.critical("a");
  log.error("b");
  log.warn("c");
  log.set_level(severity::err);
  log.warn("not this");
  CHECK(log.threshold() == severity::err);
  CHECK(records == list{"<10>diskd[311]: a", "<11>diskd[311]: b", "<12>diskd[311]: c"});
}

TEST_CASE("a constant logger logs") {
  list records;
  const logger log{recorder{&records}, here};
  log.info("{}", 1);
  CHECK(records == list{"<14>diskd[311]: 1"});
}

TEST_CASE("options are deduced from an argument") {
  list records;
  logger log{recorder{&records}, here, short_text{}};
  log.info("{}", "012345678901234567890123456789012");
  CHECK(records == list{"<14>diskd[311]: 01234567890123456789012345678..."});
}

TEST_CASE("more arguments than a head has room for are written in their order") {
  list records;
  logger log{recorder{&records}, here};
  log.info("{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}", 'a', 'b', 'c', 'd', 'e', 'f', 'g',
           'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 1, 2, 3, 4,
           5, 6, 7, 8, 9);
  CHECK(records == list{"<14>diskd[311]: abcdefghijklmnopqrstuvwxyz0123456789"});
}

namespace {
volatile int device_register = 0;
}

TEST_CASE("pointers of any kind are addresses") {
  list records;
  logger log{recorder{&records}, here};
  char expected[64];
  std::snprintf(expected, sizeof expected, "<14>diskd[311]: %#zx", reinterpret_cast<std::size_t>(&device_register));
  log.info("{}", &device_register);
  CHECK(records[0] == expected);
  std::snprintf(expected, sizeof expected, "<14>diskd[311]: %#zx",
                reinterpret_cast<std::size_t>(&lineout::parse_severity));
  log.info("{}", &lineout::parse_severity);
  CHECK(records[1] == expected);
}

namespace {
struct heading_keeper {
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;
  list* records;
  outcome submit(const message& what) {
    records->push_back(string_of(what.id) + "|" + string_of(what.structured_data) + "|" +
                       string_of(what.origin->app_name()) + "|" + std::to_string(what.priority.pri()));
    return outcome::sent;
  }
  outcome submit_mark(const message& what) { return submit(what); }
  void tick(timestamp) {}
  void flush() {}
  void panic() {}
  bool poll(size_t) { return false; }
  size_t take_losses() { return 0; }
};
}  // namespace

TEST_CASE("a heading brings an id, structured data and another origin") {
  list records;
  static constexpr origin there{"host", "other"};
  logger<heading_keeper, at_a_time> log{heading_keeper{&records}, here};
  heading all{severity::err, "ID", &there};
  all.structured_data = "[a@1]";
  log.log(all, "{}", 1);
  log.log(heading{priority{facility::mail, severity::crit}}, "none");
  log.set_threshold(severity::crit);
  log.log(all, "not this");
  CHECK(records == list{"ID|[a@1]|other|131", "||diskd|18"});
}
