#include <lineout/channels/backlog.hpp>

#include <lineout/framings/rfc3164.hpp>
#include <lineout/locks/none.hpp>
#include <lineout/logger.hpp>
#include <lineout/sinks/locked.hpp>
#include <lineout/sinks/shared.hpp>

#include <doctest/doctest.h>

#if defined(__x86_64__) && defined(__linux__)
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using lineout::backlog;
using lineout::backlog_storage;
using lineout::message;
using lineout::outcome;
using lineout::size_t;
using lineout::text;
using lineout::timestamp;
using strings = std::vector<std::string>;

constexpr lineout::origin here{"board7", "firmware", 42};
constexpr lineout::priority level{lineout::facility::local0, lineout::severity::err};

// A channel that writes down everything of a message, while it works.
struct wire : lineout::channel_base<wire> {
  static constexpr size_t headroom = 7;
  static constexpr size_t tailroom = 3;
  explicit wire(strings* to = nullptr, int* left = nullptr, int* panicked = nullptr, int* polled = nullptr)
      : arrived{to}, works{left}, panics{panicked}, polls{polled} {}

  strings* arrived = nullptr;
  int* works = nullptr;  // how many messages more; negative: all of them
  int* panics = nullptr;
  int* polls = nullptr;

  outcome submit(const message& what) {
    if (works != nullptr && *works == 0) return outcome::lost;
    if (works != nullptr && *works > 0) --*works;
    CHECK(what.body.headroom() >= headroom);
    CHECK(what.body.tailroom() >= tailroom);
    std::string line = "<" + std::to_string(what.priority.pri()) + ">" + std::to_string(what.time.seconds());
    line += "." + std::to_string(what.time.nanoseconds()) + "/" + std::to_string(what.time.offset_minutes()) + " ";
    for (const text piece : {what.origin->hostname(), what.origin->app_name()})
      line += std::string{piece.data(), piece.size()} + " ";
    line += std::to_string(what.origin->process_id()) + " " + std::string{what.content().data(), what.content().size()};
    arrived->push_back(line);
    return outcome::sent;
  }
  void panic() {
    if (panics != nullptr) ++*panics;
  }
  bool poll(size_t) {
    if (polls != nullptr) ++*polls;
    return false;
  }
};

template <typename Channel>
outcome submit(Channel& to, const std::string& words, timestamp time = timestamp::at(1000), lineout::origin from = here,
               lineout::priority how = level) {
  char bytes[2000];
  lineout::packet body{bytes, sizeof bytes, wire::headroom};
  std::memcpy(body.append(words.size()), words.data(), words.size());
  return to.submit(message{how, time, &from, body});
}

std::string line(const std::string& words) { return "<131>1000.0/0 board7 firmware 42 " + words; }
std::string notice(int count) {
  return "<132>1000.0/0 board7 firmware 42 " + std::to_string(count) +
         (count == 1 ? " message lost" : " messages lost");
}

template <typename Channel> bool adds_up(const Channel& channel) {
  const lineout::backlog_counts counts = channel.counts();
  return counts.kept == counts.sent + counts.lost + counts.waiting;
}

struct keeping : lineout::backlog_options {
  static constexpr bool keep_sent = true;
};

static_assert(std::is_trivially_default_constructible_v<backlog_storage<512>>);
static_assert(std::is_trivially_destructible_v<backlog<lineout::stubs::channel, 512>>);
backlog_storage<512> placed;
constinit backlog<lineout::stubs::channel, 512> constant{lineout::stubs::channel{}, placed};

// Refuses the first ten.
struct late : lineout::channel_base<late> {
  int refused = 0;
  size_t sent = 0;
  constexpr outcome submit(const message& what) {
    if (refused < 10) {
      ++refused;
      return outcome::lost;
    }
    sent += what.content().size();
    return outcome::sent;
  }
};

static_assert([] {
  backlog_storage<256> memory{};
  backlog channel{late{}, memory};
  channel.recover();
  char words[] = "words";
  lineout::packet body{words, 5, 0};
  body.append(5);
  for (int count = 0; count < 3; ++count) channel.submit(message{level, timestamp{}, &here, body});
  while (!channel.replay()) continue;
  return channel.next().sent == 15 && channel.counts().sent == 3 && channel.counts().waiting == 0;
}());

}  // namespace

