// Every part that stands around a sink or a channel hands on every verb, the rooms and the defaults of what is behind
// it. tree.mirror fails where such a part is not named here.
#include <lineout/channels/backlog.hpp>
#include <lineout/channels/channel_decorator.hpp>
#include <lineout/channels/channel_ref.hpp>
#include <lineout/channels/dedupe.hpp>
#include <lineout/channels/deferred.hpp>
#include <lineout/channels/fan_out.hpp>
#include <lineout/channels/fan_out_list.hpp>
#include <lineout/channels/filter.hpp>
#include <lineout/channels/filter_by_property.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/channels/mark.hpp>
#include <lineout/channels/prefix.hpp>
#include <lineout/channels/queued.hpp>
#include <lineout/channels/rate_limit.hpp>
#include <lineout/logger.hpp>
#include <lineout/posix/detail/any_sink.hpp>
#include <lineout/posix/monotonic_timer.hpp>
#include <lineout/posix/synced.hpp>
#include <lineout/rules/ruleset.hpp>
#include <lineout/sinks/batched.hpp>
#include <lineout/sinks/locked.hpp>
#include <lineout/sinks/pcap.hpp>
#include <lineout/sinks/shared.hpp>
#include <lineout/sinks/sink_decorator.hpp>
#include <lineout/sinks/sink_ref.hpp>
#include <lineout/sinks/udp_frame.hpp>

#include <doctest/doctest.h>

namespace {

using namespace lineout;

constexpr origin here{"host", "app"};

struct seen {
  int records = 0;
  int messages = 0;
  int marks = 0;
  int ticks = 0;
  int flushes = 0;
  int panics = 0;
  int polls = 0;
  size_t budget = 0;
  size_t losses = 0;
  timestamp now{};
  bool busy = true;
  bool has_room = true;
};

struct preferred_options : options {
  using clock = clocks::none;
};

// What is behind: it writes down what arrives, and wants rooms of 5 and 3 bytes.
template <typename Self> struct verbs {
  static constexpr size_t headroom = 5;
  static constexpr size_t tailroom = 3;
  using default_options = preferred_options;

  seen* log = nullptr;

  void tick(timestamp now) { ++log->ticks, log->now = now; }
  void flush() { ++log->flushes; }
  void panic() { ++log->panics; }
  bool poll(size_t budget) {
    ++log->polls;
    log->budget = budget;
    return log->busy;
  }
  size_t take_losses() {
    const size_t count = log->losses;
    log->losses = 0;
    return count;
  }
};
struct end_sink : verbs<end_sink> {
  struct default_framing : stubs::framing {};

