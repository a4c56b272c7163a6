#include <lineout/net/packet_summary.hpp>

#include <lineout/format/format_string.hpp>

#include <doctest/doctest.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <string>

#include "support/packets.hpp"

namespace {

using lineout::filter_action;
using lineout::packet_record;
using lineout::severity;
using support::ipv4;
using support::ipv6;

packet_record blocked() {
  packet_record record;
  record.interface = "we1";
  record.rule = 17;
  record.action = filter_action::blocked;
  return record;
}

template <typename Summary> std::string line_of(const Summary& summary) {
  char buffer[1000];
  lineout::writer out{buffer, buffer + sizeof buffer, lineout::control_characters::escape};
  lineout::format_to(out, "{}", summary);
  CHECK_FALSE(out.truncated());
  return {buffer, out.size()};
}
std::string line(const std::string& packet, const packet_record& record = blocked(), lineout::packet_style style = {}) {
  return line_of(lineout::packet_summary{packet, record, style});
}
severity level(const std::string& packet, const packet_record& record) {
  return lineout::packet_summary{packet, record}.severity();
}

const std::string syn = ipv4({}, support::tcp({}));

// Bytes behind which there is no memory.
class guarded {
 public:
  guarded() : page_{static_cast<size_t>(sysconf(_SC_PAGESIZE))} {
    void* const memory = mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    end_ = static_cast<char*>(memory) + page_;
    REQUIRE(mprotect(end_, page_, PROT_NONE) == 0);
  }
  ~guarded() { munmap(end_ - page_, 2 * page_); }
  guarded(const guarded&) = delete;
  guarded& operator=(const guarded&) = delete;

  lineout::text hold(const std::string& bytes) {
    REQUIRE(bytes.size() <= page_);
    char* const at = end_ - bytes.size();
    memcpy(at, bytes.data(), bytes.size());
    return {at, bytes.size()};
  }

 private:
  size_t page_;
  char* end_;
};

}  // namespace

TEST_CASE("a TCP packet is one line, as ipmon has it") {
  CHECK(line(syn) == "we1 @0:17 b 209.53.17.22,80 -> 198.73.220.17,1722 PR tcp len 20 40 -S");
  CHECK(line(ipv4({}, support::tcp({.flags = 0x12}, "data"))) ==
        "we1 @0:17 b 209.53.17.22,80 -> 198.73.220.17,1722 PR tcp len 20 44 -AS");
  CHECK(line(ipv4({}, support::tcp({.flags = 0xff}))) ==
        "we1 @0:17 b 209.53.17.22,80 -> 198.73.220.17,1722 PR tcp len 20 40 -ARSFUPEC");
  CHECK(line(ipv4({}, support::tcp({.flags = 0}))) ==
        "we1 @0:17 b 209.53.17.22,80 -> 198.73.220.17,1722 PR tcp len 20 40 -");
  CHECK(line(ipv4({.options = std::string(40, '\x01')}, support::tcp({}))) ==
        "we1 @0:17 b 209.53.17.22,80 -> 198.73.220.17,1722 PR tcp len 60 80 -S");
  CHECK(line(ipv6({}, support::tcp({}))) == "we1 @0:17 b 2001:db8::1,80 -> 2001:db8::2,1722 PR tcp len 40 60 -S");
}

TEST_CASE("the verbose style adds TCP's sequence number, acknowledgement and window") {
  CHECK(line(syn, blocked(), {.verbose = true}) ==
        "we1 @0:17 b 209.53.17.22,80 -> 198.73.220.17,1722 PR tcp len 20 40 -S 3000000000 17 8192");
}

TEST_CASE("a UDP packet has its ports and sizes") {
  CHECK(line(ipv4({.protocol = 17}, support::udp(53, 40000, "12345678"))) ==
        "we1 @0:17 b 209.53.17.22,53 -> 198.73.220.17,40000 PR udp len 20 36");
  CHECK(line(ipv6({.next = 17}, support::udp(53, 40000))) ==
        "we1 @0:17 b 2001:db8::1,53 -> 2001:db8::2,40000 PR udp len 40 48");
}

