#include <lineout/sinks/batched.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <lineout/locks/none.hpp>
#include <lineout/logger.hpp>
#include <lineout/sinks/locked.hpp>
#include <lineout/sinks/shared.hpp>

namespace {

using lineout::batched;
using lineout::outcome;
using lineout::packet;
using lineout::size_t;
using lineout::text;

using batches = std::vector<std::vector<std::string>>;

lineout::uint32_t now;
struct hand_timer {
  lineout::uint32_t microseconds() { return now; }
};

struct three : lineout::batched_options {
  static constexpr size_t records = 3;
  static constexpr size_t bytes = 100;
};

struct at_once : three {
  static constexpr lineout::uint32_t microseconds = 0;
};

struct events {
  batches sent{};
  std::string outcomes{};  // l: the next record is lost, q: it is queued
  void (*during)() = nullptr;
  size_t panics = 0;
  size_t flushes = 0;
  size_t polls = 0;
};

// Keeps what it is handed at once, with a "<" and a ">" written into the rooms that it asks for.
struct one_by_one : lineout::sink_base {
  static constexpr size_t headroom = 1;
  static constexpr size_t tailroom = 1;
  one_by_one(events* to) : seen{to} {}
  events* seen;

  outcome take(packet& bytes) {
    outcome result = outcome::lost;
    if (char* const before = bytes.prepend(1), * const after = bytes.append(1); before != nullptr && after != nullptr) {
      *before = '<';
      *after = '>';
      result = outcome::sent;
    }
    seen->sent.back().emplace_back(bytes.data(), bytes.size());
    if (!seen->outcomes.empty()) {
      if (seen->outcomes[0] == 'l') result = outcome::lost;
      if (seen->outcomes[0] == 'q') result = outcome::queued;
      seen->outcomes.erase(0, 1);
    }
    return result;
  }
  outcome send(packet& bytes) {
    seen->sent.emplace_back();
    if (seen->during != nullptr) seen->during();
    return take(bytes);
  }
  bool poll(size_t) { return ++seen->polls, false; }
  void flush() { ++seen->flushes; }
  void panic() { ++seen->panics; }
};
struct together : one_by_one {
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    seen->sent.emplace_back();
    if (seen->during != nullptr) seen->during();
    for (size_t index = 0; index < count; ++index) outcomes[index] = take(packets[index]);
  }
};

// Gives exactly the rooms that are asked for, and writes over the record when it has been taken.
template <typename Sink> outcome send(Sink& to, const std::string& record) {
  std::string storage(Sink::headroom + record.size() + Sink::tailroom, '#');
  storage.replace(Sink::headroom, record.size(), record);
  packet bytes{storage.data(), storage.size(), Sink::headroom};
  bytes.append(record.size());
  const outcome result = to.send(bytes);
  storage.assign(storage.size(), '!');
  return result;
}

template <typename Sink> bool counts(const Sink& sink, size_t sent, size_t lost, size_t queued) {
  const lineout::batched_counts is = sink.counts();
  return is.sent == sent && is.lost == lost && is.queued == queued;
}

}  // namespace

TEST_CASE("a batch leaves at so many records, in order, each within the rooms that the sink asks for") {
  events seen;
  batched<together, hand_timer, three> sink{together{{&seen}}};
  CHECK(send(sink, "a") == outcome::queued);
  CHECK(send(sink, "") == outcome::queued);
  CHECK(seen.sent.empty());
  CHECK(counts(sink, 0, 0, 2));
  CHECK(send(sink, "ccc") == outcome::queued);
  CHECK(seen.sent == batches{{"<a>", "<>", "<ccc>"}});
  CHECK(counts(sink, 3, 0, 0));
  send(sink, "d");
  CHECK(counts(sink, 3, 0, 1));
  send(sink, "e");
  send(sink, "f");
  CHECK(seen.sent == batches{{"<a>", "<>", "<ccc>"}, {"<d>", "<e>", "<f>"}});
}