  explicit end_sink(seen* to) { log = to; }
  outcome send(packet& bytes) {
    ++log->records;
    log->has_room = log->has_room && bytes.headroom() >= headroom && bytes.tailroom() >= tailroom;
    return outcome::sent;
  }
  bool sync() { return true; }
};
struct end_channel : verbs<end_channel> {
  explicit end_channel(seen* to) { log = to; }
  outcome submit(const message& what) {
    ++log->messages;
    log->has_room = log->has_room && what.body.headroom() >= headroom && what.body.tailroom() >= tailroom;
    return outcome::sent;
  }
  outcome submit_mark(const message&) {
    ++log->marks;
    return outcome::sent;
  }
};
static_assert(sink<end_sink> && channel<end_channel>);

// The outputs of a ruleset are behind it as a channel is behind a decorator.
struct end_outputs : verbs<end_outputs> {
  explicit end_outputs(seen* to) { log = to; }
  parsed<size_t> find(const action&) { return {}; }
  void settle(bool) {}
  outcome submit(size_t, const message& what) { return end_channel{log}.submit(what); }
  outcome submit_mark(size_t, const message& what) { return end_channel{log}.submit_mark(what); }
};

// With the rooms that the part asks for.
template <typename Part> struct made {
  char bytes[Part::headroom + 16 + Part::tailroom] = {};
  packet body() {
    packet result{bytes, sizeof bytes, Part::headroom};
    for (const char c : text{"text"}) *result.append(1) = c;
    return result;
  }
};

// Preferred: the default options that the part is to have.
template <typename Preferred = preferred_options, typename Part> void hands_on_what_both_have(Part& part, seen& log) {
  const timestamp noon = timestamp::at(1700000000);
  part.tick(noon);
  CHECK(log.ticks == 1);
  CHECK(log.now == noon);
  CHECK(part.poll(7));
  CHECK(log.polls == 1);
  CHECK(log.budget == 7);
  log.busy = false;
  CHECK_FALSE(part.poll(7));
  part.flush();
  CHECK(log.flushes == 1);
  CHECK(log.has_room);
  static_assert(detail::is_same<detail::default_options_of<Part>, Preferred>);
}

// Who tells what the end has found lost: the part itself, in its own stream, or whoever asks it.
enum class losses { handed_on, told_here };

template <typename Preferred = preferred_options, typename Part>
void is_a_channel_like_what_is_behind(Part&& part, seen& log, losses who = losses::handed_on) {
  using type = detail::remove_cvref_t<Part>;
  static_assert(channel<type>);
  made<type> room;
  CHECK(part.submit(message{{facility::user, severity::err}, timestamp::at(1700000000), &here, room.body()}) !=
        outcome::lost);
  part.flush();
  CHECK(log.messages == 1);
  CHECK(log.marks == 0);
  CHECK(part.submit_mark(message{{facility::syslog, severity::info}, timestamp::at(1700000001), &here, room.body()}) !=
        outcome::lost);
  part.flush();
  CHECK(log.messages == 1);
  CHECK(log.marks == 1);
  log.flushes = 0;
  hands_on_what_both_have<Preferred>(part, log);
  log.losses = 3;
  CHECK(part.take_losses() == (who == losses::handed_on ? 3 : 0));
  const int messages = log.messages;
  part.submit(message{{facility::user, severity::err}, timestamp::at(1700000009), &here, room.body()});
  part.flush();
  CHECK(log.losses == 0);
  // The message, and before it the notice.
  CHECK(log.messages - messages == (who == losses::handed_on ? 1 : 2));
  log.panics = 0;
  part.panic();
  CHECK(log.panics == 1);
}

template <typename Preferred = preferred_options, typename Framing = end_sink::default_framing, typename Part>
void is_a_sink_like_what_is_behind(Part&& part, seen& log) {
  using type = detail::remove_cvref_t<Part>;
  static_assert(sink<type>);
  made<type> room;
  packet bytes = room.body();
  CHECK(part.send(bytes) != outcome::lost);
  part.flush();
  CHECK(log.records == 1);
  log.flushes = 0;
  hands_on_what_both_have<Preferred>(part, log);
  static_assert(detail::is_same<detail::default_framing_of<type>, Framing>);
  log.losses = 3;
  CHECK(part.take_losses() == 3);
  part.panic();
  CHECK(log.panics == 1);
}

}  // namespace