TEST_CASE("an ICMP message has its type and code by name, where they have one") {
  const auto of = [](unsigned type, unsigned code) {
    const std::string whole = line(ipv4({.protocol = 1}, support::icmp(type, code)));
    const std::string before = "we1 @0:17 b 209.53.17.22 -> 198.73.220.17 PR icmp len 20 28 icmp ";
    REQUIRE(whole.compare(0, before.size(), before) == 0);
    return whole.substr(before.size());
  };
  CHECK(of(8, 0) == "echo/0");
  CHECK(of(0, 0) == "echoreply/0");
  CHECK(of(3, 3) == "unreach/port");
  CHECK(of(3, 15) == "unreach/15");
  CHECK(of(11, 0) == "timxceed/transit");
  CHECK(of(1, 2) == "icmptype(1)/2");
  CHECK(of(255, 255) == "icmptype(255)/255");
  const auto of6 = [](unsigned type, unsigned code) {
    const std::string whole = line(ipv6({.next = 58}, support::icmp(type, code)));
    const std::string before = "we1 @0:17 b 2001:db8::1 -> 2001:db8::2 PR icmpv6 len 40 48 icmpv6 ";
    REQUIRE(whole.compare(0, before.size(), before) == 0);
    return whole.substr(before.size());
  };
  CHECK(of6(135, 0) == "neighborsolicit/0");
  CHECK(of6(1, 4) == "unreach/noport");
  CHECK(of6(138, 255) == "routerrenumber/seqnum_reset");
  CHECK(of6(99, 1) == "icmpv6type(99)/1");
}

TEST_CASE("an ICMP error shows the packet that it is about") {
  const std::string before = "we1 @0:17 b 209.53.17.22 -> 198.73.220.17 PR icmp len 20 ";
  const std::string error = support::icmp(3, 3);
  const auto inner = [](const support::ipv4_fields& fields, const std::string& payload) {
    return ipv4({.protocol = 1}, support::icmp(3, 3, ipv4(fields, payload)));
  };
  CHECK(line(inner({}, support::tcp({}))) ==
        before + "68 icmp unreach/port for 209.53.17.22,80 - 198.73.220.17,1722 PR tcp len 20 40");
  CHECK(line(inner({.protocol = 17, .options = std::string(8, '\x01')}, support::udp(1, 2))) ==
        before + "64 icmp unreach/port for 209.53.17.22,1 - 198.73.220.17,2 PR udp len 28 36");
  CHECK(line(inner({.protocol = 1}, support::icmp(8, 0))) ==
        before + "56 icmp unreach/port for 209.53.17.22 - 198.73.220.17 PR icmp len 20 28 icmp 8/0");
  CHECK(line(inner({.protocol = 50}, "12345678")) ==
        before + "56 icmp unreach/port for 209.53.17.22 - 198.73.220.17 PR esp len 20 (28)");
  CHECK(line(inner({.protocol = 17, .fragment = 0x2000 + 185}, "12345678")) ==
        before + "56 icmp unreach/port for 209.53.17.22 - 198.73.220.17 PR udp len 20 (28)(frag 4711:8@1480+)");
  // Neither is there always enough of it.
  CHECK(line(inner({}, "12")) == before + "50 icmp unreach/port for 209.53.17.22 - 198.73.220.17 PR tcp len 20 22");
  CHECK(line(ipv4({.protocol = 1}, error + "12345678901234567890")) == before + "48 icmp unreach/port");
  CHECK(line(ipv6({.next = 58}, support::icmp(1, 4, ipv6({.next = 17}, support::udp(5, 6))))) ==
        "we1 @0:17 b 2001:db8::1 -> 2001:db8::2 PR icmpv6 len 40 96 icmpv6 unreach/noport for 2001:db8::1,5 - "
        "2001:db8::2,6 PR udp len 40 48");
}

TEST_CASE("a fragment says which part of its datagram it is") {
  CHECK(line(ipv4({.protocol = 17, .fragment = 0x2000}, support::udp(1, 2))) ==
        "we1 @0:17 b 209.53.17.22,1 -> 198.73.220.17,2 PR udp len 20 28");
  CHECK(line(ipv4({.fragment = 0x2000 + 185}, std::string(1480, 'x'))) ==
        "we1 @0:17 b 209.53.17.22 -> 198.73.220.17 PR tcp len 20 (1500) (frag 4711:1480@1480+)");
  CHECK(line(ipv4({.protocol = 1, .fragment = 0x4000 + 370}, "x")) ==
        "we1 @0:17 b 209.53.17.22 -> 198.73.220.17 PR icmp len 20 (21) (frag 4711:1@2960-)");
  CHECK(line(ipv6({.next = 44}, support::fragment_header(17, 1448, true, 77) + std::string(16, 'x'))) ==
        "we1 @0:17 b 2001:db8::1 -> 2001:db8::2 PR ipv6-frag len 48 (64) (frag 77:16@1448+)");
}

TEST_CASE("other protocols have a name or a number") {
  CHECK(line(ipv4({.protocol = 47}, "")) == "we1 @0:17 b 209.53.17.22 -> 198.73.220.17 PR gre len 20 (20)");
  CHECK(line(ipv4({.protocol = 253}, "")) == "we1 @0:17 b 209.53.17.22 -> 198.73.220.17 PR 253 len 20 (20)");
  CHECK(line(ipv6({.next = 59}, "")) == "we1 @0:17 b 2001:db8::1 -> 2001:db8::2 PR ipv6-nonxt len 40 (40)");
}