TEST_CASE("a batch leaves when its oldest record is so old, at the next record and at the next poll") {
  events seen;
  batched<together, hand_timer, three> sink{together{{&seen}}};
  now = 0xfffffff0;  // it goes round meanwhile
  send(sink, "a");
  now += 999;
  CHECK_FALSE(sink.poll(1));
  send(sink, "b");
  CHECK(seen.sent.empty());
  ++now;
  CHECK_FALSE(sink.poll(0));
  CHECK(seen.sent.empty());
  CHECK_FALSE(sink.poll(1));
  CHECK(seen.sent == batches{{"<a>", "<b>"}});
  sink.poll(1);
  CHECK(seen.sent.size() == 1);
  now += 5000;
  send(sink, "c");
  CHECK(seen.sent.size() == 1);
  now += 1000;
  send(sink, "d");
  CHECK(seen.sent.back() == std::vector<std::string>{"<c>", "<d>"});
  CHECK(counts(sink, 4, 0, 0));
}

TEST_CASE("a batch leaves when the next record finds no room, and one that never does goes straight on") {
  events seen;
  batched<together, hand_timer, three> sink{together{{&seen}}};
  const std::string half(48, 'h');
  send(sink, half);
  send(sink, half);
  CHECK(seen.sent.empty());
  CHECK(send(sink, "") == outcome::queued);
  CHECK(seen.sent == batches{{"<" + half + ">", "<" + half + ">"}});
  const std::string most(98, 'm');
  CHECK(send(sink, most) == outcome::queued);
  CHECK(seen.sent.back() == std::vector<std::string>{"<>"});
  const std::string larger(99, 'l');
  seen.outcomes = "..l";
  CHECK(send(sink, larger) == outcome::sent);
  CHECK(seen.sent.size() == 4);
  CHECK(seen.sent[2] == std::vector<std::string>{"<" + most + ">"});
  CHECK(seen.sent[3] == std::vector<std::string>{"<" + larger + ">"});
  CHECK(send(sink, larger) == outcome::lost);
  CHECK(counts(sink, 4, 0, 0));
}

TEST_CASE("a batch leaves at a flush, and a sink without send_all is handed one after the other") {
  events seen;
  batched<one_by_one, hand_timer, three> sink{one_by_one{&seen}};
  sink.flush();
  CHECK(seen.sent.empty());
  CHECK(seen.flushes == 1);
  send(sink, "a");
  send(sink, "b");
  sink.flush();
  CHECK(seen.sent == batches{{"<a>"}, {"<b>"}});
  CHECK(seen.flushes == 2);
  CHECK(counts(sink, 2, 0, 0));
  CHECK_FALSE(sink.poll(3));
  CHECK(seen.polls == 1);
}

TEST_CASE("what became of each record is counted") {
  events seen;
  batched<together, hand_timer, three> sink{together{{&seen}}};
  seen.outcomes = "lql.";
  for (int record = 0; record < 4; ++record) send(sink, "x");
  CHECK(counts(sink, 1, 2, 1));
  sink.flush();
  CHECK(counts(sink, 2, 2, 0));
}

TEST_CASE("without a delay nothing is kept") {
  events seen;
  batched<together, hand_timer, at_once> sink{together{{&seen}}};
  CHECK(send(sink, "a") == outcome::queued);
  CHECK(seen.sent == batches{{"<a>"}});
  CHECK(counts(sink, 1, 0, 0));
}

TEST_CASE("a panic sends what is kept, and from then on each record by itself") {
  events seen;
  batched<together, hand_timer, three> sink{together{{&seen}}};
  send(sink, "a");
  send(sink, "b");
  sink.panic();
  CHECK(seen.panics == 1);
  CHECK(seen.sent == batches{{"<a>"}, {"<b>"}});
  CHECK(send(sink, "c") == outcome::sent);
  seen.outcomes = "l";
  CHECK(send(sink, "d") == outcome::lost);
  CHECK(seen.sent.size() == 4);
  CHECK_FALSE(sink.poll(1));
  CHECK(seen.polls == 1);
  sink.flush();
  sink.panic();
  CHECK(seen.sent.size() == 4);
  CHECK(counts(sink, 2, 0, 0));
}

