// needs: qemu-system-x86_64, tshark, rsyslogd, a Debian kernel
#include <lineout/posix.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <map>

#include "support/capture.hpp"
#include "support/emulator.hpp"
#include "support/receiver.hpp"
#include "support/skip.hpp"

namespace {

using support::command;
using support::receiver;

const std::string emulator = "qemu-system-x86_64";
const std::vector<std::string> cards{"ne2k_pci", "e1000"};
constexpr const char* kernel = LINEOUT_GUEST_KERNEL;

bool missing() {
  std::string reason = support::emulator_missing(emulator);
  if (reason.empty() && std::string{LINEOUT_HYPERVISOR}.empty()) reason = "no compiler for x86-64";
  if (reason.empty()) reason = support::tshark_missing();
  if (reason.empty()) reason = receiver::missing(receiver::kind::rsyslogd);
  if (!reason.empty()) support::skip(reason);
  return !reason.empty();
}

// A hypervisor's life, as seen from outside.
struct life {
  int status = -1;
  std::vector<std::string> serial{};      // the guest's lines in the emulator's own log of its serial port
  std::vector<std::string> complaints{};  // the hypervisor's lines there
  std::vector<support::record> records{};
  std::vector<std::string> frames{};  // destination MAC, both checksums' status, three lengths

  // The texts of one tag, in order.
  std::vector<std::string> texts(const std::string& tag) const {
    std::vector<std::string> result;
    for (const support::record& one : records)
      if (one.app_name == tag) result.push_back(one.text);
    return result;
  }
};

struct setting {
  std::string card = "ne2k_pci";
  std::string options{};
  command more{};
  bool addressed = true;  // or to the addresses that are the default
};

life live(const setting& given) {
  const support::temporary_directory directory;
  receiver daemon{receiver::kind::rsyslogd};
  const std::string serial = directory.file("serial");
  const std::string frames = directory.file("frames");
  std::string options = given.options + " tty_syslog.dst_port=" + std::to_string(daemon.port());
  if (given.addressed) options += " tty_syslog.src_ipaddr=10.0.2.15 tty_syslog.dst_ipaddr=10.0.2.2";
  command what{emulator,
               "-accel",
               "tcg",
               "-nodefaults",
               "-no-reboot",
               "-display",
               "none",
               "-monitor",
               "none",
               "-serial",
               "file:" + serial,
               "-m",
               "128",
               "-M",
               "pc,smm=off",
               "-cpu",
               "max",
               "-kernel",
               LINEOUT_HYPERVISOR,
               "-append",
               options,
               "-netdev",
               "user,id=n0",
               "-device",
               given.card + ",netdev=n0,romfile=",
               "-object",
               "filter-dump,id=f0,netdev=n0,file=" + frames,
               "-device",
               "isa-debug-exit,iobase=0xf4,iosize=4"};
  what.insert(what.end(), given.more.begin(), given.more.end());
  const support::machine_run run = support::run_machine(what);
  INFO(run.said);

  life result{.status = run.status};
  for (const std::string& line : support::lines_of(support::read_file(serial)))
    (line.starts_with("hypervisor: ") ? result.complaints : result.serial).push_back(line);
  result.frames = support::tshark(
      frames, daemon.port(),
      {"eth.dst", "ip.checksum.status", "udp.checksum.status", "frame.len", "ip.len", "udp.length", "_ws.malformed"});
  CHECK(run.said.empty());
  result.records = daemon.stop_after(result.frames.size());
  return result;
}

// As the log shows control characters; a carriage return inside a line is one.
std::string escaped(const std::string& line) {
  const std::map<char, std::string> names{{'\t', "\\t"}, {'\r', "\\r"}, {'\n', "\\n"}};
  std::string result;
  for (const char c : line) {
    char code[8];
    std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned char>(c));
    if (names.contains(c)) result += names.at(c);
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) result += code;
    else result += c;
  }
  return result;
}

// One for each record, addressed to this MAC, with good checksums and lengths that agree.
void expect_good_frames(const life& seen, const std::string& to_mac = "ff:ff:ff:ff:ff:ff") {
  CHECK(seen.frames.size() == seen.records.size());
  for (const std::string& frame : seen.frames) {
    CAPTURE(frame);
    char mac[32], malformed[8] = "";
    int ip_status = 0, udp_status = 0;
    unsigned long size = 0, ip_size = 0, udp_size = 0;
    CHECK(std::sscanf(frame.c_str(), "%31s %d %d %lu %lu %lu %7s", mac, &ip_status, &udp_status, &size, &ip_size,
                      &udp_size, malformed) == 6);
    CHECK(std::string{mac} == to_mac);
    CHECK(ip_status == 1);
    CHECK(udp_status == 1);
    CHECK(ip_size == udp_size + 20);
    CHECK(size == std::max(ip_size + 14, 60UL));
  }
}