TEST_CASE("messages pass while the inner channel takes them") {
  strings arrived;
  backlog_storage<512> memory{};
  backlog channel{wire{&arrived}, memory};
  CHECK(channel.recover() == 0);
  CHECK(submit(channel, "one") == outcome::sent);
  CHECK(submit(channel, "two") == outcome::sent);
  CHECK(arrived == strings{line("one"), line("two")});
  CHECK(channel.counts().kept == 0);
  CHECK(submit(constant, "anything") == outcome::sent);
}

TEST_CASE("what was kept is sent in order, with its own priority, time and origin") {
  strings arrived;
  int works = 0;
  backlog_storage<512> memory{};
  backlog channel{wire{&arrived, &works}, memory};
  channel.recover();
  const lineout::origin other{"router1", "pppd", 4294967295u};
  CHECK(submit(channel, "one", timestamp::at(253402300799, 999999999, -1439)) == outcome::queued);
  CHECK(submit(channel, "", timestamp{}, other, {lineout::facility::local7, lineout::severity::debug}) ==
        outcome::queued);
  CHECK(submit(channel, "three \xc3\xa4") == outcome::queued);
  CHECK(channel.counts().waiting == 3);
  CHECK_FALSE(channel.replay());
  works = -1;
  CHECK(channel.replay());
  CHECK(arrived == strings{"<131>253402300799.999999999/-1439 board7 firmware 42 one",
                           "<191>-1.0/0 router1 pppd 4294967295 ", line("three \xc3\xa4")});
  CHECK(submit(channel, "four") == outcome::sent);
  CHECK(adds_up(channel));
  CHECK(channel.counts().sent == 3);
}

TEST_CASE("a message does not overtake those that wait, and brings some of them along") {
  strings arrived;
  int works = 0;
  backlog_storage<512> memory{};
  backlog channel{wire{&arrived, &works}, memory};
  channel.recover();
  for (const char* words : {"1", "2", "3", "4"}) submit(channel, words);
  works = -1;
  CHECK(submit(channel, "5") == outcome::queued);
  CHECK(arrived == strings{line("1"), line("2")});
  CHECK(submit(channel, "6") == outcome::queued);
  CHECK(submit(channel, "7") == outcome::queued);
  CHECK(submit(channel, "8") == outcome::queued);
  CHECK(arrived.size() == 8);
  CHECK(arrived.back() == line("8"));
  CHECK(submit(channel, "9") == outcome::sent);
  CHECK(adds_up(channel));
}

TEST_CASE("poll sends no more than its budget, and says whether something is left") {
  strings arrived;
  int works = 0;
  int polls = 0;
  backlog_storage<1024> memory{};
  backlog channel{wire{&arrived, &works, nullptr, &polls}, memory};
  channel.recover();
  for (int number = 0; number < 7; ++number) submit(channel, std::to_string(number));
  CHECK(channel.poll(3));
  works = -1;
  CHECK(channel.poll(3));
  CHECK(arrived.size() == 3);
  CHECK(channel.poll(3));
  CHECK_FALSE(channel.poll(3));
  CHECK(arrived.size() == 7);
  CHECK(polls == 4);
}

TEST_CASE("the oldest make room, are counted, and a message says how many") {
  strings arrived;
  int works = 0;
  backlog_storage<256> memory{};
  backlog channel{wire{&arrived, &works}, memory};
  channel.recover();
  for (int number = 0; number < 10; ++number)
    CHECK(submit(channel, "number " + std::to_string(number)) == outcome::queued);
  const auto counts = channel.counts();
  CHECK(counts.kept == 10);
  CHECK(counts.waiting == 5);
  CHECK(counts.lost == 5);
  works = -1;
  CHECK(channel.replay());
  CHECK(arrived ==
        strings{notice(5), line("number 5"), line("number 6"), line("number 7"), line("number 8"), line("number 9")});
  CHECK(adds_up(channel));
  CHECK(channel.counts().sent == 6);
}

