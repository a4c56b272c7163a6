// Channels whose contract is several contexts, and those for one within a lock: every message is accounted for.
#include <lineout/posix.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "support/messages.hpp"

using namespace lineout;

namespace {

// A channel for all contexts, that counts.
struct counting : lineout::channel_base<counting> {
  std::atomic<size_t>* count;
  outcome submit(const message&) {
    ++*count;
    return outcome::sent;
  }
};

// Nothing gets through.
struct losing : counting {
  outcome submit(const message&) { return ++*count, outcome::lost; }
};

// Notices a message that goes where no set of rules sends it.
struct two_outputs : lineout::outputs_base<two_outputs> {
  std::atomic<size_t>* mixed;

  parsed<size_t> find(const action& wanted) {
    if (!(wanted.target == "/a" || wanted.target == "/b")) return {.error = "neither a nor b"};
    return {.value = wanted.target == "/a" ? size_t{0} : size_t{1}};
  }
  outcome submit(size_t number, const message& what) {
    // Each set of rules sends a program's messages to the one output that has its name.
    const bool right = what.origin->app_name() == (number == 0 ? "a" : "b");
    if (!right) ++*mixed;
    return outcome::sent;
  }
};

constexpr int calls = 20000;

void from_two_threads(auto&& action) {
  std::thread other{[&] { action(1); }};
  action(0);
  other.join();
}

}  // namespace

TEST_CASE("two threads share a fan_out of filters, and its counts are whole") {
  std::atomic<size_t> all{0}, errors{0}, lost{0};
  lineout::fan_out channel{counting{{}, &all}, lineout::filter{"*.err", counting{{}, &errors}}, losing{{{}, &lost}}};
  from_two_threads([&](int which) {
    made_message what{"text", {facility::user, which == 0 ? severity::err : severity::info}};
    for (int call = 0; call < calls; ++call) channel.submit(what);
  });
  CHECK(all == 2 * calls);
  CHECK(errors == calls);
  CHECK(lost == 2 * calls);
  CHECK(channel.lost(0) == 0);
  CHECK(channel.lost(2) == 2 * calls);
}

TEST_CASE("while rules are loaded a message goes by the old ones or by the new ones, whole") {
  std::atomic<size_t> mixed{0};
  ruleset<4, two_outputs> channel{two_outputs{{}, &mixed}};
  const auto silent = [](const rule_error&) {};
  const char* const confs[] = {"!a\n*.* /a\n!b\n*.* /b\n", "!b\n*.* /b\n", "!b,x\n*.err /b\n!-b\n!a\n*.err /a\n", ""};
  channel.load(confs[0], silent);

  std::atomic<size_t> finished{0};
  std::atomic<bool> stop{false};
  std::thread sender{[&] {
    made_message a{"text"}, b{"text"};
    a.from({"host", "a"});
    b.from({"host", "b"});
    while (!stop) {
      channel.submit(a);
      channel.submit(b);
      ++finished;
    }
  }};
  for (size_t load = 1; load < 300; ++load) {
    channel.reload(confs[load % 4], silent);
    // The next load not before the messages that were under way are through.
    for (const size_t before = finished; finished < before + 2;) std::this_thread::yield();
    CHECK_FALSE(channel.reload("*.* /c\n", silent));
    for (const size_t before = finished; finished < before + 2;) std::this_thread::yield();
  }
  stop = true;
  sender.join();
  CHECK(mixed == 0);
}

TEST_CASE("a dedupe and a rate_limit within locks account for every message of two threads") {
  channel_log log;
  using folding = dedupe<remembering<>>;
  locked<folding, locks::spin, forever> channel{folding{remembering<>{&log}}};
  from_two_threads([&](int which) {
    made_message what{which == 0 ? "a" : "b"};
    for (int call = 0; call < calls; ++call) channel.submit(what);
  });
  channel.flush();
  size_t sum = 0;
  for (const seen_message& one : log.messages)
    sum += one.text.size() == 1 ? 1 : std::stoul(one.text.substr(sizeof "last message repeated"));
  CHECK(sum == 2 * calls);

  channel_log limited_log;
  using limiting = rate_limit<remembering<>>;
  locked<limiting, locks::spin, forever> limited{limiting{remembering<>{&limited_log}}};
  from_two_threads([&](int which) {
    made_message what{"text", {facility::user, which == 0 ? severity::err : severity::info}, timestamp::at(1000)};
    for (int call = 0; call < calls; ++call) limited.submit(what);
  });
  limited.flush();
  CHECK(limited_log.messages.size() == 2 * rate_limit_options::burst + 2);
  size_t suppressed = 0;
  limited.with([&](limiting& inner) { suppressed = inner.suppressed(); });
  CHECK(suppressed == 2 * calls - 2 * rate_limit_options::burst);
}
