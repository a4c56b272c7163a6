#include <lineout/sinks/memory.hpp>

#include <doctest/doctest.h>

#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using lineout::memory;
using lineout::outcome;
using lineout::packet;
using lineout::size_t;
using lineout::text;

template <typename Sink> constexpr outcome send(Sink& to, text words) {
  char storage[400]{};
  packet bytes{storage, sizeof storage, 0};
  char* const at = bytes.append(words.size());
  for (size_t index = 0; index < words.size(); ++index) at[index] = words[index];
  return to.send(bytes);
}

template <typename Sink> std::vector<std::string> records(const Sink& from) {
  std::vector<std::string> result;
  from.for_each([&](text words) { result.emplace_back(words.data(), words.size()); });
  return result;
}

constinit memory<100> ring;
static_assert(std::is_trivially_destructible_v<memory<100>>);
static_assert(!std::is_copy_constructible_v<memory<100>>);

static_assert([] {
  memory<18> sink;
  for (const text words : {"one", "two", "six", "ten"}) send(sink, words);
  constexpr text expected[] = {"two", "six", "ten"};
  bool right = sink.size() == 3 && sink.dropped() == 1;
  int index = 0;
  sink.for_each([&](text words) { right = right && words == expected[index++]; });
  return right;
}());

}  // namespace

TEST_CASE("records come back the oldest first, and a cleared ring has none") {
  CHECK(records(ring).empty());
  CHECK(send(ring, "first") == outcome::sent);
  CHECK(send(ring, "") == outcome::sent);
  CHECK(send(ring, text{"nul\0 and\nnewline", 16}) == outcome::sent);
  CHECK(records(ring) == std::vector<std::string>{"first", "", std::string{"nul\0 and\nnewline", 16}});
  ring.clear();
  CHECK(records(ring).empty());
  CHECK(ring.size() == 0);
  CHECK(ring.dropped() == 0);
  const std::string_view raw{reinterpret_cast<const char*>(&ring), sizeof ring};
  CHECK(raw.find("first") == std::string_view::npos);
}

TEST_CASE("a record that fills the ring is kept and one larger is lost without harm") {
  memory<20> sink;
  CHECK(send(sink, "small") == outcome::sent);
  CHECK(send(sink, "123456789012345678") == outcome::lost);
  CHECK(records(sink) == std::vector<std::string>{"small"});
  CHECK(send(sink, "12345678901234567") == outcome::sent);
  CHECK(records(sink) == std::vector<std::string>{"12345678901234567"});
  CHECK(send(sink, "next") == outcome::sent);
  CHECK(records(sink) == std::vector<std::string>{"next"});
  CHECK(sink.dropped() == 2);
}

TEST_CASE("a dump of the object shows the records as lines") {
  memory<200> sink;
  send(sink, "<132>router1 diskd: disk sda at 91%");
  send(sink, "<131>router1 diskd: disk sda failed");
  const std::string_view dump{reinterpret_cast<const char*>(&sink), sizeof sink};
  CHECK(dump.find("<132>router1 diskd: disk sda at 91%\n") != std::string_view::npos);
  CHECK(dump.find("<131>router1 diskd: disk sda failed\n") != std::string_view::npos);
}

template <size_t Size> void check_against_a_model(unsigned seed, unsigned largest) {
  std::mt19937 random{seed};
  memory<Size> sink;
  std::deque<std::string> all;
  size_t accepted = 0;
  for (int step = 0; step < 20000; ++step) {
    std::string record(random() % (largest + 1), '\0');
    for (char& c : record) c = static_cast<char>(random() % 3 == 0 ? 0xff : random());
    const bool fits = record.size() + 3 <= Size;
    REQUIRE((send(sink, record) == outcome::sent) == fits);
    if (fits) {
      all.push_back(record);
      ++accepted;
    }
    REQUIRE(sink.size() + sink.dropped() == accepted);
    while (all.size() > sink.size()) all.pop_front();
    REQUIRE(records(sink) == std::vector<std::string>(all.begin(), all.end()));
    // What is kept fills the ring but for two gaps at most, each smaller than a record.
    size_t used = 0;
    for (const std::string& kept : all) used += kept.size() + 3;
    REQUIRE(used <= Size);
    if (sink.dropped() > 0) REQUIRE(used + 2 * (largest + 3) >= Size);
  }
}

TEST_CASE("the newest records are there whole and in order, whatever their sizes and bytes") {
  check_against_a_model<4>(1, 3);
  check_against_a_model<7>(2, 5);
  check_against_a_model<64>(3, 20);
  check_against_a_model<64>(4, 70);
  check_against_a_model<257>(5, 100);
  check_against_a_model<1000>(6, 300);
}

namespace {

// A sink that needs room, writes into it, and takes so many records.
struct roomy : lineout::sink_base {
  static constexpr size_t headroom = 2;
  static constexpr size_t tailroom = 1;
  std::vector<std::string>* taken;
  int left;
  outcome send(packet& bytes) {
    if (left == 0) return outcome::lost;
    --left;
    char* const front = bytes.prepend(2);
    front[0] = front[1] = '>';
    *bytes.append(1) = '<';
    taken->emplace_back(bytes.data(), bytes.size());
    return outcome::sent;
  }
};

}  // namespace

TEST_CASE("replay sends the oldest first, forgets what was taken and keeps what was not") {
  memory<200> sink;
  for (const text words : {"one", "two", "", "four", "five"}) send(sink, words);
  std::vector<std::string> taken;
  roomy to{{}, &taken, 2};
  CHECK_FALSE(sink.replay(to));
  CHECK(taken == std::vector<std::string>{">>one<", ">>two<"});
  CHECK(records(sink) == std::vector<std::string>{"", "four", "five"});
  to.left = 10;
  CHECK_FALSE(sink.replay(to, 2));
  CHECK(records(sink) == std::vector<std::string>{"five"});
  CHECK(sink.replay(to));
  CHECK(sink.replay(to));
  CHECK(taken.size() == 5);
  CHECK(sink.size() == 0);
  CHECK(sink.dropped() == 0);
}

TEST_CASE("replay drops what is longer than it was told to expect, and counts it") {
  memory<200> sink;
  for (const text words : {"12345678", "123456789", "1234"}) send(sink, words);
  std::vector<std::string> taken;
  roomy to{{}, &taken, 10};
  CHECK(sink.replay<8>(to));
  CHECK(taken == std::vector<std::string>{">>12345678<", ">>1234<"});
  CHECK(sink.dropped() == 1);
}