// The guest's lines, in the log of its serial port and in the receiver's file.
void expect_equal_consoles(const life& seen) {
  const std::vector<std::string> arrived = seen.texts("guest");
  CHECK(arrived.size() == seen.serial.size());
  for (size_t index = 0; index < std::min(arrived.size(), seen.serial.size()); ++index) {
    CAPTURE(index);
    CHECK(arrived[index] == escaped(seen.serial[index]));
  }
}

struct counted {
  unsigned long accepted = 0, sent = 0, lost = 0, guest_accepted = 0, guest_sent = 0, guest_lost = 0;
};
counted counts_in(const std::string& line) {
  counted result;
  CHECK_MESSAGE(std::sscanf(line.c_str(),
                            "%*[^0-9]%lu accepted, %lu sent, %lu lost; the guest's: %lu accepted, %lu sent, %lu lost",
                            &result.accepted, &result.sent, &result.lost, &result.guest_accepted, &result.guest_sent,
                            &result.guest_lost) == 6,
                line);
  return result;
}

bool contains(const std::vector<std::string>& lines, const std::string& words) {
  for (const std::string& line : lines)
    if (line.find(words) != std::string::npos) return true;
  return false;
}

constexpr size_t small_guest_lines = 51;
constexpr size_t usual_own_lines = 4;  // two at the start, the guest's end, the counts

}  // namespace

TEST_CASE("by either card, the lines of a guest in real mode and the hypervisor's own arrive, each under its tag") {
  if (missing()) return;
  for (const std::string& card : cards) {
    CAPTURE(card);
    const life seen = live({.card = card});
    CHECK(seen.status == 0);
    CHECK(seen.complaints.size() == 1);
    expect_equal_consoles(seen);
    expect_good_frames(seen);
    const std::vector<std::string> guest = seen.texts("guest");
    REQUIRE(guest.size() == small_guest_lines);
    for (size_t index = 0; index < 50; ++index) {
      char expected[64];
      std::snprintf(expected, sizeof expected, "line %02zu of a guest in real mode", index);
      CHECK(guest[index] == expected);
    }
    CHECK(guest[50] == "it ends with\\ta tab and without a newline");

    const std::vector<std::string> own = seen.texts("hypervisor");
    REQUIRE(own.size() == usual_own_lines);
    CHECK(own[2] == "the guest runs: it has given up");
    const counted counts = counts_in(own[3]);
    CHECK(counts.accepted == usual_own_lines - 1);
    CHECK(counts.sent == usual_own_lines - 1);
    CHECK(counts.guest_accepted == small_guest_lines);
    CHECK(counts.guest_sent == small_guest_lines);
    for (const support::record& one : seen.records) CHECK(one.pri == (one.app_name == "guest" ? 17 : 16) * 8 + 6);
  }
}

TEST_CASE("every line that a Debian kernel writes to its serial port arrives, as the port's own log has it") {
  if (missing()) return;
  if (support::read_file(kernel).empty()) {
    support::skip(std::string{"no "} + kernel + "; tests/run all fetches it");
    return;
  }
  for (const std::string& card : cards) {
    CAPTURE(card);
    // Lines of a second processor stand between the guest's.
    const life seen = live(
        {.card = card,
         .options = "smp=200",
         .more = {"-smp", "2", "-initrd", std::string{kernel} + " console=ttyS0 maxcpus=1 panic=-1 reboot=t nokaslr"}});
    CHECK(seen.status == 0);
    CHECK(seen.serial.size() > 200);
    CHECK(contains(seen.serial, "Linux version 6."));
    CHECK(contains(seen.serial, "Kernel panic - not syncing: VFS: Unable to mount root fs"));
    // The guest does not see the card.
    CHECK(contains(seen.serial, "PCI host bridge"));
    CHECK_FALSE(contains(seen.serial, "[10ec:8029]"));
    CHECK_FALSE(contains(seen.serial, "[8086:100e]"));
    expect_equal_consoles(seen);
    expect_good_frames(seen);
    const std::vector<std::string> own = seen.texts("hypervisor");
    REQUIRE(!own.empty());
    const counted counts = counts_in(own.back());
    CHECK(counts.lost == 0);
    CHECK(counts.sent + 1 == own.size());
    CHECK(counts.guest_sent == seen.serial.size());
    CHECK(contains(own, "the guest runs: it has reset itself"));
  }
}

