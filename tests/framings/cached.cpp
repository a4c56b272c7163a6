#include <lineout/framings/cached.hpp>

#include "../support/frame.hpp"

#include <lineout/framings/local.hpp>
#include <lineout/framings/rfc3164.hpp>

#include <atomic>
#include <barrier>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace lineout;

namespace {

constexpr origin router{"router1", "pppd", 1234};
constexpr origin other{"r2", "a", 7};

template <typename Framing>
std::string framed_by(Framing& framing, priority level, timestamp time, const origin& from, const std::string& words) {
  char storage[512];
  packet body{storage, Framing::headroom + words.size(), Framing::headroom};
  detail::copy(body.append(words.size()), words.data(), words.size());
  framing.frame(body, message{level, time, &from, body});
  return {body.data(), body.size()};
}

}  // namespace

TEST_CASE("in a constant expression it is the framing that it keeps") {
  static_assert(framed_as<cached<rfc3164>>("<132>Aug  5 07:03:06 router1 pppd[1234]: hello",
                                           {facility::local0, severity::warning},
                                           timestamp::from_civil({2026, 8, 5, 7, 3, 6}), router, "hello"));
  CHECK(true);
}

TEST_CASE("whatever follows on whatever, the bytes are those without a cache") {
  cached<rfc3164> kept;
  rfc3164 plain;
  unsigned state = 1;
  const auto random = [&](unsigned below) { return (state = state * 1664525 + 1013904223) / 65536 % below; };
  for (int round = 0; round < 20000; ++round) {
    const auto time = random(4) == 0 ? timestamp{} : timestamp::at(1800000000 + random(3), 0, static_cast<int>(random(3)) * 60 - 60);
    const priority level = priority::from_pri(random(192)).value;
    const origin& from = random(3) == 0 ? other : router;
    CHECK(framed_by(kept, level, time, from, "text") == framed_by(plain, level, time, from, "text"));
  }
}

TEST_CASE("the local framing is kept as well") {
  cached<local> kept;
  local plain;
  const auto time = timestamp::from_civil({2026, 8, 5, 7, 3, 6});
  for (int round = 0; round < 2; ++round)
    CHECK(framed_by(kept, {}, time, router, "text") == framed_by(plain, {}, time, router, "text"));
}

TEST_CASE("threads that share it never see half a header") {
  cached<rfc3164> kept;
  static constexpr origin names[] = {{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", 1111111111},
                                     {"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "bbbbbbbbbbbbbbbbbbbb", 2222222222}};
  std::atomic<int> wrong{0};
  std::barrier start{3};
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < 3; ++thread)
    threads.emplace_back([&kept, &wrong, &start, thread] {
      const auto time = timestamp::at(1800000000);
      rfc3164 plain;
      const std::string expected[] = {framed_by(plain, {}, time, names[0], "x"), framed_by(plain, {}, time, names[1], "x")};
      start.arrive_and_wait();
      for (unsigned round = 0; round < 1000000; ++round) {
        const unsigned which = thread == 0 ? round / 3 % 2 : thread % 2;
        if (framed_by(kept, {}, time, names[which], "x") != expected[which]) ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong.load() == 0);
}
