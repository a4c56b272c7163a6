// The line of a captured packet: no byte outside is read, nothing unclean is written, and the ends and sizes are those
// that a reader of its own finds in the headers.
#include <arpa/inet.h>

#include <lineout/net/packet_summary.hpp>

#include "support.hpp"

namespace {

unsigned byte(const std::string& from, size_t at) { return static_cast<unsigned char>(from[at]); }
unsigned two(const std::string& from, size_t at) { return byte(from, at) << 8 | byte(from, at + 1); }

std::string host(const std::string& packet, size_t at, int family) {
  char words[INET6_ADDRSTRLEN] = {};
  inet_ntop(family, packet.data() + at, words, sizeof words);
  return words;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  lineout::packet_record record;
  const std::string interface = in.text(in.below(20));
  const std::string reason = in.text(in.below(12));
  const fuzz::exact interface_bytes{interface};
  const fuzz::exact reason_bytes{reason};
  record.interface = interface_bytes;
  record.reason = reason_bytes;
  record.rule = static_cast<uint32_t>(in.number(4));
  record.count = in.below(3);
  record.action = static_cast<lineout::filter_action>(in.below(7));
  record.logged_by_rule = in.flag();
  record.direction = static_cast<lineout::packet_direction>(in.below(3));
  record.is_short = in.flag();
  record.cast = static_cast<lineout::packet_cast>(in.below(4));
  record.time = lineout::timestamp::at(static_cast<int64_t>(in.number(4)), in.below(200));
  const lineout::packet_style style{in.flag(), in.flag()};
  std::string packet = in.rest();
  // Half of them begin as a packet does.
  if (packet.size() >= 2 && (packet[0] & 1) != 0) {
    packet[0] = (packet[0] & 2) != 0 ? '\x60' : '\x45';
    static constexpr char protocols[] = {6, 17, 1, 58, 44, 0, 60, 51};
    const size_t at = packet[0] == '\x45' ? 9 : 6;
    if (packet.size() > at) packet[at] = protocols[packet[at] & 7];
    if (packet[0] == '\x45' && packet.size() > 7 && (packet[7] & 1) != 0) packet[6] = packet[7] = 0;
  }
  const fuzz::exact bytes{packet};
  std::vector<char> room(4000);
  lineout::writer out{room.data(), room.data() + room.size(), lineout::control_characters::escape};
  const lineout::packet_summary summary{bytes, record, style};
  summary.write(out);
  const std::string line{room.data(), out.size()};
  for (const char c : line) fuzz::check(c >= ' ' || c < 0, "a control character in a line", line);

  const unsigned version = packet.empty() ? 0 : byte(packet, 0) >> 4;
  if (version == 4 && packet.size() >= 20) {
    const unsigned header = (byte(packet, 0) & 15) * 4;
    const unsigned protocol = byte(packet, 9);
    const unsigned total = two(packet, 2);
    const size_t end = total > 0 && total < packet.size() ? total : packet.size();
    const bool whole = header >= 20 && header <= end;
    const bool first = (two(packet, 6) & 0x1fff) == 0;
    const unsigned needed = !first ? 0 : protocol == 6 ? 20 : protocol == 17 || protocol == 1 ? 8 : 0;
    const bool is_short = !whole || end - header < needed || record.is_short;
    fuzz::check(summary.is_short() == is_short, "whether it is short", packet, line);
    std::string ends = host(packet, 12, AF_INET);
    const bool ports = first && (protocol == 6 || protocol == 17) && !is_short;
    if (ports) ends += "," + std::to_string(two(packet, header));
    ends += " -> " + host(packet, 16, AF_INET);
    if (ports) ends += "," + std::to_string(two(packet, header + 2));
    fuzz::check(line.find(" " + ends + " PR ") != line.npos, "the ends of an IPv4 packet", line, ends);
    const std::string sizes = " len " + std::to_string(header) + " ";
    fuzz::check(line.find(sizes) != line.npos, "the size of a header", line, sizes);
  } else if (version == 6 && packet.size() >= 40) {
    if (interface.find('>') != interface.npos) return 0;
    in6_addr read_back{};
    const size_t arrow = line.find(" -> ");
    fuzz::check(arrow != line.npos, "the ends of an IPv6 packet", line);
    std::string source = line.substr(0, arrow);
    source = source.substr(source.rfind(' ') + 1);
    source = source.substr(0, source.find(','));
    fuzz::check(inet_pton(AF_INET6, source.c_str(), &read_back) == 1 &&
                    __builtin_memcmp(&read_back, packet.data() + 8, 16) == 0,
                "the source of an IPv6 packet", line, source);
  } else {
    fuzz::check(line.find(" -> ") == line.npos || (interface + reason).find('>') != line.npos,
                "the ends of what is no packet", line);
  }
  return 0;
}