TEST_CASE("a kernel that is told to use the hypervisor's memory is stopped when it does, in words") {
  if (missing()) return;
  if (support::read_file(kernel).empty()) {
    support::skip(std::string{"no "} + kernel + "; tests/run all fetches it");
    return;
  }
  const life seen = live({.more = {"-initrd", std::string{kernel} + " console=ttyS0 panic=-1 reboot=t nokaslr "
                                                                    "memmap=exactmap memmap=640K@0 memmap=111M@1M"}});
  CHECK(seen.status == 35);
  expect_good_frames(seen);
  CHECK(contains(seen.texts("hypervisor"), "the guest reaches for 0x6"));
  CHECK(contains(seen.texts("hypervisor"), "the guest runs: it has failed"));
}

TEST_CASE("two processors log at the same time, and no line is lost, doubled or torn") {
  if (missing()) return;
  for (const std::string& card : cards) {
    CAPTURE(card);
    constexpr size_t lines = 500;
    const life seen = live({.card = card, .options = "smp=" + std::to_string(lines), .more = {"-smp", "2"}});
    CHECK(seen.status == 0);
    expect_equal_consoles(seen);
    expect_good_frames(seen);
    size_t next[2] = {1, 1};
    size_t others = 0;
    for (const std::string& line : seen.texts("hypervisor")) {
      const size_t which = line.starts_with("the second ") ? 1 : 0;
      const std::string expected = std::string{which == 0 ? "the first" : "the second"} + " processor's line ";
      if (line.starts_with(expected)) CHECK(line == expected + std::to_string(next[which]++));
      else ++others;
    }
    CHECK(next[0] == lines + 1);
    CHECK(next[1] == lines + 1);
    CHECK(others == usual_own_lines);
  }
}

TEST_CASE("the last words leave when a driver panics, faults or runs out of stack in the middle of a frame") {
  if (missing()) return;
  for (const std::string& card : cards) {
    for (const std::string kind : {"driver", "exception", "stack"}) {
      CAPTURE(card);
      CAPTURE(kind);
      const size_t expected = kind == "driver" ? 7 : 10;
      const life seen = live({.card = card, .options = "panic=" + kind});
      CHECK(seen.status == 33);
      CHECK(seen.records.size() == expected);
      expect_good_frames(seen);
      CHECK(seen.texts("guest") ==
            std::vector<std::string>{"line 00 of a guest in real mode", "line 01 of a guest in real mode"});
      const std::vector<std::string> own = seen.texts("hypervisor");
      REQUIRE(own.size() == expected - 2);
      CHECK(own[2] == "the guest runs: ");  // which had no newline yet
      CHECK(own[3] == (kind == "driver" ? "panic: the driver is in the middle of a frame, and has the lock"
                                        : "panic: an exception in the hypervisor"));
      if (kind == "exception") CHECK(own[4].starts_with("exception 6 error 0x0 at 0x6"));
      if (kind == "stack") CHECK(own[4].starts_with("exception 14 error 0x2 at 0x6"));
      if (kind != "driver") CHECK(own[6].starts_with("r8 "));
      CHECK(contains(seen.complaints, "hypervisor: panic: "));
    }
  }
}

TEST_CASE("a panic beside another processor that logs leaves the last words whole, and the other one quiet") {
  if (missing()) return;
  for (const std::string& card : cards) {
    CAPTURE(card);
    const life seen = live({.card = card, .options = "smp=500 panic=driver", .more = {"-smp", "2"}});
    CHECK(seen.status == 33);
    expect_good_frames(seen);
    const std::vector<std::string> own = seen.texts("hypervisor");
    REQUIRE(own.size() >= 4);
    CHECK(own[own.size() - 2] == "panic: the driver is in the middle of a frame, and has the lock");
    counts_in(own.back());
  }
}

TEST_CASE("a driver that logs does not send itself: each of its lines is cut, counted and reported") {
  if (missing()) return;
  for (const std::string& card : cards) {
    CAPTURE(card);
    const life seen = live({.card = card, .options = "recursion"});
    CHECK(seen.status == 0);
    expect_equal_consoles(seen);
    expect_good_frames(seen);
    CHECK_FALSE(contains(seen.texts("hypervisor"), "the driver of the"));
    CHECK(contains(seen.texts("hypervisor"), "1 message lost"));
    CHECK(contains(seen.texts("hypervisor"), "53 messages lost"));
    REQUIRE(!seen.complaints.empty());
    const counted counts = counts_in(seen.complaints.back());
    // Everything that was sent made the driver log once. After the counting, the counts were sent, and that more was
    // lost.
    CHECK(counts.lost + 3 == seen.frames.size());
    CHECK(seen.texts("hypervisor").back().ends_with(" lost"));
    CHECK(counts.guest_lost == 0);
  }
}

