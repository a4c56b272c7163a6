#include <lineout/channels/queued.hpp>

#include <lineout/channels/framed.hpp>
#include <lineout/clocks/fixed.hpp>
#include <lineout/framings/local.hpp>
#include <lineout/logger.hpp>
#include <lineout/sinks/null.hpp>

#include <cstring>
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
struct patient : ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::wait;
  static constexpr lineout::uint32_t patience = 9;
  static void relax() { ++relaxed; }
};

struct comparing : lineout::sink_base {
  size_t equal = 0;
  constexpr outcome send(packet& bytes) {
    if (text{bytes.data(), bytes.size()} == text{"<14>app: speed 7"}) ++equal;
    return outcome::sent;
  }
};
struct locating : lineout::sink_base {
  const char* sent_from = nullptr;
  outcome send(packet& bytes) {
    sent_from = bytes.data();
    return outcome::sent;
  }
};
struct at_noon : options {
  using clock = clocks::fixed;
  static constexpr lineout::facility facility = lineout::facility::local7;
};

struct flushed_recorder : recorder {
  int* flushes;
  void flush() { ++*flushes; }
};

// Takes many at once too, and notes how many.
struct batch_recorder : recorder {
  std::vector<size_t>* batches;
  batch_recorder(strings* kept, int* failing, std::vector<size_t>* sizes)
      : recorder{kept, failing}, batches{sizes} {}
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    batches->push_back(count);
    for (size_t index = 0; index < count; ++index) outcomes[index] = send(packets[index]);
  }
};

// A ring, a logger that queues in it, and what comes out.
template <typename RingOptions = ring_options, size_t Slots = 4> struct fixture {
  strings records;
  int failures = 0;
  message_ring<Slots, 128, RingOptions> ring;
  using channel = queued<to_recorder, decltype(ring)>;
  logger<channel> log{channel{to_recorder{recorder{&records, &failures}}, ring}, here};

  void say(int first, int last) {
    for (int number = first; number <= last; ++number) log.info("{}", number);
  }
  size_t drain(size_t budget = unbounded) { return log.channel().drain(budget); }
  bool adds_up() {
    const lineout::counts above = log.counts();
    const ring_counts below = ring.counts();
    return above.accepted == above.sent + above.lost + above.queued && above.lost == below.refused &&
           above.queued == below.sent + below.lost + below.queued && records.size() == below.sent + below.notices;
  }
};

}  // namespace

static_assert(channel<queued<to_recorder, message_ring<2, 256>>>);
static_assert(std::is_trivially_destructible_v<message_ring<2, 256>>);
static_assert(std::is_trivially_destructible_v<queued<framed<local, null>, message_ring<2, 256>>>);
static_assert(std::is_trivially_destructible_v<logger<queued<framed<local, null>, message_ring<2, 256>>>>);

