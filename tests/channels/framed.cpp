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

}  // namespace

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