TEST_CASE("with a card that never becomes ready, or none, the machine goes on to its end and counts what is lost") {
  if (missing()) return;
  for (const std::string& card : {cards[0], cards[1], std::string{"virtio-net-pci"}}) {
    CAPTURE(card);
    const life seen = live({.card = card, .options = "stuck"});
    CHECK(seen.status == 0);
    CHECK(seen.records.empty());
    CHECK(seen.serial.size() == small_guest_lines);
    REQUIRE(!seen.complaints.empty());
    const counted counts = counts_in(seen.complaints.back());
    CHECK(counts.accepted == counts.sent + counts.lost);
    CHECK(counts.guest_accepted == small_guest_lines);
    CHECK(counts.guest_accepted == counts.guest_sent + counts.guest_lost);
    CHECK(counts.guest_lost > 40);  // a ring has room for some that will never leave
    if (card == "virtio-net-pci") {
      CHECK(seen.complaints[0] == "hypervisor: there is no ne2k and no e1000: what is said is lost, and counted");
      CHECK(counts.sent + counts.guest_sent == 0);
    }
  }
}

TEST_CASE(
    "without addresses, or with wrong ones, everything goes to everybody, and the serial port says what is wrong") {
  if (missing()) return;
  const life silent = live({.addressed = false});
  CHECK(silent.complaints.size() == 1);
  CHECK(silent.records.size() == small_guest_lines + usual_own_lines);

  const life seen =
      live({.options = "tty_mac_address=00:11:22:33:44 tty_syslog.dst_ipaddr=192.168.0 tty_syslog.src_ipaddr=a "
                       "nic=rtl8139 panic=button noise",
            .addressed = false});
  CHECK(seen.status == 0);
  CHECK(seen.records.size() == small_guest_lines + usual_own_lines);
  expect_good_frames(seen);
  REQUIRE(seen.complaints.size() == 7);
  const std::vector<std::string> expected{
      "tty_mac_address=00:11:22:33:44: a MAC address has six octets, and here are fewer; ff:ff:ff:ff:ff:ff is used",
      "tty_syslog.dst_ipaddr=192.168.0: an IPv4 address has four numbers, and here are fewer; 255.255.255.255 is used",
      "tty_syslog.src_ipaddr=a: an IPv4 address is four decimal numbers separated by dots, and here is no digit; "
      "0.0.0.0 is used",
      "nic=rtl8139: the cards are ne2k and e1000; whichever there is is used",
      "panic=button: what can go wrong is driver, exception or stack; nothing will",
      "noise: no such option; it is passed over"};
  for (size_t index = 0; index < expected.size(); ++index)
    CHECK(seen.complaints[index] == "hypervisor: " + expected[index]);
}

TEST_CASE("a MAC address is understood with colons and as bytes between commas") {
  if (missing()) return;
  for (const std::string mac : {"52:55:0a:00:02:02", "52,55,0a,00,02,02", "0x52,0x55,0x0a,0x00,0x02,0x02"}) {
    CAPTURE(mac);
    const life seen = live({.options = "tty_mac_address=" + mac});
    CHECK(seen.complaints.size() == 1);
    CHECK(seen.records.size() == small_guest_lines + usual_own_lines);
    expect_good_frames(seen, "52:55:0a:00:02:02");
  }
}

TEST_CASE("the card that is asked for but is not there is replaced by the one that is, with a line that says so") {
  if (missing()) return;
  const life seen = live({.options = "nic=e1000"});
  CHECK(seen.records.size() == small_guest_lines + usual_own_lines);
  CHECK(contains(seen.complaints, "hypervisor: nic: there is no such card; the ne2k is used"));
  const life both = live({.options = "nic=e1000", .more = {"-netdev", "user,id=n1", "-device", "e1000,netdev=n1"}});
  CHECK(contains(both.texts("hypervisor"), "e1000 at 52:54:00:12:34:57"));
}

TEST_CASE("a processor without virtualization is refused in words") {
  if (missing()) return;
  const life seen = live({.more = {"-cpu", "kvm64"}});
  CHECK(seen.status == 37);
  CHECK(contains(seen.complaints, "this processor has no SVM with nested paging; QEMU has one with -cpu max"));
}
