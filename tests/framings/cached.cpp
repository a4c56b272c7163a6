#include <lineout/framings/cached.hpp>

#include "../support/frame.hpp"

#include "../support/recorder.hpp"

#include <lineout/channels/backlog.hpp>
#include <lineout/channels/dedupe.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/channels/rate_limit.hpp>
#include <lineout/framings/local.hpp>
#include <lineout/framings/newline.hpp>
#include <lineout/framings/octet_counting.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/framings/rfc5424.hpp>
#include <lineout/framings/traditional.hpp>

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
  char storage[1024];
  packet body{storage, Framing::headroom + words.size() + Framing::tailroom, Framing::headroom};
  detail::copy(body.append(words.size()), words.data(), words.size());
  framing.frame(body, message{level, time, &from, body});
  return {body.data(), body.size()};
}

// What a receiver reads in a line, by rules of its own: the names and the process id that stand there.
struct reading {
  std::string host, tag, process, words;
  friend bool operator==(const reading&, const reading&) = default;
};
std::string up_to(std::string& line, const char* ends) {
  const std::string word = line.substr(0, line.find_first_of(ends));
  line.erase(0, word.size());
  return word;
}
// has_host: whether the framing is one that names the host.
reading read(std::string line, bool has_host) {
  reading result;
  if (line.back() == '\n') line.pop_back();
  if (line.find_first_not_of("0123456789") == line.find(' ')) up_to(line, " "), line.erase(0, 1);
  if (line[0] == '<') up_to(line, ">"), line.erase(0, 1);
  if (line.substr(0, 2) == "1 ") {
    std::string fields[6];
    for (std::string& field : fields) field = up_to(line, " "), line.erase(0, 1);
    REQUIRE(up_to(line, " ") == "-");
    return {fields[2], fields[3], fields[4] == "-" ? "" : fields[4], line.substr(1)};
  }
  const bool with_time = line.size() > 16 && line[6] == ' ' && line[9] == ':' && line[12] == ':' && line[15] == ' ';
  if (with_time) line.erase(0, 16);
  if (has_host) result.host = up_to(line, " "), line.erase(0, 1);
  result.tag = up_to(line, "[:");
  if (line[0] == '[') {
    line.erase(0, 1);
    result.process = up_to(line, "]");
    line.erase(0, 1);
  }
  REQUIRE(line.substr(0, 2) == ": ");
  result.words = line.substr(2);
  return result;
}

// Lines of a thousand origins that live one after the other at the same place, each for a few lines.
template <typename Framing> int wrong_names(bool names_host, bool names_host_without_time) {
  Framing framing;
  std::vector<reading> expected;
  unsigned state = 5;
  const auto random = [&](unsigned below) { return (state = state * 1664525 + 1013904223) / 65536 % below; };
  const auto name = [&](unsigned sizes) {
    std::string result(1 + random(sizes) * 9, 'a');  // few sizes, so that many names differ in nothing else
    for (char& c : result) c = "abcxyz0123456789"[random(16)];
    result[0] = static_cast<char>('a' + random(20));
    return result;
  };
  for (int origins = 0; origins < 1000; ++origins)
    expected.push_back({name(4), name(3), random(4) == 0 ? "" : std::to_string(1 + random(3) * 999), ""});
  int wrong = 0;
  char names[2][64];  // what every origin's names are copied from
  for (int line = 0; line < 100000; ++line) {
    const reading& wanted = expected[random(1000)];
    wanted.host.copy(names[0], sizeof names[0]);
    wanted.tag.copy(names[1], sizeof names[1]);
    const origin_buffer buffer{text{names[0], wanted.host.size()}, text{names[1], wanted.tag.size()},
                               wanted.process.empty() ? 0 : static_cast<uint32_t>(std::stoul(wanted.process))};
    const origin from = buffer;
    const timestamp time = random(5) == 0 ? timestamp{} : timestamp::at(1800000000 + line / 50000);
    const bool with_host = time.known() ? names_host : names_host_without_time;
    reading right = wanted;
    right.words = "line " + std::to_string(line);
    if (!with_host) right.host = "";
    if (!(read(framed_by(framing, {}, time, from, right.words), with_host) == right)) ++wrong;
  }
  return wrong;
}

}  // namespace

