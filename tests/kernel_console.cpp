#include <lineout/kernel_console.hpp>

#include <doctest/doctest.h>

#include <deque>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace lineout;

struct small : kernel_console_options {
  static constexpr size_t backlog = 512;
};
[[maybe_unused]] constinit kernel_console_memory<small> constant_memory;
[[maybe_unused]] constinit kernel_console<small> constant{origin{"board7", "vmm"}, constant_memory};

// A card on the wire's side: what it has sent, less the 42 bytes of headers, and whether it is busy.
struct card {
  std::vector<std::string> lines;
  std::string last;
  int busy = 0;  // so many frames are refused; negative: all

  static bool transmit(void* self, const char* frame, size_t size) {
    card& here = *static_cast<card*>(self);
    if (here.busy != 0) {
      if (here.busy > 0) --here.busy;
      return false;
    }
    here.last.assign(frame, size);
    CHECK(reinterpret_cast<uintptr_t>(frame) / 64 == (reinterpret_cast<uintptr_t>(frame) + 3) / 64);
    here.lines.emplace_back(frame + 42, size - 42);
    return true;
  }
};

constexpr frame_addresses addresses{
    .to_mac = "00:11:22:33:44:55", .from_mac = "02:00:00:00:00:01", .from = "192.168.0.7", .to = "192.168.0.23"};

using strings = std::vector<std::string>;

struct with_levels : small {
  using levels = lineout::levels::angle;
  static constexpr size_t width = 16;
};
struct two : small {
  static constexpr size_t contexts = 2;
};
struct four : kernel_console_options {
  static constexpr size_t contexts = 4;
  static constexpr size_t backlog = 1 << 16;
  static constexpr uint32_t patience = 1000000;
};

}  // namespace

TEST_CASE("a line is a frame with the addresses of its card, and has a host name without a clock") {
  kernel_console_memory<small> memory;
  kernel_console<small> console{origin{"board7", "vmm"}, memory};
  card here;
  CHECK(console.nic_up(card::transmit, &here, addresses));
  console.write("disk sda at 91%\n");
  REQUIRE(here.lines == strings{"<14>board7 vmm: disk sda at 91%"});
  CHECK(here.last.substr(0, 14) == std::string("\x00\x11\x22\x33\x44\x55\x02\x00\x00\x00\x00\x01\x08\x00", 14));
  CHECK(here.last.substr(26, 8) == std::string("\xc0\xa8\x00\x07\xc0\xa8\x00\x17", 8));
  CHECK(here.last.substr(34, 4) == std::string("\x02\x02\x02\x02", 4));
}

TEST_CASE("each card gets the early lines, whenever it comes, and then every line once") {
  kernel_console_memory<small> memory;
  kernel_console<small> console{origin{"b", "k"}, memory};
  card first, second;
  console.write("one\ntwo\n");
  CHECK(console.nic_up(card::transmit, &first, addresses));
  CHECK_FALSE(console.poll(10));
  CHECK(first.lines == strings{"<14>b k: one", "<14>b k: two"});
  console.write("three\n");
  CHECK(console.nic_up(card::transmit, &second, addresses));
  console.write("four\n");
  CHECK(second.lines == strings{"<14>b k: one", "<14>b k: two"});
  CHECK_FALSE(console.poll(10));
  CHECK(second.lines == strings{"<14>b k: one", "<14>b k: two", "<14>b k: three", "<14>b k: four"});
  CHECK(first.lines == second.lines);
  console.nic_down(&first);
  console.write("five\n");
  CHECK(first.lines.size() == 4);
  CHECK(second.lines.back() == "<14>b k: five");
  card third, fourth;
  CHECK(console.nic_up(card::transmit, &third, addresses));
  CHECK_FALSE(console.nic_up(card::transmit, &fourth, addresses));
}

TEST_CASE("what a busy card refuses is sent later; what it was too slow for is told") {
  kernel_console_memory<small> memory;
  kernel_console<small> console{origin{"b", "k"}, memory};
  card slow;
  slow.busy = -1;
  CHECK(console.nic_up(card::transmit, &slow, addresses));
  console.write("kept\n");
  CHECK(console.poll(5));
  slow.busy = 0;
  CHECK_FALSE(console.poll(5));
  CHECK(slow.lines == strings{"<14>b k: kept"});
  slow.busy = -1;
  const std::string blanks(60, '.');
  for (int line = 0; line < 20; ++line) console.write(text{std::to_string(line) + blanks + "\n"});
  slow.busy = 0;
  CHECK_FALSE(console.poll(100));
  REQUIRE(slow.lines.size() > 3);
  const size_t lost = console.lost(0);
  CHECK(slow.lines[1] == "<12>b k: " + std::to_string(lost) + " lines lost");
  CHECK(slow.lines.size() - 2 + lost == 20);
  CHECK(slow.lines[2] == "<14>b k: " + std::to_string(lost) + blanks);
  CHECK(slow.lines.back() == "<14>b k: 19" + blanks);
}