TEST_CASE("every verb goes through the decorators of channels") {
  seen log;
  SUBCASE("channel_decorator") { is_a_channel_like_what_is_behind(channel_decorator{end_channel{&log}}, log); }
  SUBCASE("filter") { is_a_channel_like_what_is_behind(filter{"*.*;mark.*", end_channel{&log}}, log); }
  SUBCASE("filter_by_property") {
    is_a_channel_like_what_is_behind(filter_by_property{":msg, !contains, \"other\"", end_channel{&log}}, log);
  }
  SUBCASE("prefix") { is_a_channel_like_what_is_behind(prefix{"vm3: ", end_channel{&log}}, log); }
  SUBCASE("dedupe") { is_a_channel_like_what_is_behind(dedupe{end_channel{&log}}, log); }
  SUBCASE("rate_limit") { is_a_channel_like_what_is_behind(rate_limit{end_channel{&log}}, log); }
  SUBCASE("mark") { is_a_channel_like_what_is_behind(mark{end_channel{&log}, here}, log); }
  SUBCASE("fan_out") { is_a_channel_like_what_is_behind(fan_out{end_channel{&log}}, log, losses::told_here); }
  SUBCASE("fan_out_list") {
    end_channel end{&log};
    fan_out_list<2> part;
    part.add(end);
    is_a_channel_like_what_is_behind<void>(part, log, losses::told_here);
  }
  SUBCASE("shared") {
    end_channel end{&log};
    is_a_channel_like_what_is_behind(shared{end}, log);
  }
  // What is chosen at run time has no defaults.
  SUBCASE("channel_ref") {
    end_channel end{&log};
    is_a_channel_like_what_is_behind<void>(channel_ref{end}, log);
  }
  SUBCASE("locked") {
    locked<end_channel, stubs::lock> part{&log};
    is_a_channel_like_what_is_behind(part, log);
  }
  SUBCASE("queued") {
    static message_ring<8, 128> ring;
    is_a_channel_like_what_is_behind(queued{end_channel{&log}, ring}, log, losses::told_here);
  }
  SUBCASE("deferred") {
    static message_ring<8, 128> ring;
    is_a_channel_like_what_is_behind(deferred{end_channel{&log}, ring}, log, losses::told_here);
  }
  SUBCASE("backlog") {
    static backlog_storage<1024> storage;
    is_a_channel_like_what_is_behind(backlog{end_channel{&log}, storage}, log);
  }
  SUBCASE("ruleset") {
    ruleset<2, end_outputs> part{end_outputs{&log}};
    REQUIRE(part.load("*.*;mark.* /a\n", [](const rule_error&) {}) == 0);
    is_a_channel_like_what_is_behind(part, log);
  }
}

TEST_CASE("every verb goes through the decorators of sinks") {
  seen log;
  SUBCASE("sink_decorator") { is_a_sink_like_what_is_behind(sink_decorator{end_sink{&log}}, log); }
  SUBCASE("pcap") { is_a_sink_like_what_is_behind(pcap<end_sink, stubs::clock>{end_sink{&log}}, log); }
  SUBCASE("udp_frame") { is_a_sink_like_what_is_behind(udp_frame{end_sink{&log}, frame_addresses{}}, log); }
  SUBCASE("shared") {
    end_sink end{&log};
    is_a_sink_like_what_is_behind(shared{end}, log);
  }
  SUBCASE("any_sink") {
    detail::any_sink<stubs::sink, end_sink> part;
    part.emplace(end_sink{&log});
    is_a_sink_like_what_is_behind<void, void>(part, log);
  }
  SUBCASE("sink_ref") {
    end_sink end{&log};
    is_a_sink_like_what_is_behind<void, void>(sink_ref{end}, log);
  }
  SUBCASE("locked") {
    locked<end_sink, stubs::lock> part{&log};
    is_a_sink_like_what_is_behind(part, log);
  }
  SUBCASE("batched") {
    batched<end_sink, posix::monotonic_timer> part{end_sink{&log}};
    is_a_sink_like_what_is_behind(part, log);
  }
}

TEST_CASE("every verb goes through what makes bytes of messages, and through a logger") {
  seen log;
  framed<stubs::framing, end_sink> part{end_sink{&log}};
  SUBCASE("framed") {
    hands_on_what_both_have(part, log);
    log.losses = 2;
    CHECK(part.take_losses() == 2);
    part.panic();
    CHECK(log.panics == 1);
  }
  SUBCASE("synced") {
    posix::synced<severity::err, framed<stubs::framing, end_sink>> around{part};
    hands_on_what_both_have(around, log);
    log.losses = 2;
    CHECK(around.take_losses() == 2);
    around.panic();
    CHECK(log.panics == 1);
  }
  SUBCASE("logger") {
    logger to{part, here};
    to.info("{}", 1);
    CHECK(log.records == 1);
    CHECK(to.poll(7));
    CHECK(log.polls == 1);
    CHECK(log.ticks == 1);
    to.flush();
    to.panic();
    CHECK(log.flushes + log.panics == 2);
    log.losses = 2;
    to.info("{}", 2);
    CHECK(log.records == 3);
    CHECK(to.counts().lost_later == 2);
  }
}
