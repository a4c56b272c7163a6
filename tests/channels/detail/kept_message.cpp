// Everything of a message reaches the wire through whatever keeps messages: by an RFC 5424 reader of the tests' own.
#include <lineout/channels/detail/kept_message.hpp>

#include <lineout/channels/backlog.hpp>
#include <lineout/channels/filter.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/channels/message_ring.hpp>
#include <lineout/channels/prefix.hpp>
#include <lineout/channels/queued.hpp>
#include <lineout/framings/rfc5424.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "support/parsed_rfc5424.hpp"
#include "support/recorder.hpp"

namespace {

using namespace lineout;

using strings = std::vector<std::string>;
using wire = framed<rfc5424, recorder>;

struct whole_message {
  std::string words, id, data, hostname, app_name;
  uint32_t process_id;
  int pri;
};

// Random ones, with what belongs to the grammar in every field.
whole_message a_message(std::mt19937& random) {
  const auto some = [&](const char* of, size_t least, size_t most) {
    std::string result;
    for (size_t size = least + random() % (most - least + 1); size > 0; --size) result += of[random() % std::strlen(of)];
    return result;
  };
  whole_message made;
  made.words = some("abc [] \"\\=-", 0, 60);
  if (random() % 4 != 0) made.id = some("ABCxyz09!~[]\"=", 2, 32);
  for (size_t elements = random() % 3; elements > 0; --elements) {
    made.data += "[" + some("abc", 1, 8) + "@32473";
    for (size_t pairs = random() % 3; pairs > 0; --pairs) {
      made.data += " " + some("xyz", 1, 6) + "=\"";
      for (const char c : some("ab \"\\]=[", 0, 12)) {
        if (c == '"' || c == '\\' || c == ']') made.data += '\\';
        made.data += c;
      }
      made.data += '"';
    }
    made.data += ']';
  }
  made.hostname = some("abcxyz", 1, 20);
  do made.app_name = some("abc_-9", 1, 20);
  while (made.app_name == "-");  // which is no name
  made.process_id = static_cast<uint32_t>(1 + random() % 4000000);
  made.pri = static_cast<int>(random() % 192);
  return made;
}

template <typename Channel> outcome submit(Channel& to, const whole_message& what) {
  std::string storage(Channel::headroom + what.words.size() + Channel::tailroom, '#');
  packet body{storage.data(), storage.size(), Channel::headroom};
  what.words.copy(body.append(what.words.size()), what.words.size());
  // A queued message's origin outlives it.
  struct sender {
    origin_buffer names;
    origin from = names;
  };
  static std::deque<sender> senders;
  senders.push_back({origin_buffer{text{what.hostname}, text{what.app_name}, what.process_id}});
  senders.back().from = senders.back().names;
  const origin& from = senders.back().from;
  const message made{priority::of_valid(static_cast<uint8_t>(what.pri)), timestamp::at(1800000000), &from, body,
                     text{what.id}, text{what.data}};
  const outcome result = to.submit(made);
  storage.assign(storage.size(), '!');
  return result;
}

void is_the_same(const std::string& record, const whole_message& sent, const std::string& before_text = "") {
  CAPTURE(record);
  const auto or_none = [](const std::string& words) { return words.empty() ? "-" : words; };
  const auto read = support::parse_rfc5424(record);
  REQUIRE(read.has_value());
  CHECK(read->pri == sent.pri);
  CHECK(read->time == "2027-01-15T08:00:00+00:00");
  CHECK(read->hostname == sent.hostname);
  CHECK(read->app_name == sent.app_name);
  CHECK(read->process_id == std::to_string(sent.process_id));
  CHECK(read->message_id == or_none(sent.id));
  CHECK(read->structured_data == or_none(sent.data));
  CHECK(read->text == before_text + sent.words);
}

}  // namespace

TEST_CASE("a queue sends messages with all that they had") {
  strings records;
  static message_ring<8, 700> ring;
  queued channel{wire{recorder{&records}}, ring};
  std::mt19937 random{1};
  for (int round = 0; round < 500; ++round) {
    records.clear();
    std::vector<whole_message> sent;
    for (size_t count = 1 + random() % 8; count > 0; --count) {
      sent.push_back(a_message(random));
      CHECK(submit(channel, sent.back()) == outcome::queued);
    }
    channel.drain();
    REQUIRE(records.size() == sent.size());
    for (size_t index = 0; index < sent.size(); ++index) is_the_same(records[index], sent[index]);
  }
  CHECK(ring.counts().left_out == 0);
}

TEST_CASE("a backlog sends messages later with all that they had, also after a reset") {
  strings records;
  int failures = 0;
  static backlog_storage<8192> storage;
  std::mt19937 random{2};
  for (int round = 0; round < 200; ++round) {
    records.clear();
    std::vector<whole_message> sent;
    failures = 1;
    {
      backlog channel{wire{recorder{&records, &failures}}, storage};
      channel.recover();
      for (size_t count = 1 + random() % 8; count > 0; --count) {
        failures = 1000;
        sent.push_back(a_message(random));
        CHECK(submit(channel, sent.back()) == outcome::queued);
      }
      failures = 0;
      if (round % 2 == 0) channel.replay();
      CHECK(channel.counts().left_out == 0);
    }
    if (round % 2 != 0) {
      backlog channel{wire{recorder{&records, &failures}}, storage};
      CHECK(channel.recover() == sent.size());
      channel.replay();
    }
    REQUIRE(records.size() == sent.size());
    for (size_t index = 0; index < sent.size(); ++index)
      is_the_same(records[index], sent[index], round % 2 != 0 ? "before the reset: " : "");
  }
}

TEST_CASE("nested decorators lose nothing of a message") {
  strings records;
  int failures = 0;
  static backlog_storage<4096> storage;
  static message_ring<8, 700> inner_ring;
  static message_ring<8, 700> ring;
  queued inner{wire{recorder{&records, &failures}}, inner_ring};
  queued channel{filter{"*.*", prefix{"vm3: ", backlog{inner, storage}}}, ring};
  std::mt19937 random{3};
  for (int round = 0; round < 300; ++round) {
    records.clear();
    const whole_message sent = a_message(random);
    submit(channel, sent);
    channel.drain();
    channel.poll(8);
    REQUIRE(records.size() == 1);
    is_the_same(records[0], sent, "vm3: ");
  }
}

TEST_CASE("what finds no room beside its text is left out whole, and counted") {
  strings records;
  static message_ring<2, 500> ring;
  queued channel{wire{recorder{&records}}, ring};
  whole_message large{"words", "ID", "[a@1 x=\"" + std::string(100, 'x') + "\"]", "host", "app", 1, 14};
  submit(channel, large);
  channel.drain();
  CHECK(ring.counts().left_out == 1);
  large.data.clear();
  is_the_same(records.back(), large);

  backlog_storage<256> storage;
  int failures = 1;
  backlog kept{wire{recorder{&records, &failures}}, storage};
  large.data = "[a@1 x=\"" + std::string(240, 'x') + "\"]";
  CHECK(submit(kept, large) == outcome::queued);
  CHECK(kept.counts().left_out == 1);
  kept.replay();
  large.data.clear();
  is_the_same(records.back(), large);
}
