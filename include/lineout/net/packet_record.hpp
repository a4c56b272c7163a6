// packet_record: what a packet filter said about a packet, besides the packet itself, as ipmon has it from its kernel.
#pragma once

#include <lineout/priority.hpp>
#include <lineout/text.hpp>
#include <lineout/timestamp.hpp>

namespace lineout {

enum class filter_action : uint8_t {
  unmatched,  // n: no rule was for it
  passed,     // p
  blocked,    // b
  logged,     // L: by a rule that does nothing else
  unknown,    // ?
};

enum class packet_direction : uint8_t { unknown, in, out };

// multicast_or_broadcast: what is known is only that it is not for one.
enum class packet_cast : uint8_t { unicast, multicast, broadcast, multicast_or_broadcast };

// Views are valid as long as what they were made of.
struct packet_record {
  static constexpr uint32_t no_rule = 0xffffffff;

  // Unknown: the line begins with the interface.
  timestamp time{};
  // How many such packets there were.
  uint32_t count = 1;
  text interface {};
  text group{"0"};
  // As its filter counts them; no_rule is written -1.
  uint32_t rule = no_rule;
  filter_action action = filter_action::unmatched;
  // The rule asked for it (p, b), and not a setting for all packets (P, B).
  bool logged_by_rule = true;
  packet_direction direction = packet_direction::unknown;
  bool keeps_state = false;
  bool keeps_fragments = false;
  // The filter found it too short to hold its headers. packet_summary finds that too.
  bool is_short = false;
  bool low_ttl = false;
  bool out_of_window = false;
  bool bad = false;
  bool translated = false;
  bool badly_translated = false;
  bool bad_source = false;
  packet_cast cast = packet_cast::unicast;
  // 0: none.
  uint32_t log_tag = 0;
  text nat_tag{};
  text reason{};
  // The rule has a level of its own.
  bool has_level = false;
  severity level = severity::notice;
};

// The severity at which ipmon sends the line: a short packet is an error, but a blocked one a warning all the same.
constexpr severity packet_severity(const packet_record& record, bool is_short) {
  if (record.has_level) return record.level;
  switch (record.action) {
    case filter_action::blocked:
      return severity::warning;
    case filter_action::logged:
      return severity::info;
    case filter_action::unknown:
      return severity::emerg;
    default:
      return is_short ? severity::err : severity::notice;
  }
}

}  // namespace lineout