TEST_CASE("a message larger than the memory is lost, one longer than a text is sent cut and marked") {
  strings arrived;
  int works = 0;
  backlog_storage<1500> memory{};
  backlog channel{wire{&arrived, &works}, memory};
  channel.recover();
  CHECK(submit(channel, std::string(1500, 'x')) == outcome::lost);
  CHECK(submit(channel, std::string(1000, 'x')) == outcome::queued);
  works = -1;
  CHECK(channel.replay());
  CHECK(arrived == strings{line(std::string(891, 'x') + "...")});
}

TEST_CASE("in a panic everything that waits is sent") {
  strings arrived;
  int works = 0;
  int panics = 0;
  backlog_storage<512> memory{};
  backlog channel{wire{&arrived, &works, &panics}, memory};
  channel.recover();
  submit(channel, "one");
  submit(channel, "two");
  works = -1;
  channel.panic();
  CHECK(panics == 1);
  CHECK(arrived == strings{line("one"), line("two")});
}

TEST_CASE("what waited before a warm reset is sent first, marked as such, and once") {
  strings arrived;
  int works = 0;
  backlog_storage<512> memory;
  std::memset(&memory, 0xa5, sizeof memory);
  {
    backlog before{wire{&arrived, &works}, memory};
    CHECK(before.recover() == 0);
    submit(before, "one");
    submit(before, "two");
  }
  backlog after{wire{&arrived, &works}, memory};
  CHECK(after.recover() == 2);
  CHECK(submit(after, "three", timestamp::at(2000)) == outcome::queued);
  works = 1;
  CHECK_FALSE(after.replay());
  CHECK(adds_up(after));
  backlog later{wire{&arrived, &works}, memory};
  CHECK(later.recover() == 2);
  works = -1;
  CHECK(submit(later, "four") == outcome::queued);
  CHECK(later.replay());
  CHECK(arrived == strings{line("before the reset: one"), line("before the reset: two"),
                           "<131>2000.0/0 board7 firmware 42 before the reset: three", line("four")});
  CHECK(adds_up(later));
  backlog last{wire{&arrived, &works}, memory};
  CHECK(last.recover() == 0);
}

TEST_CASE("how many had been dropped before the reset is said after it") {
  strings arrived;
  int works = 0;
  backlog_storage<256> memory{};
  backlog before{wire{&arrived, &works}, memory};
  before.recover();
  for (int number = 0; number < 10; ++number) submit(before, "number " + std::to_string(number));
  backlog after{wire{&arrived, &works}, memory};
  CHECK(after.recover() == 5);
  works = -1;
  CHECK(after.replay());
  CHECK(arrived.size() == 6);
  CHECK(arrived[0] == notice(5));
  CHECK(arrived[5] == line("before the reset: number 9"));
}

TEST_CASE("with keep_sent the last lines are there after a reset even if they had been sent") {
  strings arrived;
  int works = -1;
  backlog_storage<256> memory{};
  backlog<wire, 256, keeping> before{wire{&arrived, &works}, memory};
  before.recover();
  for (int number = 0; number < 8; ++number) CHECK(submit(before, "number " + std::to_string(number)) == outcome::sent);
  CHECK(before.counts().lost == 0);
  works = 0;
  CHECK(submit(before, "number 8") == outcome::queued);
  CHECK(submit(before, "number 9") == outcome::queued);
  CHECK(adds_up(before));
  backlog<wire, 256, keeping> after{wire{&arrived, &works}, memory};
  CHECK(after.recover() == 5);
  works = -1;
  arrived.clear();
  CHECK(submit(after, "next") == outcome::queued);
  CHECK(after.replay());
  strings expected{notice(1)};
  for (int number = 6; number < 10; ++number)
    expected.push_back(line("before the reset: number " + std::to_string(number)));
  expected.push_back(line("next"));
  CHECK(arrived == expected);
  backlog<wire, 256, keeping> again{wire{&arrived, &works}, memory};
  CHECK(again.recover() == 1);
}

