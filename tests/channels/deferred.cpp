#include <lineout/channels/deferred.hpp>

#include <lineout/catalogue/catalogue.hpp>
#include <lineout/channels/fan_out.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/clocks/fixed.hpp>
#include <lineout/clocks/ticks.hpp>
#include <lineout/framings/local.hpp>
#include <lineout/logger.hpp>
#include <lineout/sinks/null.hpp>
#include <lineout/values/floating.hpp>
#include <lineout/values/hex.hpp>
#include <lineout/values/interface_name.hpp>
#include <lineout/values/ipv4_address.hpp>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include "support/recorder.hpp"

using namespace lineout;

namespace {

using strings = std::vector<std::string>;
using to_recorder = framed<local, recorder>;
constexpr origin here{"host", "app"};

struct overwriting : ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::overwrite_oldest;
};
int relaxed = 0;
struct short_texts : options {
  static constexpr size_t text_size = 40;
  static constexpr text cut_mark = "(cut)";
};
struct patient : ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::wait;
  static constexpr lineout::uint32_t patience = 9;
  static void relax() { ++relaxed; }
};

// A ring, a logger that keeps arguments in it, and what comes out; a logger that does all at once beside it.
template <typename RingOptions = ring_options, size_t Slots = 4, typename Options = options, size_t Bytes = 128>
struct fixture {
  strings records;
  strings at_once;
  int failures = 0;
  message_ring<Slots, Bytes, RingOptions> ring;
  using channel = deferred<to_recorder, decltype(ring)>;
  logger<channel, Options> log{channel{to_recorder{recorder{&records, &failures}}, ring}, here};
  logger<to_recorder, Options> direct{to_recorder{recorder{&at_once}}, here};

  void say(int first, int last) {
    for (int number = first; number <= last; ++number) log.info("{}", number);
  }
  template <typename... Args>
  void both(typename logger<channel, Options>::template format<Args...> words, const Args&... args) {
    log.warning(words, args...);
    direct.warning(words, args...);
    drain();
  }
  size_t drain(size_t budget = unbounded) { return log.channel().drain(budget); }
  bool adds_up() {
    const lineout::counts above = log.counts();
    const ring_counts below = ring.counts();
    return above.accepted == above.sent + above.lost + above.queued && above.lost == below.refused &&
           above.queued == below.sent + below.lost + below.queued && records.size() == below.sent + below.notices;
  }
};

// Whose formatter looks at what it points to.
struct pointing {
  const int* where;
};

}  // namespace

template <> struct lineout::formatter<pointing> {
  static void format(writer& out, const pointing& value) { format_to(out, "{}", *value.where); }
};

static_assert(channel<deferred<to_recorder, message_ring<2, 256>>>);
static_assert(std::is_trivially_destructible_v<deferred<framed<local, null>, message_ring<2, 64>>>);
static_assert(std::is_trivially_destructible_v<logger<deferred<framed<local, null>, message_ring<2, 64>>>>);

namespace {
constinit message_ring<2, 64> static_ring;
[[maybe_unused]] constinit logger static_log{deferred{framed{local{}, null{}}, static_ring}, here};
}  // namespace

TEST_CASE("messages wait until they are drained, and leave in order") {
  fixture all;
  all.log.warning("disk {} at {}%", "sda", 91);
  all.log.info("second");
  CHECK(all.records.empty());
  CHECK(all.log.counts().queued == 2);
  CHECK(all.ring.counts().queued == 2);
  CHECK(all.drain() == 2);
  CHECK(all.records == strings{"<12>app: disk sda at 91%", "<14>app: second"});
  CHECK(all.drain() == 0);
  CHECK(all.adds_up());
}