namespace {
events interrupted;
batched<together, hand_timer, three> between{together{{&interrupted}}};
outcome of_interrupt;
bool of_poll;
}  // namespace

TEST_CASE("who comes in the middle of a call loses its record, and what is kept is not touched") {
  interrupted = {};
  interrupted.during = [] {
    interrupted.during = nullptr;
    of_interrupt = send(between, "i");
    of_poll = between.poll(1);
    between.flush();
  };
  for (const char* record : {"a", "b", "c"}) CHECK(send(between, record) == outcome::queued);
  CHECK(of_interrupt == outcome::lost);
  CHECK(of_poll);
  CHECK(interrupted.polls == 0);
  CHECK(interrupted.flushes == 0);
  CHECK(interrupted.sent == batches{{"<a>", "<b>", "<c>"}});
  CHECK(counts(between, 3, 0, 0));
}

TEST_CASE("a panic in the middle of a batch sends it once more, and it is counted once") {
  interrupted = {};
  const lineout::batched_counts before = between.counts();
  interrupted.during = [] {
    interrupted.during = nullptr;
    between.panic();
    of_interrupt = send(between, "last words");
  };
  for (const char* record : {"a", "b", "c"}) CHECK(send(between, record) == outcome::queued);
  CHECK(of_interrupt == outcome::sent);
  REQUIRE(interrupted.sent.size() == 5);
  for (size_t index = 1; index < 4; ++index) CHECK(interrupted.sent[index].size() == 1);
  CHECK(counts(between, before.sent + 3, 0, 0));
  CHECK(send(between, "d") == outcome::sent);
}

namespace {
// A timer whose reading is interrupted.
void (*on_reading)() = nullptr;
struct interrupted_timer {
  lineout::uint32_t microseconds() {
    if (void (*const now_once)() = on_reading; now_once != nullptr) {
      on_reading = nullptr;
      now_once();
    }
    return 0;
  }
};
batched<together, interrupted_timer, three> halfway{together{{&interrupted}}};
}  // namespace

TEST_CASE("a panic while a record is being kept leaves neither the record nor those before it behind") {
  interrupted = {};
  send(halfway, "a");
  on_reading = [] { halfway.panic(); };
  CHECK(send(halfway, "b") == outcome::sent);
  CHECK(interrupted.sent == batches{{"<a>"}, {"<b>"}});
  CHECK(counts(halfway, 1, 0, 0));
}

TEST_CASE("of a logger everything is accounted for") {
  events seen;
  lineout::locked<batched<together, hand_timer>, lineout::locks::none> sink{together{{&seen}}};
  lineout::logger log{lineout::shared{sink}, {"host", "app"}};
  seen.outcomes = std::string(10, '.') + "ll";
  for (int call = 0; call < 70; ++call) log.info("message {}", call);
  CHECK(seen.sent.size() == 1);
  log.flush();
  CHECK(seen.sent.size() == 2);
  CHECK(seen.sent[1].size() == 7);
  CHECK(seen.sent[1].front() == "<<12>app: 2 messages lost>");
  CHECK(seen.sent[1].back() == "<<14>app: message 69>");
  log.info("kept");
  const lineout::counts all = log.counts();
  lineout::batched_counts of_batches;
  sink.with([&](auto& inner) { of_batches = inner.counts(); });
  CHECK(all.accepted == 72);
  CHECK(all.queued == 72);
  CHECK(of_batches.sent == 69);
  CHECK(of_batches.lost == 2);
  CHECK(of_batches.queued == 1);
}
