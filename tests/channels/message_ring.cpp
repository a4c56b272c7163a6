#include <lineout/channels/message_ring.hpp>

#include <cstring>
#include <type_traits>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

using small_ring = message_ring<8, 40>;
constinit small_ring zero;
constexpr origin here{"host", "app"};

// Takes what is sent, and has no rooms.
struct counting : lineout::channel_base<counting> {
  size_t messages = 0;
  outcome submit(const message& what) {
    ++messages;
    return what.content() == text{"text"} && what.origin == &here ? outcome::sent : outcome::lost;
  }
};

message text_in(char* bytes) {
  packet body{bytes, 40, 10};
  std::memcpy(body.append(4), "text", 4);
  return {{}, {}, &here, body};
}

}  // namespace

static_assert(std::is_trivially_destructible_v<small_ring>);
static_assert(alignof(message_ring<2, 40>) == ring_options::alignment);

TEST_CASE("a new ring is all zero, and so takes no room in a program's image") {
  const small_ring nothing{};
  const char bytes[sizeof nothing] = {};
  CHECK(std::memcmp(&nothing, bytes, sizeof nothing) == 0);
  CHECK(std::memcmp(&zero, bytes, sizeof nothing) == 0);
}

TEST_CASE("counts tell what is finished from what is not") {
  small_ring ring;
  small_ring::record* const first = ring.claim();
  small_ring::record* const second = ring.claim();
  ring.publish(*second, text_in(second->content.bytes), 0);
  CHECK(ring.counts().unfinished == 1);
  CHECK(ring.counts().queued == 1);
  ring.abandon(*first);
  CHECK(ring.counts().unfinished == 0);
  CHECK(ring.counts().queued == 1);
  counting out;
  CHECK(ring.drain(out) == 1);
  CHECK(ring.counts().queued == 0);
}