TEST_CASE("a line has the names of its own origin, however short that lives and whatever lay at its place before") {
  using keeping = basic_rfc3164<unknown_time::keep_hostname>;
  CHECK(wrong_names<rfc3164>(true, false) == 0);
  CHECK(wrong_names<keeping>(true, true) == 0);
  CHECK(wrong_names<local>(false, false) == 0);
  CHECK(wrong_names<traditional>(true, true) == 0);
  CHECK(wrong_names<rfc5424>(true, true) == 0);
  CHECK(wrong_names<cached<rfc3164>>(true, false) == 0);
  CHECK(wrong_names<cached<keeping>>(true, true) == 0);
  CHECK(wrong_names<cached<local>>(false, false) == 0);
  CHECK(wrong_names<newline<cached<rfc3164>>>(true, false) == 0);
  CHECK(wrong_names<octet_counting<cached<local>>>(false, false) == 0);
}

TEST_CASE("channels that keep origins send each line with its own") {
  const auto time = timestamp::at(1800000000);
  const origin_buffer names[] = {
      {"router", "alpha"}, {"router", "gamma"}, {"router", "in.tftpd", 0, app_name_characters::dots_and_slashes}};
  std::vector<std::string> records;
  int failures = 0;
  using channel = framed<cached<rfc3164>, recorder>;
  const auto submit = [&](auto& to, int name, const char* words) {
    char storage[512];
    packet body{storage, sizeof storage, 300};
    const text given{words};
    detail::copy(body.append(given.size()), given.data(), given.size());
    const origin from = names[name];
    to.submit(message{{}, time, &from, body});
  };
  const auto has = [&](const char* line) {
    for (const std::string& record : records)
      if (record == std::string{"<13>Jan 15 08:00:00 router "} + line) return true;
    return false;
  };
  SUBCASE("rate_limit") {
    rate_limit limited{channel{recorder{&records}}};
    for (size_t count = 0; count < rate_limit_options::burst + 3; ++count) submit(limited, 0, "x");
    for (size_t count = 0; count < rate_limit_options::burst + 2; ++count) submit(limited, 1, "x");
    for (size_t count = 0; count < rate_limit_options::burst + 4; ++count) submit(limited, 2, "x");
    limited.flush();
    CHECK(has("alpha: 3 messages suppressed"));
    CHECK(has("gamma: 2 messages suppressed"));
    CHECK(has("in.tftpd: 4 messages suppressed"));
  }
  SUBCASE("dedupe") {
    dedupe once{channel{recorder{&records}}};
    for (const int name : {0, 0, 0, 1, 1, 1, 2, 2, 2}) submit(once, name, "x");
    once.flush();
    CHECK(has("alpha: last message repeated 2 times"));
    CHECK(has("gamma: last message repeated 2 times"));
    CHECK(has("in.tftpd: last message repeated 2 times"));
  }
  SUBCASE("backlog") {
    backlog_storage<1024> memory{};
    backlog later{channel{recorder{&records, &failures}}, memory};
    later.recover();
    failures = 1000;
    submit(later, 0, "from alpha");
    submit(later, 1, "from gamma");
    submit(later, 2, "from in.tftpd");
    failures = 0;
    while (!later.replay()) continue;
    CHECK(has("alpha: from alpha"));
    CHECK(has("gamma: from gamma"));
    CHECK(has("in.tftpd: from in.tftpd"));
  }
}

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
    const auto time =
        random(4) == 0 ? timestamp{} : timestamp::at(1800000000 + random(3), 0, static_cast<int>(random(3)) * 60 - 60);
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
      const std::string expected[] = {framed_by(plain, {}, time, names[0], "x"),
                                      framed_by(plain, {}, time, names[1], "x")};
      start.arrive_and_wait();
      for (unsigned round = 0; round < 1000000; ++round) {
        const unsigned which = thread == 0 ? round / 3 % 2 : thread % 2;
        if (framed_by(kept, {}, time, names[which], "x") != expected[which]) ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong.load() == 0);
}