TEST_CASE("extension headers are part of an IPv6 packet's header") {
  const std::string authentication = support::byte(6) + support::byte(4) + std::string(22, '\0');
  CHECK(
      line(ipv6({.next = 0}, support::extension(60) + support::extension(51, 3) + authentication + support::tcp({}))) ==
      "we1 @0:17 b 2001:db8::1,80 -> 2001:db8::2,1722 PR tcp len 96 116 -S");
}

TEST_CASE("everything that a filter says has its place in the line") {
  packet_record record = blocked();
  record.time = lineout::timestamp::at(1795343825, 4050999, 60);
  record.count = 3;
  record.group = "in";
  record.rule = packet_record::no_rule;
  record.logged_by_rule = false;
  record.keeps_state = record.keeps_fragments = true;
  record.direction = lineout::packet_direction::in;
  record.log_tag = 9;
  record.nat_tag = "web";
  record.low_ttl = record.out_of_window = record.bad = record.translated = record.badly_translated = true;
  record.bad_source = true;
  record.cast = lineout::packet_cast::multicast;
  record.reason = "frag";
  const std::string packet = ipv4({.protocol = 253}, "");
  CHECK(line(packet, record, {.date = true}) ==
        "22/11/2026 11:37:05.004050 3x we1 @in:-1 B 209.53.17.22 -> 198.73.220.17 PR 253 len 20 (20) K-S K-F IN "
        "log-tag 9 nat-tag web low-ttl OOW bad NAT bad-NAT bad-src multicast reason:frag");
  CHECK(line(packet, record).substr(0, 26) == "11:37:05.004050 3x we1 @in");
}

TEST_CASE("the action's letter is small when the rule asked for the line") {
  const auto letters = [](filter_action action, bool by_rule) {
    packet_record record = blocked();
    record.action = action;
    record.logged_by_rule = by_rule;
    const std::string whole = line(syn, record);
    return whole.substr(10, whole.find(' ', 10) - 10);
  };
  CHECK(letters(filter_action::passed, true) == "p");
  CHECK(letters(filter_action::passed, false) == "P");
  CHECK(letters(filter_action::blocked, true) == "b");
  CHECK(letters(filter_action::blocked, false) == "B");
  CHECK(letters(filter_action::logged, false) == "L");
  CHECK(letters(filter_action::unmatched, false) == "n");
  CHECK(letters(filter_action::unknown, false) == "?");
}

TEST_CASE("the level is that of the action, and of a short packet") {
  packet_record record;
  const auto of = [&](filter_action action, bool is_short) {
    record.action = action;
    record.is_short = is_short;
    return level(syn, record);
  };
  CHECK(of(filter_action::passed, false) == severity::notice);
  CHECK(of(filter_action::blocked, false) == severity::warning);
  CHECK(of(filter_action::logged, false) == severity::info);
  CHECK(of(filter_action::unmatched, false) == severity::notice);
  CHECK(of(filter_action::unknown, false) == severity::emerg);
  CHECK(of(filter_action::passed, true) == severity::err);
  CHECK(of(filter_action::blocked, true) == severity::warning);
  CHECK(of(filter_action::logged, true) == severity::info);
  CHECK(of(filter_action::unmatched, true) == severity::err);
  record.has_level = true;
  record.level = severity::debug;
  CHECK(of(filter_action::blocked, true) == severity::debug);
}

TEST_CASE("a packet whose headers are not all there is short, and shows what there is") {
  const std::string ends = "we1 @0:17 Sb 209.53.17.22 -> 198.73.220.17 PR ";
  CHECK(line(syn.substr(0, 39)) == ends + "tcp len 20 40");
  CHECK(line(syn.substr(0, 20)) == ends + "tcp len 20 40");
  CHECK(line(syn.substr(0, 19)) == "we1 @0:17 Sb ");
  CHECK(line(ipv4({.protocol = 17}, "1234567")) == ends + "udp len 20 27");
  CHECK(line(ipv4({.protocol = 1}, std::string{"\x08\x00\x00", 3})) == ends + "icmp len 20 23 icmp echo/0");
  CHECK(line(ipv4({.protocol = 1}, std::string{"\x08", 1})) == ends + "icmp len 20 21");
  CHECK(line(ipv6({.next = 60}, "1234567")) == "we1 @0:17 Sb 2001:db8::1 -> 2001:db8::2 PR ipv6-opts len 40 (47)");
  CHECK(line(ipv6({.next = 44}, "1234567")) == "we1 @0:17 Sb 2001:db8::1 -> 2001:db8::2 PR ipv6-frag len 40 (47)");
  CHECK(level(syn.substr(0, 39), packet_record{}) == severity::err);
  CHECK(level(syn, packet_record{}) == severity::notice);
  std::string bad_header = syn;
  bad_header[0] = 0x44;
  CHECK(line(bad_header) == ends + "tcp len 16 40");
}