TEST_CASE("long lines continue, control characters are escaped, a level is taken where that is asked for") {
  kernel_console_memory<with_levels> memory;
  kernel_console<with_levels> console{origin{"b", "k"}, memory};
  card here;
  CHECK(console.nic_up(card::transmit, &here, addresses));
  console.write("<3>red \x1b[31m!\n0123456789abcdefXY\n");
  CHECK(here.lines == strings{"<11>b k: red \\x1b[31m!", "<14>b k: 0123456789abcdef", "<14>b k: ... XY"});
}

TEST_CASE("panic sends what is unfinished and kept, and later lines are severe") {
  kernel_console_memory<two> memory;
  kernel_console<two> console{origin{"b", "k"}, memory};
  card here;
  for (int line = 0; line < 6; ++line) console.write(text{std::to_string(line) + "\n"});
  console.write("no newline", 0);
  console.write("none here", 1);
  CHECK(console.nic_up(card::transmit, &here, addresses));
  console.panic();
  REQUIRE(here.lines.size() == 8);
  CHECK(here.lines[6] == "<10>b k: no newline");
  CHECK(here.lines[7] == "<10>b k: none here");
  console.write("last words\n");
  CHECK(here.lines.back() == "<10>b k: ... last words");  // it continues a line that panic() has sent
}

TEST_CASE("a card whose driver prints loses that line, and is told") {
  static kernel_console_memory<small> memory;
  static kernel_console<small> console{origin{"b", "k"}, memory};
  static std::vector<std::string> sent;
  const auto transmit = [](void*, const char* frame, size_t size) {
    sent.emplace_back(frame + 42, size - 42);
    if (sent.size() == 1) console.write("the driver says\n", 0);
    return true;
  };
  int device = 0;
  CHECK(console.nic_up(transmit, &device, addresses));
  console.write("one\n");
  console.write("two\n");
  CHECK_FALSE(console.poll(4));
  CHECK(console.refused() == 1);
  CHECK(sent == strings{"<14>b k: one", "<12>b k: 1 line lost", "<14>b k: two"});
}

TEST_CASE("whatever cards do, each line that a card was up for arrives once, in order, or is counted") {
  std::mt19937 random{7};
  for (int round = 0; round < 300; ++round) {
    kernel_console_memory<small> memory;
    kernel_console<small> console{origin{"b", "k"}, memory};
    card cards[2];
    bool up[2] = {};
    int written = 0;
    for (int step = 0; step < 200; ++step) {
      const size_t which = random() % 2;
      switch (random() % 8) {
        case 0:
          if (!up[which] && cards[which].lines.empty()) {
            up[which] = console.nic_up(card::transmit, &cards[which], addresses);
          }
          break;
        case 1:
          cards[which].busy = static_cast<int>(random() % 12) - 1;
          break;
        case 2:
          console.poll(random() % 5);
          break;
        default:
          console.write(text{std::to_string(written++) + std::string(random() % 40, 'x') + "\n"});
      }
    }
    for (card& one : cards) one.busy = 0;
    for (size_t which = 0; which < 2; ++which) {
      if (!up[which]) continue;
      while (console.poll(3)) continue;
      // A model in the test: numbers ascend by one but where a notice says how many are missing.
      long next = -1;
      size_t lost = 0;
      for (const std::string& line : cards[which].lines) {
        const std::string words = line.substr(line.find(": ") + 2);
        if (words.find(" lost") != std::string::npos) {
          lost += std::stoul(words);
          if (next >= 0) next += std::stol(words);
          continue;
        }
        const long number = std::stol(words);
        if (next < 0) next = number;
        CHECK(number == next);
        ++next;
      }
      CHECK(next == written);
      size_t counted = 0;
      for (size_t place = 0; place < 2; ++place) counted += console.lost(place) == lost ? 1 : 0;
      CHECK(counted > 0);
    }
  }
}

TEST_CASE("contexts on several processors: no line is torn or lost") {
  static kernel_console_memory<four> memory;
  static kernel_console<four> console{origin{"b", "k"}, memory};
  static std::vector<std::string> sent;
  const auto transmit = [](void*, const char* frame, size_t size) {
    sent.emplace_back(frame + 42, size - 42);
    return true;
  };
  int device = 0;
  CHECK(console.nic_up(transmit, &device, addresses));
  std::vector<std::thread> threads;
  for (size_t context = 0; context < 4; ++context)
    threads.emplace_back([context] {
      for (int line = 0; line < 500; ++line)
        console.write(text{std::to_string(context) + " " + std::to_string(line) + " end\n"}, context);
    });
  for (std::thread& one : threads) one.join();
  while (console.poll(100)) continue;
  CHECK(sent.size() + console.refused() >= 2000);
  int next[4] = {};
  for (const std::string& line : sent) {
    int context = 0, number = 0, end = 0;
    if (line.find("lost") != std::string::npos) continue;
    REQUIRE(sscanf(line.c_str(), "<14>b k: %d %d end%n", &context, &number, &end) == 2);
    CHECK(end == static_cast<int>(line.size()));
    CHECK(number >= next[context]);
    next[context] = number + 1;
  }
}