TEST_CASE("a changed bit costs the message that it is in and those behind it, and nothing else") {
  for (size_t byte = 0; byte < sizeof(backlog_storage<512>); ++byte) {
    strings arrived;
    int works = 0;
    backlog_storage<512> memory{};
    backlog before{wire{&arrived, &works}, memory};
    before.recover();
    const strings words{"one", "two", "three"};
    for (const std::string& each : words) submit(before, each);
    char image[sizeof memory];
    std::memcpy(image, &memory, sizeof memory);
    image[byte] = static_cast<char>(image[byte] ^ 0x10);
    std::memcpy(&memory, image, sizeof memory);
    backlog after{wire{&arrived, &works}, memory};
    const size_t found = after.recover();
    works = -1;
    after.replay();
    REQUIRE(arrived.size() >= found);
    for (size_t index = 0; index < found; ++index) REQUIRE(arrived[index] == line("before the reset: " + words[index]));
  }
}

TEST_CASE("memory full of noise is never taken for messages") {
  std::mt19937 random{7};
  for (int round = 0; round < 2000; ++round) {
    strings arrived;
    backlog_storage<512> memory{};
    backlog first{wire{&arrived}, memory};
    first.recover();
    memory.oldest = round % 2 == 0 ? random() % 512 : static_cast<lineout::uint32_t>(random());
    for (char& c : memory.bytes) c = static_cast<char>(random());
    backlog channel{wire{&arrived}, memory};
    REQUIRE(channel.recover() == 0);
    REQUIRE(submit(channel, "x") == outcome::sent);
  }
}

template <typename Options> void let_anything_happen(bool resets) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random{seed};
    strings arrived;
    int works = 0;
    auto memory = std::make_unique<backlog_storage<600>>();
    std::memset(static_cast<void*>(memory.get()), static_cast<int>(seed), sizeof *memory);
    using channel_type = backlog<wire, 600, Options>;
    auto channel = std::make_unique<channel_type>(wire{&arrived, &works}, *memory);
    channel->recover();
    int number = 0;
    size_t lost = 0;
    for (int step = 0; step < 300; ++step) {
      switch (random() % 8) {
        case 0:
          works = static_cast<int>(random() % 4);
          break;
        case 1:
          works = random() % 2 == 0 ? -1 : 0;
          break;
        case 2:
          channel->poll(random() % 3);
          break;
        case 3:
          if (resets && random() % 8 == 0) {
            lost += channel->counts().lost;
            const size_t waiting = channel->counts().waiting;
            REQUIRE(adds_up(*channel));
            channel = std::make_unique<channel_type>(wire{&arrived, &works}, *memory);
            REQUIRE(channel->recover() == waiting);
          }
          break;
        default:
          const outcome result = submit(*channel, std::string(random() % 40, '.') + std::to_string(number++));
          REQUIRE(result != outcome::lost);
      }
      REQUIRE(adds_up(*channel));
    }
    works = -1;
    REQUIRE(channel->replay());
    lost += channel->counts().lost;
    int last = -1;
    size_t reported = 0;
    size_t lines = 0;
    for (const std::string& each : arrived) {
      const size_t words = each.find(" 42 ") + 4;
      if (each.find("lost") != std::string::npos) {
        reported += std::stoul(each.substr(words));
        continue;
      }
      ++lines;
      const int found = std::stoi(each.substr(each.find_last_not_of("0123456789") + 1));
      REQUIRE(found > last);
      last = found;
    }
    CAPTURE(seed);
    CAPTURE(lines);
    CAPTURE(number);
    REQUIRE(reported == lost);
    REQUIRE(lines + lost == static_cast<size_t>(number));
    REQUIRE(last == number - 1);
  }
}

TEST_CASE("whatever happens in whatever order, nothing is doubled, reordered or miscounted, over resets too") {
  let_anything_happen<lineout::backlog_options>(true);
  let_anything_happen<keeping>(false);
}

