#include <lineout/detail/record_ring.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <deque>
#include <random>
#include <string>

namespace {

using lineout::size_t;
using lineout::text;
using lineout::detail::record_ring;

template <size_t Size> struct ring {
  char memory[Size]{};
  record_ring<Size> records{};
  size_t dropped = 0;

  void put(const std::string& bytes) {
    char* const at = records.reserve(memory, bytes.size(), [this] { ++dropped; });
    std::memcpy(at, bytes.data(), bytes.size());
    records.commit(memory, bytes.size());
  }
  std::deque<std::string> all() const {
    std::deque<std::string> result;
    size_t at = records.oldest();
    for (size_t visited = 0; visited < records.count(); ++visited) {
      const text found = records.read(memory, at);
      result.emplace_back(found.data(), found.size());
    }
    return result;
  }
};

constexpr auto anything = [](text record) { return !record.empty(); };

}  // namespace

TEST_CASE("the oldest records make room for the newest and for no other reason") {
  ring<30> small;
  small.put("one");
  small.put("two");
  small.put("three and four");
  CHECK(small.all() == std::deque<std::string>{"one", "two", "three and four"});
  small.put("five");
  CHECK(small.all() == std::deque<std::string>{"three and four", "five"});
  CHECK(small.dropped == 2);
  small.records.pop(small.memory);
  CHECK(small.all() == std::deque<std::string>{"five"});
  small.records.pop(small.memory);
  small.records.pop(small.memory);
  CHECK(small.records.count() == 0);
}

TEST_CASE("another ring finds what this one left, however they lie in the memory") {
  std::mt19937 random{1};
  ring<200> before;
  for (int step = 0; step < 5000; ++step) {
    if (random() % 3 == 0) {
      // As its users do, so that nothing that is gone is found again.
      size_t at = before.records.oldest();
      const text gone = before.records.read(before.memory, at);
      if (before.records.count() > 0) std::memset(before.memory + (gone.data() - before.memory), 0, gone.size());
      before.records.pop(before.memory);
    } else {
      const std::string bytes = "r" + std::to_string(step) + std::string(random() % 50, '.');
      before.records.reserve(before.memory, bytes.size(), [&before] {
        size_t at = before.records.oldest();
        const text gone = before.records.read(before.memory, at);
        std::memset(before.memory + (gone.data() - before.memory), 0, gone.size());
      });
      std::memcpy(before.memory + before.records.next() + 2, bytes.data(), bytes.size());
      before.records.commit(before.memory, bytes.size());
    }
    ring<200> after;
    std::memcpy(after.memory, before.memory, sizeof before.memory);
    after.records.adopt(after.memory, before.records.oldest(),
                        [](text record) { return !record.empty() && record[0] == 'r'; });
    REQUIRE(after.all() == before.all());
    if (before.records.count() > 0) REQUIRE(after.records.next() == before.records.next());
  }
}

TEST_CASE("whatever is in the memory, nothing outside of it is read and the search ends") {
  std::mt19937 random{2};
  for (int round = 0; round < 20000; ++round) {
    ring<64> noise;
    for (char& c : noise.memory) c = static_cast<char>(random() % 4 == 0 ? random() : 0);
    noise.records.adopt(noise.memory, random() % 70, anything);
    REQUIRE(noise.records.count() <= 64 / 3);
    for (const std::string& each : noise.all()) REQUIRE(each.size() <= 61);
    noise.put("new");
    REQUIRE(noise.records.count() > 0);
  }
}

TEST_CASE("a context that is stopped in the middle of adding a record leaves the others where they are") {
  ring<64> shared;
  shared.put("one");
  std::memcpy(shared.records.reserve(shared.memory, 10, [] {}), "unfinis", 7);
  shared.put("last words");
  CHECK(shared.all() == std::deque<std::string>{"one", "last words"});
}
