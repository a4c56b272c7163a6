#include "link.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace {

using lineout::text;
using std::size_t;

constexpr unsigned null_link = 0, ethernet = 1, raw = 101, loop = 108, cooked = 113, pflog = 117, ipv4 = 228,
                   ipv6 = 229, cooked2 = 276;

uint32_t load_byte(const char* from) { return static_cast<unsigned char>(*from); }
uint32_t load_big16(const char* from) { return load_byte(from) << 8 | load_byte(from + 1); }
uint32_t load_big32(const char* from) { return load_big16(from) << 16 | load_big16(from + 2); }

// Takes so many bytes from the front of the packet to the header's.
bool take(link_packet& link, size_t size) {
  if (link.packet.size() < size) return false;
  link.header = {link.header.data(), link.header.size() + size};
  link.packet = link.packet.skip(size);
  return true;
}

bool is_ip(uint32_t type) { return type == 0x0800 || type == 0x86dd; }

// From an EtherType that lies at an offset of the header, with what follows it; behind VLAN tags there is another.
bool take_typed(link_packet& link, size_t size, size_t type_at) {
  const text whole = link.packet;
  if (!take(link, size)) return false;
  uint32_t type = load_big16(whole.data() + type_at);
  while (type == 0x8100 || type == 0x88a8) {
    const text tag = link.packet;
    if (!take(link, 4)) return false;
    type = load_big16(tag.data() + 2);
  }
  return is_ip(type);
}

text terminated(const char* from, size_t size) {
  const text whole{from, size};
  return whole.first(whole.find('\0'));
}

// net/if_pflog.h of OpenBSD and FreeBSD; an old header has no process ids.
bool take_pflog(link_packet& link) {
  constexpr text reasons[] = {"match",          "bad-offset",    "fragment",    "short",     "normalize",
                              "memory",         "bad-timestamp", "congestion",  "ip-option", "proto-cksum",
                              "state-mismatch", "state-insert",  "state-limit", "src-limit", "synproxy"};
  const char* const at = link.packet.data();
  if (link.packet.size() < 48) return false;
  const size_t length = load_byte(at);
  const uint32_t action = load_byte(at + 2);
  const uint32_t reason = load_byte(at + 3);
  const uint32_t rule_in_anchor = load_big32(at + 40);
  const size_t direction_at = length < 61 ? 44 : 60;
  if (length < 45 || !take(link, (length + 3) & ~size_t{3})) return false;
  lineout::packet_record& record = link.record;
  record.interface = terminated(at + 4, 16);
  record.rule = load_big32(at + 36);
  const text anchor = terminated(at + 20, 16);
  if (rule_in_anchor != lineout::packet_record::no_rule && !anchor.empty()) {
    record.group = anchor;
    record.rule = rule_in_anchor;
  }
  const uint32_t direction = load_byte(at + direction_at);
  if (direction == 1) record.direction = lineout::packet_direction::in;
  if (direction == 2) record.direction = lineout::packet_direction::out;
  switch (action) {
    case 0:
    case 2:
    case 3:
      record.action = lineout::filter_action::passed;
      break;
    case 1:
    case 10:
      record.action = lineout::filter_action::blocked;
      break;
    case 12:
      record.action = lineout::filter_action::logged;
      break;
    default:
      record.action = lineout::filter_action::unknown;
      break;
  }
  if (action >= 4 && action <= 9) {
    record.action = lineout::filter_action::passed;
    record.translated = (action & 1) == 0;
    link.is_translation = true;
  }
  record.is_short = reason == 3;
  if (reason > 0 && reason < std::size(reasons)) record.reason = reasons[reason];
  return true;
}

bool take_header(link_packet& link, unsigned link_type) {
  switch (link_type) {
    case null_link:
    case loop:
      return take(link, 4);
    case ethernet:
      return take_typed(link, 14, 12);
    case cooked:
      return take_typed(link, 16, 14);
    case cooked2:
      return take_typed(link, 20, 0);
    case pflog:
      return take_pflog(link);
    default:
      return true;
  }
}

}  // namespace

bool is_known_link(unsigned link_type) {
  for (const unsigned known : {null_link, ethernet, raw, loop, cooked, pflog, ipv4, ipv6, cooked2})
    if (link_type == known) return true;
  return false;
}

link_packet read_link(unsigned link_type, text frame) {
  link_packet link;
  link.header = {frame.data(), 0};
  link.packet = frame;
  if (!take_header(link, link_type)) link.packet = {};
  return link;
}
