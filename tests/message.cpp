#include <lineout/message.hpp>

#include <doctest/doctest.h>

TEST_CASE("a message's content is its body's bytes") {
  char storage[] = "....text....";
  lineout::packet body{storage, sizeof storage - 1, 4};
  body.append(4);
  constexpr lineout::origin here{"host", "app"};
  const lineout::message what{{}, {}, &here, body};
  CHECK(what.content() == "text");
}
