#include <lineout/posix/detail/any_sink.hpp>

#include <doctest/doctest.h>

#include <string>
#include <utility>

using namespace lineout;

namespace {

int alive = 0;

// Counts itself, and whatever is done with it.
template <int Number> struct counted : sink_base {
  static constexpr size_t headroom = Number;
  static constexpr size_t tailroom = 2 * Number;
  std::string* said = nullptr;

  explicit counted(std::string* to) : said{to} { ++alive; }
  counted(counted&& from) noexcept : said{from.said} { ++alive; }
  ~counted() { --alive; }
  outcome send(packet&) { return *said += std::to_string(Number), outcome::sent; }
  void tick(timestamp) { *said += 't'; }
  void flush() { *said += 'f'; }
  void panic() { *said += 'p'; }
  bool poll(size_t budget) { return budget == 7; }
  size_t take_losses() { return 3; }
};
using either = detail::any_sink<counted<1>, counted<2>>;
static_assert(sink<either> && either::headroom == 2 && either::tailroom == 4);

outcome send(either& to) {
  packet bytes;
  return to.send(bytes);
}

}  // namespace

TEST_CASE("an empty one loses every record") {
  either empty;
  CHECK(send(empty) == outcome::lost);
  empty.flush();
  CHECK_FALSE(empty.poll(7));
  CHECK(empty.take_losses() == 0);
}

TEST_CASE("the sink in it gets every verb, moves with it, and ends once") {
  std::string said;
  {
    either one;
    one.emplace(counted<1>{&said});
    CHECK(alive == 1);
    CHECK(send(one) == outcome::sent);
    one.tick({});
    one.flush();
    one.panic();
    CHECK(one.poll(7));
    CHECK_FALSE(one.poll(8));
    CHECK(one.take_losses() == 3);
    either other{std::move(one)};
    CHECK(alive == 1);
    CHECK(send(other) == outcome::sent);
    CHECK(send(one) == outcome::lost);
    one.emplace(counted<2>{&said});
    CHECK(send(one) == outcome::sent);
    CHECK(alive == 2);
    other = std::move(one);
    CHECK(alive == 1);
    CHECK(send(other) == outcome::sent);
    other.emplace(counted<1>{&said});
    CHECK(alive == 1);
    other = either{};
    CHECK(alive == 0);
    CHECK(send(other) == outcome::lost);
    one.emplace(counted<1>{&said});
  }
  CHECK(alive == 0);
  CHECK(said == "1tfp122");
}

TEST_CASE("what a sink says of its errors is heard, and its patience set, where it has such words") {
  struct grave : sink_base {
    uint32_t* patience;
    explicit grave(uint32_t* to) : patience{to} {}
    outcome send(packet&) { return outcome::lost; }
    text error() const { return "it is broken"; }
    int last_error() const { return 7; }
    void set_patience(uint32_t microseconds) { *patience = microseconds; }
  };
  std::string said;
  uint32_t patience = 0;
  detail::any_sink<counted<1>, grave> one;
  CHECK(one.error() == "");
  CHECK(one.last_error() == 0);
  one.emplace(grave{&patience});
  CHECK(one.error() == "it is broken");
  CHECK(one.last_error() == 7);
  one.set_patience(500);
  CHECK(patience == 500);
  one.emplace(counted<1>{&said});
  one.set_patience(600);
  CHECK(patience == 500);
  CHECK(one.error() == "");
  CHECK(one.last_error() == 0);
}
