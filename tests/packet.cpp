#include <lineout/packet.hpp>

#include <string>

#include <doctest/doctest.h>

using lineout::packet;

TEST_CASE("prepend and append take of the rooms and leave the data where it is") {
  char storage[10];
  packet bytes{storage, sizeof storage, 4};
  CHECK(bytes.size() == 0);
  CHECK(bytes.headroom() == 4);
  CHECK(bytes.tailroom() == 6);
  char* const data = bytes.append(2);
  REQUIRE(data == storage + 4);
  CHECK(bytes.prepend(3) == storage + 1);
  CHECK(bytes.headroom() == 1);
  CHECK(bytes.size() == 5);
  CHECK(bytes.tailroom() == 4);
}

TEST_CASE("a room that is too small is refused and nothing changes") {
  char storage[10];
  packet bytes{storage, sizeof storage, 4};
  CHECK(bytes.prepend(5) == nullptr);
  CHECK(bytes.append(7) == nullptr);
  CHECK(bytes.headroom() == 4);
  CHECK(bytes.size() == 0);
  CHECK(bytes.prepend(4) == storage);
  CHECK(bytes.append(6) == storage + 4);
  packet nothing;
  CHECK(nothing.prepend(1) == nullptr);
}

TEST_CASE("a headroom larger than the storage is all of it") {
  char storage[10];
  packet bytes{storage, sizeof storage, 11};
  CHECK(bytes.headroom() == 10);
  CHECK(bytes.tailroom() == 0);
}

TEST_CASE("a copy of the view moves on its own") {
  char storage[10];
  packet bytes{storage, sizeof storage, 4};
  packet copy = bytes;
  copy.prepend(4);
  CHECK(bytes.headroom() == 4);
  CHECK(bytes.size() == 0);
}
