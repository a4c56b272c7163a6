// severity, facility and their sum, the PRI (RFC 5424 section 6.2.1, RFC 3164 section 4.1.1), with keywords both ways.
#pragma once

#include <lineout/parsed.hpp>

namespace lineout {

enum class severity : uint8_t { emerg, alert, crit, err, warning, notice, info, debug };

// 13 to 15 differ between systems: RFC 5424 calls them log audit, log alert and clock daemon.
enum class facility : uint8_t {
  kern,
  user,
  mail,
  daemon,
  auth,
  syslog,
  lpr,
  news,
  uucp,
  cron,
  authpriv,
  ftp,
  ntp,
  audit,
  console,
  clock,
  local0,
  local1,
  local2,
  local3,
  local4,
  local5,
  local6,
  local7
};

namespace detail {

struct keyword {
  text name;
  uint8_t value;
};

inline constexpr keyword severity_keywords[] = {{"emerg", 0},   {"alert", 1},  {"crit", 2}, {"err", 3},
                                                {"warning", 4}, {"notice", 5}, {"info", 6}, {"debug", 7},
                                                {"panic", 0},   {"error", 3},  {"warn", 4}};

// The first 24 are written; the others are names that syslogds and documents also use for them.
inline constexpr keyword facility_keywords[] = {
    {"kern", 0},      {"user", 1},      {"mail", 2},      {"daemon", 3},    {"auth", 4},         {"syslog", 5},
    {"lpr", 6},       {"news", 7},      {"uucp", 8},      {"cron", 9},      {"authpriv", 10},    {"ftp", 11},
    {"ntp", 12},      {"audit", 13},    {"console", 14},  {"clock", 15},    {"local0", 16},      {"local1", 17},
    {"local2", 18},   {"local3", 19},   {"local4", 20},   {"local5", 21},   {"local6", 22},      {"local7", 23},
    {"security", 13}, {"logaudit", 13}, {"logalert", 14}, {"cron_sol", 15}, {"solaris-cron", 15}};

template <typename T, size_t Count>
constexpr parsed<T> find_keyword(const keyword (&table)[Count], text name, text error) {
  for (const keyword& entry : table)
    if (equal_ignoring_case(entry.name, name)) return {.value = static_cast<T>(entry.value)};
  return {.error = error};
}

}  // namespace detail

constexpr text keyword(severity value) { return detail::severity_keywords[static_cast<uint8_t>(value) & 7].name; }

constexpr text keyword(facility value) {
  return static_cast<uint8_t>(value) < 24 ? detail::facility_keywords[static_cast<uint8_t>(value)].name : text{"?"};
}

// Upper and lower case alike; the aliases panic, error and warn are understood.
constexpr parsed<severity> parse_severity(text name) {
  return detail::find_keyword<severity>(
      detail::severity_keywords, name,
      "unknown severity: one of emerg alert crit err warning notice info debug is expected");
}

constexpr parsed<facility> parse_facility(text name) {
  return detail::find_keyword<facility>(detail::facility_keywords, name,
                                        "unknown facility: one of kern user mail daemon auth syslog lpr news uucp cron "
                                        "authpriv ftp ntp audit console clock "
                                        "local0 to local7 is expected");
}

// A facility and a severity; its number goes on the wire as <PRI>, 0 to 191.
struct priority {
  lineout::facility facility = facility::user;
  lineout::severity severity = severity::notice;

  constexpr uint8_t pri() const {
    return static_cast<uint8_t>((static_cast<uint8_t>(facility) << 3) | static_cast<uint8_t>(severity));
  }
  // The number's meaning; there is none above 191.
  static constexpr parsed<priority> from_pri(unsigned pri) {
    if (pri > 191) return {.error = "a PRI is a number from 0 to 191"};
    return {.value = of_valid(static_cast<uint8_t>(pri))};
  }
  // The same for who knows that it is one.
  static constexpr priority of_valid(uint8_t pri) {
    return {static_cast<lineout::facility>(pri >> 3), static_cast<lineout::severity>(pri & 7)};
  }
  friend constexpr bool operator==(priority, priority) = default;
};

// "local0.warning", as logger -p and syslog.conf write it.
constexpr parsed<priority> parse_priority(text name) {
  const size_t dot = name.find('.');
  if (dot == name.size()) return {.error = "a priority is written facility.severity, as in local0.warning"};
  const auto facility = parse_facility(name.first(dot));
  if (!facility) return {.error = facility.error};
  const auto severity = parse_severity(name.skip(dot + 1));
  if (!severity) return {.error = severity.error, .position = dot + 1};
  return {.value = {facility.value, severity.value}};
}

}  // namespace lineout