namespace {
constinit message_ring<2, 256> static_ring;
[[maybe_unused]] constinit logger static_log{queued{framed{local{}, null{}}, static_ring}, here};
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

TEST_CASE("a flush drains, and flushes what is behind") {
  strings records;
  int flushes = 0;
  message_ring<4, 128> ring;
  using channel = queued<framed<local, flushed_recorder>, decltype(ring)>;
  logger<channel> log{channel{framed<local, flushed_recorder>{flushed_recorder{{&records}, &flushes}}, ring}, here};
  log.info("1");
  log.info("2");
  log.flush();
  CHECK(records == strings{"<14>app: 1", "<14>app: 2"});
  CHECK(flushes == 1);
}

TEST_CASE("a whole round happens in a constant expression") {
  static_assert([] {
    message_ring<2, 128> ring;
    queued channel{framed{local{}, comparing{}}, ring};
    for (int count = 0; count < 5; ++count) {
      char bytes[128]{};
      packet body{bytes, sizeof bytes, 96};
      for (const char c : text{"speed 7"}) *body.append(1) = c;
      channel.submit(message{{facility::user, severity::info}, {}, &here, body});
      channel.drain();
    }
    return channel.next().next().equal == 5 && ring.counts().sent == 5;
  }());
}

TEST_CASE("a message is built, framed and sent where it is queued, without a copy") {
  message_ring<4, 128> ring;
  logger log{queued{framed{local{}, locating{}}, ring}, here};
  log.info("here");
  log.channel().drain();
  const char* const first = reinterpret_cast<const char*>(&ring);
  CHECK(log.channel().next().next().sent_from >= first);
  CHECK(log.channel().next().next().sent_from < first + sizeof ring);
}

TEST_CASE("what is queued can be read in a dump of the memory") {
  fixture all;
  all.log.info("the last {}", "words");
  const std::string dump{reinterpret_cast<const char*>(&all.ring), sizeof all.ring};
  CHECK(dump.find("the last words") != std::string::npos);
}

TEST_CASE("priority, origin and time are those of the call") {
  strings records;
  message_ring<4, 128> ring;
  using channel = queued<to_recorder, decltype(ring)>;
  logger<channel, at_noon> log{channel{to_recorder{recorder{&records}}, ring}, here,
                               clocks::fixed{timestamp::from_civil({2026, 11, 22, 12, 0, 0}, 0, -90)}};
  log.debug("now");
  log.clock() = clocks::fixed{};
  log.log(priority{facility::kern, severity::emerg}, "then");
  log.channel().drain();
  CHECK(records == strings{"<191>Nov 22 12:00:00 app: now", "<0>app: then"});
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

TEST_CASE("losses are told when nothing more is logged, too") {
  fixture all;
  all.say(1, 5);
  CHECK(all.drain() == 4);
  CHECK(all.records.back() == "<12>app: 1 message lost");
  CHECK(all.drain() == 0);
  CHECK(all.records.size() == 5);
  CHECK(all.adds_up());
}

TEST_CASE("full, the oldest make room when the options say so") {
  fixture<overwriting> all;
  all.say(1, 10);
  CHECK(all.log.counts().lost == 0);
  CHECK(all.ring.counts().lost == 6);
  CHECK(all.adds_up());
  CHECK(all.drain() == 4);
  CHECK(all.records == strings{"<12>app: 6 messages lost", "<14>app: 7", "<14>app: 8", "<14>app: 9", "<14>app: 10"});
  CHECK(all.adds_up());
}

TEST_CASE("full, a call waits as long as the options say, and not in a panic") {
  fixture<patient> all;
  all.say(1, 4);
  CHECK(relaxed == 0);
  all.say(5, 5);
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

TEST_CASE("a body from elsewhere is copied into a slot, and cut and marked where it is longer") {
  fixture all;
  char bytes[400];
  const auto submit = [&](const std::string& words) {
    packet body{bytes, sizeof bytes, 100};
    std::memcpy(body.append(words.size()), words.data(), words.size());
    const outcome result = all.log.channel().submit({{facility::user, severity::info}, {}, &here, body});
    std::memset(bytes, 'x', sizeof bytes);
    return result;
  };
  const size_t room = 128 - local::headroom;
  CHECK(submit("short") == outcome::queued);
  CHECK(submit(std::string(room, 'a')) == outcome::queued);
  CHECK(submit(std::string(room - 4, 'b') + "\xc3\xa4" + std::string(50, 'c')) == outcome::queued);
  CHECK(submit("fourth") == outcome::queued);
  CHECK(submit("fifth") == outcome::lost);
  CHECK(all.ring.counts().refused == 1);
  all.drain();
  REQUIRE(all.records.size() == 5);
  CHECK(all.records[0] == "<14>app: short");
  CHECK(all.records[1] == "<14>app: " + std::string(room, 'a'));
  CHECK(all.records[2] == "<14>app: " + std::string(room - 4, 'b') + "...");
  CHECK(all.records[4] == "<12>app: 1 message lost");
}

TEST_CASE("a logger's texts are as long as the slots allow") {
  fixture all;
  all.log.info("{}", std::string(200, 'a'));
  all.drain();
  CHECK(all.records == strings{"<14>app: " + std::string(128 - local::headroom - 3, 'a') + "..."});
  CHECK(all.log.counts().truncated == 1);
}

TEST_CASE("a slot that is not submitted is given back without a trace") {
  fixture all;
  for (int count = 0; count < 20; ++count) {
    { decltype(all)::channel::slot unused{all.log.channel(), false}; }
    all.say(count, count);
    CHECK(all.drain() == 1);
  }
  { decltype(all)::channel::slot unused{all.log.channel(), false}; }
  CHECK(all.ring.counts().queued == 0);
  CHECK(all.drain() == 0);
  CHECK(all.ring.counts().sent == 20);
  CHECK(all.adds_up());
}

TEST_CASE("losses that were to be told with a slot that is not submitted are told with the next one") {
  fixture all;
  all.say(1, 5);
  all.drain(1);
  { decltype(all)::channel::slot unused{all.log.channel(), false}; }
  all.drain();
  all.say(6, 6);
  all.drain();
  CHECK(all.records.back() == "<14>app: 6");
  CHECK(all.records[4] == "<12>app: 1 message lost");
  CHECK(all.adds_up());
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

namespace {

// A sink that does something before it takes a record: what an interrupt or a fault in the driver does.
struct interrupted : lineout::sink_base {
  strings* records;
  void (*before)(const std::string& record);
  outcome send(packet& bytes) {
    const std::string record{bytes.data(), bytes.size()};
    if (before != nullptr) before(record);
    records->push_back(record);
    return outcome::sent;
  }
};
strings sent;
constinit message_ring<4, 128> shared_ring;
logger shared_log{queued{framed{local{}, interrupted{{}, &sent, nullptr}}, shared_ring}, here};

}  // namespace

TEST_CASE("who finds a drain under way does nothing; what is logged meanwhile is drained by it") {
  sent.clear();
  shared_log.channel().next().next().before = [](const std::string& record) {
    if (record == "<14>app: 1") shared_log.info("2");
    CHECK(shared_log.channel().drain() == 0);
  };
  shared_log.info("1");
  CHECK(shared_log.channel().drain() == 2);
  CHECK(sent == strings{"<14>app: 1", "<14>app: 2"});
}

TEST_CASE("in a panic everything is sent, and what comes after it at once") {
  fixture all;
  all.say(1, 6);
  all.log.panic();
  all.log.emerg("stopped");
  all.say(7, 8);
  CHECK(all.records == strings{"<14>app: 1", "<14>app: 2", "<14>app: 3", "<14>app: 4", "<12>app: 2 messages lost",
                               "<8>app: stopped", "<14>app: 7", "<14>app: 8"});
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
    all.say(4, 9);
    CHECK(all.records.size() == 10);
    CHECK(all.ring.counts().unfinished == 1);
  }
  CHECK(all.ring.counts().unfinished == 0);
}

TEST_CASE("a panic in the middle of a drain sends what that had in hand once more, and the rest once") {
  sent.clear();
  static message_ring<8, 128> ring;
  static logger log{queued{framed{local{}, interrupted{{}, &sent, nullptr}}, ring}, here};
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

TEST_CASE("a message that a panic cannot send is not tried again by the panic that follows") {
  sent.clear();
  static message_ring<8, 128> ring;
  static logger log{queued{framed{local{}, interrupted{{}, &sent, nullptr}}, ring}, here};
  static int faults = 0;
  log.channel().next().next().before = [](const std::string& record) {
    if (record != "<14>app: 2" || faults == 3) return;
    ++faults;
    log.panic();
  };
  for (int number = 1; number <= 3; ++number) log.info("{}", number);
  log.channel().drain();
  CHECK(faults == 2);
  // The message in hand comes back from both faults at the end, as it would not outside a test.
  CHECK(sent == strings{"<14>app: 1", "<12>app: 1 message lost", "<14>app: 3", "<14>app: 2", "<12>app: 1 message sent again",
                        "<14>app: 2"});
  CHECK(ring.counts().sent == 2);
  CHECK(ring.counts().lost == 1);
}

namespace {

template <typename RingOptions = ring_options, size_t Slots = 16> struct batch_fixture {
  strings records;
  int failures = 0;
  std::vector<size_t> batches;
  message_ring<Slots, 128, RingOptions> ring;
  using channel = queued<framed<local, batch_recorder>, decltype(ring)>;
  logger<channel> log{channel{framed<local, batch_recorder>{batch_recorder{&records, &failures, &batches}}, ring}, here};
};

// Faults when it has sent the second of many.
struct faulting : lineout::sink_base {
  strings* records;
  void (*fault)();
  outcome send(packet& bytes) { return records->emplace_back(bytes.data(), bytes.size()), outcome::sent; }
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) {
      if (index == 2 && fault != nullptr) {
        fault();
        return;
      }
      outcomes[index] = send(packets[index]);
    }
  }
};

}  // namespace

TEST_CASE("a sink that takes many is given as many as are there, up to a batch, and no more than the budget") {
  batch_fixture all;
  for (int number = 1; number <= 11; ++number) all.log.info("{}", number);
  CHECK(all.log.channel().drain(6) == 6);
  CHECK(all.batches == std::vector<size_t>{4, 2});  // 16 slots
  CHECK(all.log.channel().drain() == 5);
  CHECK(all.batches == std::vector<size_t>{4, 2, 4});  // and one by itself
  strings expected;
  for (int number = 1; number <= 11; ++number) expected.push_back("<14>app: " + std::to_string(number));
  CHECK(all.records == expected);
  CHECK(all.ring.counts().sent == 11);
}

TEST_CASE("in one slot after the other or many together, the same leaves in the same order, notices too") {
  fixture<ring_options, 16> one;
  batch_fixture many;
  fixture<overwriting, 16> one_overwriting;
  batch_fixture<overwriting> many_overwriting;
  unsigned state = 1;
  const auto random = [&](unsigned below) { return (state = state * 1664525 + 1013904223) / 65536 % below; };
  const auto step = [](auto& all, unsigned what, int number) {
    using channel = typename std::remove_reference_t<decltype(all)>::channel;
    if (what < 10) all.log.info("{}", number);
    else if (what == 10) typename channel::slot abandoned{all.log.channel(), false};
    else all.log.channel().drain(what - 10);
  };
  for (int number = 0; number < 20000; ++number) {
    const unsigned what = random(100) < 80 ? random(11) : 11 + random(16);
    step(one, what, number);
    step(many, what, number);
    step(one_overwriting, what, number);
    step(many_overwriting, what, number);
  }
  CHECK(one.records == many.records);
  CHECK(one_overwriting.records == many_overwriting.records);
  CHECK(one.ring.counts().refused > 0);
  CHECK(one.ring.counts().refused == many.ring.counts().refused);
  CHECK(one_overwriting.ring.counts().lost > 0);
  CHECK(one_overwriting.ring.counts().lost == many_overwriting.ring.counts().lost);
}

TEST_CASE("what a sink loses of many is counted, and told before the next") {
  batch_fixture all;
  for (int number = 1; number <= 4; ++number) all.log.info("{}", number);
  all.failures = 2;
  CHECK(all.log.channel().drain() == 4);
  CHECK(all.ring.counts().sent == 2);
  CHECK(all.ring.counts().lost == 2);
  CHECK(all.records == strings{"<14>app: 3", "<14>app: 4", "<12>app: 2 messages lost"});
}

TEST_CASE("a panic among many in hand sends all of these once more, and the rest once") {
  strings records;
  static message_ring<16, 128> ring;
  using channel = queued<framed<local, faulting>, decltype(ring)>;
  static logger<channel> log{channel{framed<local, faulting>{faulting{{}, &records, nullptr}}, ring}, here};
  log.channel().next().next().fault = [] {
    log.channel().next().next().fault = nullptr;
    log.panic();
  };
  for (int number = 1; number <= 6; ++number) log.info("{}", number);
  log.channel().drain();
  strings expected;
  for (const char* const number : {"1", "2", "1", "2", "3", "4", "5", "6"}) expected.push_back(std::string{"<14>app: "} + number);
  expected.push_back("<12>app: 4 messages sent again");
  CHECK(records == expected);
  CHECK(ring.counts().queued == 0);
  CHECK(ring.counts().sent == 6);
}
