// What programs and other machines send to a syslogd, read into its parts.
#pragma once

#include <lineout/lineout.hpp>
#include <string_view>

struct received {
  lineout::priority level{};
  lineout::timestamp time{};    // unknown: none was given
  std::string_view hostname{};  // empty: this machine's
  std::string_view tag{};       // empty: none was given
  lineout::uint32_t process_id = 0;
  std::string_view id{};
  std::string_view structured_data{};
  std::string_view text{};
};

// "<PRI>" and then, as far as it is there, "Mmm dd hh:mm:ss HOST TAG[PID]: text" (RFC 3164; syslog(3) sends no host), the
// same with a time of RFC 3339, or "1 TIME HOST APP PROCID MSGID SD text" (RFC 5424). Words without "<PRI>" are a text, of
// the given level. now: tells the year, which RFC 3164 does not, and the time zone.
received parse_received(std::string_view words, lineout::priority level, lineout::timestamp now);
