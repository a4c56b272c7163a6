// needs: qemu-system-arm, arm-none-eabi-g++, tshark, rsyslogd
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <cstring>
#include <map>
#include <regex>
#include <sstream>

#include "support/capture.hpp"
#include "support/emulator.hpp"
#include "support/receiver.hpp"
#include "support/skip.hpp"

namespace {

using support::command;
using support::receiver;
using strings = std::vector<std::string>;

const std::string emulator = "qemu-system-arm";

bool missing() {
  std::string reason = support::emulator_missing(emulator);
  if (reason.empty() && std::string{LINEOUT_FIRMWARE}.empty()) reason = "no arm-none-eabi-g++";
  if (reason.empty()) reason = support::tshark_missing();
  if (reason.empty()) reason = receiver::missing(receiver::kind::rsyslogd);
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

struct frame {
  bool good;            // lengths that agree and both checksums
  std::string content;  // what syslog has behind the PRI
};

// A board's life, as seen from outside.
struct life {
  int status = -1;
  unsigned long ticks = 0;  // of 40 instructions, those that were slept through included
  std::vector<support::record> records{};
  std::vector<frame> frames{};
  size_t others = 0;  // frames of the board that are no UDP

  strings texts() const {
    strings result;
    for (const support::record& one : records) result.push_back(one.app_name + ": " + one.text);
    return result;
  }
};

struct board {
  std::string machine;
  std::string image;
};
const board mps2{"mps2-an385", "mps2_an385.elf"};
const board stellaris{"lm3s6965evb", "lm3s6965evb.elf"};

frame read_frame(const std::string& line) {
  std::istringstream fields{line};
  int ip_checksum = 0;
  int udp_checksum = 0;
  unsigned size = 0;
  unsigned ip_size = 0;
  unsigned udp_size = 0;
  fields >> ip_checksum >> udp_checksum >> size >> ip_size >> udp_size;
  std::string content;
  std::getline(fields >> std::ws, content);
  return {ip_checksum == 1 && udp_checksum == 1 && size == ip_size + 14 && ip_size == udp_size + 20, content};
}

// How many frames of a capture file are not the emulator's own, which come from 52:55.
size_t frames_of_the_board(const std::string& dump) {
  const std::string bytes = support::read_file(dump);
  size_t count = 0;
  for (size_t at = 24; at + 16 + 14 <= bytes.size();) {
    uint32_t size = 0;
    std::memcpy(&size, bytes.data() + at + 8, sizeof size);
    if (bytes.compare(at + 16 + 6, 2, "\x52\x55") != 0) ++count;
    at += 16 + size;
  }
  return count;
}

// words: the firmware's command line. monitor: what QEMU's monitor is told before the machine starts.
life live(const board& where, const strings& words, const std::string& monitor = {}) {
  const support::temporary_directory directory;
  receiver daemon{receiver::kind::rsyslogd};
  const std::string dump = directory.file("frames");
  std::string semihosting = "enable=on,target=native,arg=firmware";
  for (const std::string& word : words) semihosting += ",arg=" + word;
  semihosting += ",arg=time=1000000000,arg=port=" + std::to_string(daemon.port());
  command what{"timeout",
               "60",
               emulator,
               "-M",
               where.machine,
               "-kernel",
               std::string{LINEOUT_FIRMWARE} + "/" + where.image,
               "-accel",
               "tcg",
               "-icount",
               "shift=0,sleep=off",
               "-display",
               "none",
               "-serial",
               "none",
               "-semihosting-config",
               semihosting,
               "-nic",
               "user,id=n0",
               "-object",
               "filter-dump,id=f0,netdev=n0,file=" + dump};
  if (monitor.empty()) what.insert(what.end(), {"-monitor", "none"});
  else what.insert(what.end(), {"-S", "-monitor", "stdio"});
  const support::result run = support::run(what, monitor);
  INFO(run.output);

  life result{.status = run.status};
  std::smatch found;
  REQUIRE(std::regex_search(run.output, found, std::regex{"the machine ends with status (\\d+) after (\\d+) ticks"}));
  CHECK(std::stoi(found[1]) == result.status);
  result.ticks = std::stoul(found[2]);
  for (const std::string& line : support::tshark(
           dump, daemon.port(),
           {"ip.checksum.status", "udp.checksum.status", "frame.len", "ip.len", "udp.length", "syslog.msg"}))
    result.frames.push_back(read_frame(line));
  result.others = frames_of_the_board(dump) - result.frames.size();
  size_t good = 0;
  for (const frame& each : result.frames) good += each.good ? 1 : 0;
  result.records = daemon.stop_after(good);
  return result;
}

// Every frame is good, and is one line in the receiver's file: the same, in the same order.
void expect_all_arrived(const life& seen, size_t others = 0) {
  CHECK(seen.frames.size() == seen.records.size());
  CHECK(seen.others == others);
  size_t wrong = 0;
  for (size_t index = 0; index < std::min(seen.frames.size(), seen.records.size()); ++index) {
    const support::record& record = seen.records[index];
    const std::string expected = record.hostname + " " + record.app_name + ": " + record.text;
    const bool right = seen.frames[index].good && seen.frames[index].content.ends_with(expected) &&
                       record.hostname == "board7" && record.pri >= 128 && record.pri < 136;
    if (!right && wrong++ == 0) {
      CAPTURE(seen.frames[index].content);
      CAPTURE(expected);
      CHECK(right);
    }
  }
  CHECK(wrong == 0);
}

// As the firmware makes them.
std::string line_of(const std::string& context, unsigned number) {
  const std::string filler = "the quick brown fox jumps over the lazy dog";
  char value[16];
  std::snprintf(value, sizeof value, "%08x", static_cast<unsigned>(number * 2654435761u));
  return context + " " + std::to_string(number) + ": " + value + " " + filler.substr(0, number * 7 % 44);
}

struct storm_counts {
  unsigned long accepted = 0;
  unsigned long sent = 0;
  unsigned long lost = 0;
};

// Nothing torn, each context's lines in order, and every loss said: of the urgent context's alone, which is never kept
// away.
void expect_whole_storm(const strings& texts, size_t reported_lost) {
  std::map<std::string, unsigned> last{{"main", 0}, {"deferred", 0}, {"urgent", 0}};
  size_t said = 0;
  size_t missing_urgent = 0;
  size_t wrong = 0;
  for (const std::string& text : texts) {
    std::smatch found;
    if (std::regex_match(text, found, std::regex{"firmware: (\\d+) messages? lost"})) {
      said += std::stoul(found[1]);
      continue;
    }
    const std::string words = text.starts_with("firmware: ") ? text.substr(10) : "";
    const std::string context = words.substr(0, words.find(' '));
    const unsigned number =
        last.contains(context) ? static_cast<unsigned>(std::strtoul(words.c_str() + context.size(), nullptr, 10)) : 0;
    const unsigned before = last[context];
    bool right = number > before && words == line_of(context, number);
    if (context == "urgent") missing_urgent += number - before - 1;
    else right = right && number == before + 1;
    last[context] = number;
    if (!right && wrong++ == 0) FAIL_CHECK(text);
  }
  CHECK(wrong == 0);
  CHECK(last["main"] > 0);
  CHECK(last["deferred"] > 0);
  CHECK(last["urgent"] > 0);
  CHECK(said == reported_lost);
  CHECK(missing_urgent <= reported_lost);
  CHECK(missing_urgent + 50 >= reported_lost);  // those after its last line are not seen
}

void weather_a_storm(const board& where, unsigned long lines) {
  const life seen = live(where, {"storm", "lines=" + std::to_string(lines)});
  CHECK(seen.status == 0);
  expect_all_arrived(seen);
  strings texts = seen.texts();
  REQUIRE(!texts.empty());
  std::smatch found;
  REQUIRE(std::regex_match(texts.back(), found,
                           std::regex{"firmware: storm: accepted (\\d+) sent (\\d+) queued 0 lost (\\d+), "
                                      "backlog: kept 0 sent 0 lost 0"}));
  const storm_counts counts{std::stoul(found[1]), std::stoul(found[2]), std::stoul(found[3])};
  CHECK(counts.accepted >= lines);
  CHECK(counts.accepted == counts.sent + counts.lost);
  CHECK(counts.lost > 0);
  // The report is one more.
  CHECK(texts.size() == counts.sent + 1);
  texts.pop_back();
  expect_whole_storm(texts, counts.lost);
}

void expect_texts(const strings& texts, const strings& patterns) {
  CHECK(texts.size() == patterns.size());
  for (size_t index = 0; index < std::min(texts.size(), patterns.size()); ++index) {
    CAPTURE(texts[index]);
    CAPTURE(patterns[index]);
    CHECK(std::regex_match(texts[index], std::regex{patterns[index]}));
  }
}

const std::string where_it_was = "pc [0-9a-f]{8} lr [0-9a-f]{8} psr [0-9a-f]{8} sp 2000[0-9a-f]{4}";
const std::string registers =
    "r0 [0-9a-f]{8} r1 [0-9a-f]{8} r2 [0-9a-f]{8} r3 20000000 r12 [0-9a-f]{8}";  // r3: what was touched
// What all of this may take, with the emulator's deterministic clock: 40 million instructions.
constexpr unsigned long bound = 1000000;

}  // namespace

TEST_CASE("20000 lines from a main loop and two nested interrupts are counted, and arrive as they were sent") {
  if (!missing()) weather_a_storm(mps2, 20000);
}

TEST_CASE("another board needs another driver and nothing else") {
  if (missing()) return;
  weather_a_storm(stellaris, 3000);
  const life seen = live(stellaris, {"reset"});
  CHECK(seen.status == 0);
  expect_all_arrived(seen);
  CHECK(seen.records.size() == 5);
}

TEST_CASE("the last words and the console's unfinished line leave with the lock held and a frame half written") {
  if (missing()) return;
  for (const board& where : {mps2, stellaris}) {
    const life seen = live(where, {"panic"});
    CHECK(seen.status == 2);
    CHECK(seen.ticks < bound);
    expect_texts(seen.texts(),
                 {"firmware: all is well", "console: erasing sector 11 done", "console: erasing sector 12 \\.\\.\\.",
                  "firmware: stopped in the main loop: status 0x00000082 address 0x20000000",
                  "firmware: " + where_it_was, "firmware: " + registers});
    // The Stellaris cannot drop what was begun: it leaves filled up, and is nothing that a receiver would take.
    expect_all_arrived(seen, where.image == stellaris.image ? 1 : 0);
  }
}

TEST_CASE("after a warm reset the lines of before it are sent first, marked as such") {
  if (missing()) return;
  const life seen = live(mps2, {"reset"});
  CHECK(seen.status == 0);
  CHECK(seen.ticks < bound);
  expect_all_arrived(seen);
  expect_texts(seen.texts(),
               {"firmware: before the reset: the last line of this run, but for its last words",
                "firmware: before the reset: stopped in the main loop: status 0x00000082 address 0x20000000",
                "firmware: before the reset: " + where_it_was, "firmware: before the reset: " + registers,
                "firmware: started again with 4 lines from before the reset"});
}

TEST_CASE("lines from before the link are sent with their own times when it is there, the oldest lost and counted") {
  if (missing()) return;
  const life seen = live(mps2, {"backlog"});
  CHECK(seen.status == 0);
  expect_all_arrived(seen);
  const strings texts = seen.texts();
  REQUIRE(texts.size() > 3);
  std::smatch found;
  REQUIRE(std::regex_match(texts.front(), found, std::regex{"firmware: (\\d+) messages lost"}));
  const unsigned lost = static_cast<unsigned>(std::stoul(found[1]));
  CHECK(lost > 0);
  CHECK(texts.size() == 1 + (100 - lost) + 1 + 1);
  for (unsigned number = lost + 1; number <= 100; ++number) {
    const size_t index = number - lost;
    REQUIRE(index < texts.size());
    const unsigned second = number / 4;
    CHECK(texts[index] ==
          "firmware: line " + std::to_string(number) + " before the link, in second " + std::to_string(second));
    // 1000000000 is 01:46:40.
    char time[16];
    std::snprintf(time, sizeof time, "01:%02u:%02u", 46 + (40 + second) / 60, (40 + second) % 60);
    CHECK(seen.records[index].time.substr(11, 8) == time);
  }
  CHECK(texts[texts.size() - 2] == "firmware: the link is there in second 30");
  const std::string sent = std::to_string(102 - lost);
  CHECK(texts.back() == "firmware: backlog: accepted 101 sent 0 queued 101 lost 0, backlog: kept 102 sent " + sent +
                            " lost " + std::to_string(lost));
}

TEST_CASE("a fault in an interrupt in the middle of a storm is said, behind everything that was sent") {
  if (missing()) return;
  const life seen = live(mps2, {"interrupt"});
  CHECK(seen.status == 2);
  CHECK(seen.ticks < 2 * bound);
  expect_all_arrived(seen);
  strings texts = seen.texts();
  REQUIRE(texts.size() > 1000);
  const strings last{texts.end() - 3, texts.end()};
  expect_texts(last, {"firmware: stopped in interrupt 15: status 0x00000082 address 0x20000000",
                      "firmware: " + where_it_was, "firmware: " + registers});
  texts.resize(texts.size() - 3);
  size_t said = 0;
  for (const std::string& text : texts) {
    std::smatch found;
    if (std::regex_match(text, found, std::regex{"firmware: (\\d+) messages? lost"})) said += std::stoul(found[1]);
  }
  expect_whole_storm(texts, said);
}

TEST_CASE("a main loop without any stack left is stopped, and what it had logged has arrived") {
  if (missing()) return;
  const life seen = live(mps2, {"stack"});
  CHECK(seen.status == 2);
  CHECK(seen.ticks < bound);
  expect_all_arrived(seen);
  const strings texts = seen.texts();
  REQUIRE(texts.size() > 12);
  for (size_t index = 0; index + 2 < texts.size(); ++index)
    CHECK(texts[index] == "firmware: depth " + std::to_string(index + 1));
  const strings last{texts.end() - 2, texts.end()};
  expect_texts(last, {"firmware: stopped in the main loop: status 0x000000[89][2a] address 0x[0-9a-f]{8}",
                      "firmware: (sp 2000[0-9a-f]{4}: the stack is used up|r0 .*)"});
}

TEST_CASE("with a network card that never answers, or a link that never comes, the machine ends all the same") {
  if (missing()) return;
  const life powerless = live(mps2, {"powerless"});
  CHECK(powerless.status == 3);
  CHECK(powerless.ticks < bound);
  CHECK(powerless.frames.empty());
  CHECK(powerless.records.empty());
  const life unlinked = live(mps2, {"unlinked"}, "set_link n0 off\ncont\n");
  CHECK(unlinked.status == 3);
  CHECK(unlinked.ticks < bound);
  CHECK(unlinked.frames.empty());
  const life dies = live(mps2, {"dies"});
  CHECK(dies.status == 3);
  CHECK(dies.ticks < bound);
  CHECK(dies.texts() == strings{"firmware: the card is about to lose its power"});
  for (const char* fault : {"panic", "stack"}) {
    const life stopped = live(mps2, {fault, "powerless"});
    CHECK(stopped.status == 3);
    CHECK(stopped.ticks < bound);
    CHECK(stopped.frames.empty());
  }
}