TEST_CASE("what leaves is what would have left at once") {
  fixture all;
  all.both("Connect: {} <--> {} unit {} rx {} tx {}", "ppp0", text{"ether1"}, 7, 123456789U, -42LL);
  all.both("{:#06x} {:+} {:>6}|{:<6}|{:^6}|{:.2} {:c}{:08}", 255, 1, "abc", "abc", text{"abc"}, "abc", 'x', -7L);
  all.both("{} {} {} {} {}", true, 'c', static_cast<const char*>(nullptr), nullptr, static_cast<void*>(&all));
  all.both("{} \xc3\xa4{} {}", "esc\x1b[0m\n", "\xff\xc3\xa4", std::string{"\xc2\x85"});
  all.both("{} {} {} {:.1f}", ipv4_address{"10.0.0.1"}, interface_name{"eth0"}, 1.5, 2.25F);
  const uint8_t bytes[] = {0xca, 0xfe};
  all.both("{} {:X} {}", bytes, bytes, hex{bytes, ':'});
  all.both("100%% {{}} nothing else");
  REQUIRE(all.records.size() == 7);
  for (size_t index = 0; index < 7; ++index) CHECK(all.records[index] == all.at_once[index]);
  CHECK(all.adds_up());
}

TEST_CASE("a text longer than a message is cut as it is at once, and counted") {
  fixture<ring_options, 4, short_texts> all;
  all.both("{} {}", std::string(31, 'a'), "bbb\xc3\xa4\xc3\xa4\xc3\xa4");
  CHECK(all.records == all.at_once);
  CHECK(all.records.at(0).find("(cut)") != std::string::npos);
  CHECK(all.log.counts().truncated == 1);
}

TEST_CASE("a text longer than its slot is cut between characters and marked, and counted") {
  fixture<ring_options, 4, options, 96> all;
  all.log.info("{} unit {}", std::string(200, 'a') + "b", 7);
  all.drain();
  const size_t words = 5 + 3;  // how, for whom, origin, format, kinds; the two arguments
  CHECK(all.records == strings{"<14>app: " + std::string(96 - words * sizeof(void*) - 3, 'a') + "... unit 7"});
  CHECK(all.log.counts().truncated == 1);
}

TEST_CASE("nothing is looked at after the call that may be gone") {
  fixture<ring_options, 4, options, 192> all;
  {
    auto words = std::make_unique<std::string>(60, 'w');
    auto terminated = std::make_unique<char[]>(4);
    std::strcpy(terminated.get(), "end");
    auto number = std::make_unique<int>(7);
    auto bytes = std::make_unique<std::vector<uint8_t>>(3, uint8_t{0xab});
    all.log.info("{} {}", *words, static_cast<const char*>(terminated.get()));
    all.log.info("{} {}", *number, *bytes);
    // This one is formatted at the call.
    all.log.info("at {} and {}", pointing{number.get()}, text{"x"});
    words->assign(60, '-');
    *number = 8;
  }
  all.drain();
  CHECK(all.records ==
        strings{"<14>app: " + std::string(60, 'w') + " end", "<14>app: 7 ababab", "<14>app: at 7 and x"});
  CHECK(all.adds_up());
}

namespace {
std::uint64_t counter = 0;
struct read_counter {
  lineout::uint64_t operator()() const { return counter; }
};
struct counting : options {
  using clock = clocks::ticks<1000, read_counter>;
};
struct at_noon : options {
  using clock = clocks::fixed;
  static constexpr lineout::facility facility = lineout::facility::local7;
};
}  // namespace

TEST_CASE("priority, origin and time are those of the call") {
  strings records;
  message_ring<4, 128> ring;
  using channel = deferred<to_recorder, decltype(ring)>;
  logger<channel, at_noon> log{channel{to_recorder{recorder{&records}}, ring}, here,
                               clocks::fixed{timestamp::from_civil({2026, 11, 22, 12, 0, 0}, 0, -90)}};
  log.debug("now");
  log.clock() = clocks::fixed{};
  log.log(priority{facility::kern, severity::emerg}, "then");
  static constexpr origin elsewhere{"host", "other"};
  log.log(heading{priority{facility::kern, severity::err}, "ID", &elsewhere}, "from {}", "there");
  log.channel().drain();
  CHECK(records == strings{"<191>Nov 22 12:00:00 app: now", "<0>app: then", "<3>other: from there"});
}