TEST_CASE("a logger's counts and its backlog's add up, and both their losses are reported") {
  strings arrived;
  int works = 0;
  backlog_storage<512> memory{};
  using kept = backlog<wire, 512>;
  lineout::locked<kept, lineout::locks::none> channel{wire{&arrived, &works}, memory};
  channel.with([](kept& inner) { inner.recover(); });
  lineout::logger log{lineout::shared{channel}, here};
  for (int number = 0; number < 30; ++number) log.info("number {}", number);
  CHECK(log.counts().accepted == 30);
  CHECK(log.counts().queued == 30);
  CHECK(log.poll(4));
  works = -1;
  while (log.poll(4)) continue;
  channel.with([&](kept& inner) {
    const auto counts = inner.counts();
    CHECK(counts.kept == log.counts().queued + 1);
    CHECK(counts.sent == arrived.size());
    CHECK(counts.waiting == 0);
    CHECK(arrived[0].find(std::to_string(counts.lost) + " messages lost") != std::string::npos);
  });
  log.info("another");
  CHECK(log.counts().sent == 1);
}

#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

using storage_512 = backlog_storage<512>;

// What a child fills while its parent steps through it, and the child's own account of it.
struct watched {
  storage_512 storage;
  size_t submitted;
  size_t sent;
  size_t told;
  size_t last_notice;
};

// 40 lines, of which the receiver takes a few now and then.
void fill(watched& memory) {
  static bool open;
  open = false;
  struct gate : lineout::channel_base<gate> {
    watched* memory;
    explicit gate(watched* to) : memory{to} {}
    outcome submit(const message& what) {
      if (!open) return outcome::lost;
      const char first = what.content()[0];
      if (first == 'l') ++memory->sent;
      else memory->told += memory->last_notice = static_cast<size_t>(std::atoi(what.content().data()));
      return outcome::sent;
    }
  };
  backlog channel{gate{&memory}, memory.storage};
  channel.recover();
  for (int number = 0; number < 40; ++number) {
    char words[] = "line 00 of some length, that is not always the same";
    words[5] = static_cast<char>('0' + number / 10);
    words[6] = static_cast<char>('0' + number % 10);
    lineout::packet body{words, sizeof words, 0};
    body.append(20 + static_cast<size_t>(number * 7 % 30));
    ++memory.submitted;
    channel.submit(message{level, timestamp::at(1000 + number), &here, body});
    open = number % 13 == 12;
    if (open) channel.replay(2);
    open = false;
  }
}

// What a start after the reset sends.
struct reading : lineout::channel_base<reading> {
  std::vector<int>* numbers;
  size_t* lost;
  reading(std::vector<int>* to, size_t* count) : numbers{to}, lost{count} {}
  outcome submit(const message& what) {
    const std::string words{what.content().data(), what.content().size()};
    const size_t at = words.find("line ");
    if (at != std::string::npos) numbers->push_back(std::stoi(words.substr(at + 5, 2)));
    else *lost = std::stoul(words);
    return outcome::sent;
  }
};

}  // namespace

TEST_CASE("a reset at any store leaves the lines in order, and the count of the lost ones") {
  auto* const memory =
      static_cast<watched*>(mmap(nullptr, sizeof(watched), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  REQUIRE(memory != MAP_FAILED);
  const pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    raise(SIGSTOP);
    fill(*memory);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  storage_512 before = memory->storage;
  size_t states = 0, disordered = 0, wrong = 0;
  while (ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) == 0 && waitpid(child, &status, 0) == child &&
         WIFSTOPPED(status)) {
    if (std::memcmp(&before, &memory->storage, sizeof before) == 0) continue;
    before = memory->storage;
    ++states;
    storage_512 found = before;
    std::vector<int> numbers;
    size_t lost = 0;
    backlog channel{reading{&numbers, &lost}, found};
    channel.recover();
    channel.replay();
    for (size_t index = 1; index < numbers.size(); ++index) disordered += numbers[index] <= numbers[index - 1];
    // Without a line no notice can be sent. One line may be in hand, and a notice that has just left.
    if (numbers.empty()) continue;
    const auto is_right = [&](size_t sum) { return sum + 1 >= memory->submitted && sum <= memory->submitted + 1; };
    const size_t sum = numbers.size() + memory->sent + memory->told + lost;
    if (!is_right(sum) && !(lost == memory->last_notice && is_right(sum - lost))) ++wrong;
  }
  CHECK(WIFEXITED(status));
  CHECK(states > 500);
  CHECK(memory->told > 10);
  CHECK(disordered == 0);
  CHECK(wrong == 0);
  munmap(memory, sizeof(watched));
}

#endif