TEST_CASE("what is behind the packet's own length is not the packet's") {
  std::string padded = ipv4({.protocol = 17}, "1234") + std::string(22, '\0');
  CHECK(line(padded) == "we1 @0:17 Sb 209.53.17.22 -> 198.73.220.17 PR udp len 20 24");
  // A length of zero is that of an interface which fills it in by itself.
  std::string unfilled = syn;
  unfilled[3] = 0;
  CHECK(line(unfilled) == "we1 @0:17 b 209.53.17.22,80 -> 198.73.220.17,1722 PR tcp len 20 0 -S");
}

TEST_CASE("names of hosts, ports and protocols come from whom the summary is given") {
  struct : lineout::packet_names {
    static lineout::text port(uint8_t protocol, uint16_t number) { return protocol == 6 && number == 80 ? "http" : ""; }
    static lineout::text host(lineout::text address) { return address[0] == '\xd1' ? "www.example.org" : ""; }
  } names;
  const packet_record record = blocked();
  CHECK(line_of(lineout::packet_summary{syn, record, {}, names}) ==
        "we1 @0:17 b www.example.org[209.53.17.22],http -> 198.73.220.17,1722 PR tcp len 20 40 -S");
}

TEST_CASE("nothing of a packet is read beyond its last byte, wherever it is cut") {
  support::random_packets packets{1};
  guarded memory;
  size_t shorter = 0;
  for (int count = 0; count < 2000; ++count) {
    const std::string packet = packets.next();
    for (size_t size = 0; size <= packet.size(); size += size < 200 ? 1 : 97) {
      const std::string cut = packet.substr(0, size);
      const std::string expected = line(cut, blocked(), {.verbose = true});
      const packet_record record = blocked();
      const lineout::packet_summary summary{memory.hold(cut), record, {.verbose = true}};
      REQUIRE(line_of(summary) == expected);
      // For a sanitizer: exactly these bytes.
      const std::unique_ptr<char[]> copy{new char[size]};
      memcpy(copy.get(), cut.data(), size);
      REQUIRE(line_of(lineout::packet_summary{lineout::text{copy.get(), size}, record, {.verbose = true}}) == expected);
      shorter += summary.is_short() ? 1 : 0;
    }
  }
  CHECK(shorter > 10000);
}

TEST_CASE("nothing is read beyond the last byte of packets with wrong bytes anywhere") {
  support::random_packets packets{2};
  guarded memory;
  const packet_record record = blocked();
  for (int count = 0; count < 20000; ++count) {
    std::string packet = packets.next();
    packet.resize(packets.below(static_cast<unsigned>(packet.size() + 1)));
    for (unsigned wrong = packets.below(8); wrong > 0 && !packet.empty(); --wrong)
      packet[packets.below(static_cast<unsigned>(packet.size()))] = static_cast<char>(packets.below(256));
    CHECK(!line_of(lineout::packet_summary{memory.hold(packet), record, {.verbose = true}}).empty());
  }
}

namespace {

// In a constant expression a read outside of an object does not compile.
constexpr bool reads_cut_at_every_length() {
  constexpr unsigned char bytes[] = {0x45, 0, 0,    56, 0x12, 0x67, 0, 0, 64, 1,  0, 0, 10, 0,
                                     0,    1, 10,   0,  0,    2,    3, 3, 0,  0,  0, 0, 0,  0,  // an ICMP error
                                     0x45, 0, 0x05, 0,  0x12, 0x67, 0, 0, 64, 17, 0, 0, 10, 0,
                                     0,    2, 10,   0,  0,    1,    0, 5, 0,  6,  4, 0, 0,  0};
  for (size_t size = 0; size <= sizeof bytes; ++size) {
    char* const copy = new char[size];
    for (size_t index = 0; index < size; ++index) copy[index] = static_cast<char>(bytes[index]);
    char buffer[200]{};
    lineout::writer out{buffer, buffer + sizeof buffer, lineout::control_characters::escape};
    const packet_record record{};
    lineout::packet_names names{};
    lineout::packet_summary summary{lineout::text{copy, size}, record, {}, names};
    summary.write(out);
    delete[] copy;
    if (out.truncated() || summary.is_short() != (size > 0 && size < 28)) return false;
  }
  return true;
}
static_assert(reads_cut_at_every_length());

}  // namespace