TEST_CASE("a counter is read at the call, and converted when it is drained: to the time that was learnt meanwhile") {
  strings records;
  message_ring<4, 128> ring;
  using channel = deferred<to_recorder, decltype(ring)>;
  logger<channel, counting> log{channel{to_recorder{recorder{&records}}, ring}, here};
  counter = 1000;
  log.info("before");
  counter = 61000;
  log.info("between");
  log.clock().set(timestamp::from_civil({2026, 11, 22, 12, 0, 0}));
  counter = 62000;
  log.info("after");
  counter = 99000;
  log.channel().drain();
  CHECK(records == strings{"<14>Nov 22 11:59:00 app: before", "<14>Nov 22 12:00:00 app: between",
                           "<14>Nov 22 12:00:01 app: after"});
}

TEST_CASE("a notice of losses is as old as the message beside it") {
  strings records;
  message_ring<2, 128> ring;
  using channel = deferred<to_recorder, decltype(ring)>;
  logger<channel, counting> log{channel{to_recorder{recorder{&records}}, ring}, here};
  counter = 0;
  log.clock().set(timestamp::from_civil({2026, 11, 22, 12, 0, 0}));
  for (int number = 1; number <= 3; ++number) {
    counter += 1000;
    log.info("{}", number);
  }
  log.channel().drain();
  CHECK(records ==
        strings{"<14>Nov 22 12:00:01 app: 1", "<14>Nov 22 12:00:02 app: 2", "<12>Nov 22 12:00:02 app: 1 message lost"});
}

TEST_CASE("full, the newest are lost, and told where they are missing") {
  fixture all;
  all.say(1, 7);
  CHECK(all.log.counts().lost == 3);
  CHECK(all.ring.counts().refused == 3);
  CHECK(all.drain(2) == 2);
  all.say(8, 8);
  CHECK(all.drain() == 3);
  CHECK(all.records ==
        strings{"<14>app: 1", "<14>app: 2", "<14>app: 3", "<14>app: 4", "<12>app: 3 messages lost", "<14>app: 8"});
  CHECK(all.adds_up());
}

TEST_CASE("full, the oldest make room when the options say so") {
  fixture<overwriting> all;
  all.say(1, 10);
  CHECK(all.log.counts().lost == 0);
  CHECK(all.ring.counts().lost == 6);
  CHECK(all.drain() == 4);
  CHECK(all.records == strings{"<12>app: 6 messages lost", "<14>app: 7", "<14>app: 8", "<14>app: 9", "<14>app: 10"});
  CHECK(all.adds_up());
}

TEST_CASE("full, a call waits as long as the options say, and not in a panic") {
  fixture<patient> all;
  relaxed = 0;
  all.say(1, 5);
  CHECK(relaxed == 9);
  CHECK(all.log.counts().lost == 1);
  all.failures = 1000;
  all.log.panic();
  all.say(6, 20);
  CHECK(relaxed == 9);
  CHECK(all.adds_up());
}

TEST_CASE("what the sink loses is counted and told as soon as it works again") {
  fixture all;
  all.failures = 2;
  all.say(1, 4);
  CHECK(all.drain(1) == 1);
  CHECK(all.ring.counts().lost == 1);
  all.drain();
  CHECK(all.records == strings{"<14>app: 2", "<12>app: 1 message lost", "<14>app: 3", "<14>app: 4"});
  CHECK(all.adds_up());
}

TEST_CASE("a body from elsewhere is copied as text, and cut and marked where a slot or a message is shorter") {
  fixture all;
  char bytes[400];
  const auto submit = [&](const std::string& words) {
    packet body{bytes, sizeof bytes, 100};
    std::memcpy(body.append(words.size()), words.data(), words.size());
    const outcome result = all.log.channel().submit({{facility::user, severity::info}, {}, &here, body});
    std::memset(bytes, 'x', sizeof bytes);
    return result;
  };
  CHECK(submit("short") == outcome::queued);
  CHECK(submit(std::string(129, 'a')) == outcome::queued);
  all.log.info("{}", 7);
  all.drain();
  CHECK(all.records == strings{"<14>app: short", "<14>app: " + std::string(125, 'a') + "...", "<14>app: 7"});

  strings cut;
  message_ring<2, 128> ring;
  deferred<to_recorder, decltype(ring), 32> narrow{to_recorder{recorder{&cut}}, ring};
  packet body{bytes, sizeof bytes, 100};
  body.append(100);
  CHECK(narrow.submit({{facility::user, severity::info}, {}, &here, body}) == outcome::queued);
  narrow.drain();
  CHECK(cut == strings{"<14>app: " + std::string(29, 'x') + "..."});
}

