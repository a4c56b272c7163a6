#include <lineout/channels/framed.hpp>

#include "../support/recorder.hpp"

#include <lineout/framings/rfc3164.hpp>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

struct notices_panic : stubs::sink {
  bool* told;
  constexpr void panic() { *told = true; }
};

constexpr origin here{"host", "app"};

// Notes each batch as its records with bars between them; loses those that end in an x.
struct takes_many : stubs::sink {
  std::vector<std::string>* batches;

  explicit takes_many(std::vector<std::string>& kept) : batches{&kept} {}
  outcome send(packet& bytes) { return batches->emplace_back(bytes.data(), bytes.size()), outcome::sent; }
  void send_all(packet* packets, outcome* outcomes, size_t count) {
    std::string& batch = batches->emplace_back();
    for (size_t index = 0; index < count; ++index) {
      const std::string record{packets[index].data(), packets[index].size()};
      batch += record + "|";
      outcomes[index] = record.back() == 'x' ? outcome::lost : outcome::sent;
    }
  }
};

struct flushed : stubs::sink {
  bool* told;
  constexpr void flush() { *told = true; }
};

// Messages with their own memory, for as long as it.
struct some_messages {
  static constexpr size_t room = rfc3164::headroom;
  char storage[batch_limit][room + 8];
  std::vector<message> messages;

  message& add(const char* words, size_t headroom = room) {
    char* const mine = storage[messages.size()];
    packet body{mine, sizeof storage[0], headroom};
    const size_t size = text{words}.size();
    detail::copy(body.append(size), words, size);
    return messages.emplace_back(message{{facility::local0, severity::warning}, {}, &here, body});
  }
};

static_assert(detail::submits_all<framed<rfc3164, takes_many>>);
static_assert(!detail::submits_all<framed<rfc3164, stubs::sink>>);

}  // namespace

TEST_CASE("many messages reach a sink that takes many in one call, each framed") {
  std::vector<std::string> batches;
  framed<rfc3164, takes_many> channel{takes_many{batches}};
  some_messages some;
  some.add("one");
  some.add("twox");
  some.add("three");
  outcome outcomes[3];
  channel.submit_all(some.messages.data(), outcomes, 3);
  CHECK(batches == std::vector<std::string>{"<132>app: one|<132>app: twox|<132>app: three|"});
  CHECK(outcomes[0] == outcome::sent);
  CHECK(outcomes[1] == outcome::lost);
  CHECK(outcomes[2] == outcome::sent);
  CHECK(some.messages[0].content() == "one");
}

TEST_CASE("of many messages only those without the room that was promised are lost") {
  std::vector<std::string> batches;
  framed<rfc3164, takes_many> channel{takes_many{batches}};
  some_messages some;
  some.add("one");
  some.add("two", 4);
  some.add("three");
  outcome outcomes[3];
  channel.submit_all(some.messages.data(), outcomes, 3);
  CHECK(batches == std::vector<std::string>{"<132>app: one", "<132>app: three"});
  CHECK(outcomes[0] == outcome::sent);
  CHECK(outcomes[1] == outcome::lost);
  CHECK(outcomes[2] == outcome::sent);
}

TEST_CASE("a flush reaches the sink") {
  bool told = false;
  flushed sink;
  sink.told = &told;
  framed<rfc3164, flushed> channel{sink};
  channel.flush();
  CHECK(told);
}

TEST_CASE("the sink gets the framed bytes and the message stays as it was") {
  std::vector<std::string> records;
  framed<rfc3164, recorder> channel{recorder{&records}};
  char storage[decltype(channel)::headroom + 5];
  packet body{storage, sizeof storage, decltype(channel)::headroom};
  detail::copy(body.append(5), "hello", 5);
  const message what{{facility::local0, severity::warning}, {}, &here, body};
  CHECK(channel.submit(what) == outcome::sent);
  CHECK(channel.submit(what) == outcome::sent);
  CHECK(records == std::vector<std::string>{"<132>app: hello", "<132>app: hello"});
  CHECK(what.content() == "hello");
}

TEST_CASE("a message without the room that was promised is lost and nothing is written") {
  std::vector<std::string> records;
  framed<rfc3164, recorder> channel{recorder{&records}};
  char storage[16];
  packet body{storage, sizeof storage, 8};
  CHECK(channel.submit({{}, {}, &here, body}) == outcome::lost);
  CHECK(records.empty());
}

TEST_CASE("panic reaches the sink") {
  bool told = false;
  notices_panic sink;
  sink.told = &told;
  framed<rfc3164, notices_panic> channel{sink};
  channel.panic();
  CHECK(told);
}