TEST_CASE("a fan_out hands it texts") {
  strings records;
  strings others;
  message_ring<4, 128> ring;
  logger log{fan_out{deferred{to_recorder{recorder{&records}}, ring}, to_recorder{recorder{&others}}}, here};
  log.info("{} and {}", 1, "two");
  log.poll(1);
  CHECK(records == strings{"<14>app: 1 and two"});
  CHECK(others == records);
}

TEST_CASE("another channel may take what is queued") {
  fixture all;
  strings elsewhere;
  to_recorder other{recorder{&elsewhere}};
  all.say(1, 3);
  CHECK(all.log.channel().drain(other, 2) == 2);
  CHECK(all.drain() == 1);
  CHECK(elsewhere == strings{"<14>app: 1", "<14>app: 2"});
  CHECK(all.records == strings{"<14>app: 3"});
}

TEST_CASE("poll sends a bounded number, and says whether there may be more") {
  fixture all;
  all.say(1, 3);
  CHECK(all.log.channel().poll(2));
  CHECK_FALSE(all.log.channel().poll(2));
  CHECK(all.records.size() == 3);
}

TEST_CASE("in a panic everything is sent, and what comes after it at once") {
  fixture all;
  all.say(1, 6);
  all.log.panic();
  all.log.emerg("stopped {}", "here");
  all.say(7, 8);
  CHECK(all.records == strings{"<14>app: 1", "<14>app: 2", "<14>app: 3", "<14>app: 4", "<12>app: 2 messages lost",
                               "<8>app: stopped here", "<14>app: 7", "<14>app: 8"});
  CHECK(all.adds_up());
}

TEST_CASE("a panic passes over what is not finished, and says so") {
  fixture all;
  all.say(1, 1);
  {
    decltype(all)::channel::slot stopped{all.log.channel(), false};
    all.say(2, 3);
    all.log.panic();
    CHECK(all.records == strings{"<14>app: 1", "<14>app: 2", "<14>app: 3", "<12>app: 1 message unfinished"});
  }
  CHECK(all.ring.counts().unfinished == 0);
}

namespace {

// A sink in which a fault happens before it takes a record.
struct faulty : lineout::sink_base {
  strings* records;
  void (*before)(const std::string& record);
  outcome send(packet& bytes) {
    if (before != nullptr) before({bytes.data(), bytes.size()});
    records->emplace_back(bytes.data(), bytes.size());
    return outcome::sent;
  }
};

}  // namespace

TEST_CASE("a panic in the middle of a drain sends what that had in hand once more, and the rest once") {
  static strings sent;
  static message_ring<8, 128> ring;
  static logger log{deferred{framed{local{}, faulty{{}, &sent, nullptr}}, ring}, here};
  log.channel().next().next().before = [](const std::string& record) {
    if (record != "<14>app: 2") return;
    log.channel().next().next().before = nullptr;
    sent.push_back("fault");
    log.panic();
  };
  for (int number = 1; number <= 4; ++number) log.info("{}", number);
  log.channel().drain();
  CHECK(sent == strings{"<14>app: 1", "fault", "<14>app: 2", "<14>app: 3", "<14>app: 4", "<12>app: 1 message sent again",
                        "<14>app: 2"});
  CHECK(ring.counts().sent == 4);
  CHECK(ring.counts().queued == 0);
}

TEST_CASE("what is queued cannot be read in a dump of the memory, but for the texts") {
  fixture all;
  all.log.info("number {} of {}", 123456, "the text");
  const std::string dump{reinterpret_cast<const char*>(&all.ring), sizeof all.ring};
  CHECK(dump.find("number") == std::string::npos);
  CHECK(dump.find("123456") == std::string::npos);
  CHECK(dump.find("the text") != std::string::npos);
}
