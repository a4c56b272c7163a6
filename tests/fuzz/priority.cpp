// Names of severities and facilities against a table of their own.
#include <lineout/priority.hpp>

#include <map>

#include "support.hpp"

namespace {

// syslog.conf(5), and the names of RFC 5424's table 1.
const std::map<std::string, unsigned> severities{{"emerg", 0},   {"alert", 1},  {"crit", 2}, {"err", 3},
                                                 {"warning", 4}, {"notice", 5}, {"info", 6}, {"debug", 7},
                                                 {"panic", 0},   {"error", 3},  {"warn", 4}};
const std::map<std::string, unsigned> facilities{
    {"kern", 0},      {"user", 1},      {"mail", 2},      {"daemon", 3},    {"auth", 4},         {"syslog", 5},
    {"lpr", 6},       {"news", 7},      {"uucp", 8},      {"cron", 9},      {"authpriv", 10},    {"ftp", 11},
    {"ntp", 12},      {"audit", 13},    {"console", 14},  {"clock", 15},    {"local0", 16},      {"local1", 17},
    {"local2", 18},   {"local3", 19},   {"local4", 20},   {"local5", 21},   {"local6", 22},      {"local7", 23},
    {"security", 13}, {"logaudit", 13}, {"logalert", 14}, {"cron_sol", 15}, {"solaris-cron", 15}};

std::string lower(std::string words) {
  for (char& c : words) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return words;
}

template <typename Got>
void check(const std::map<std::string, unsigned>& table, const std::string& name, const Got& got) {
  const auto found = table.find(lower(name));
  fuzz::check(static_cast<bool>(got) == (found != table.end()), "whether there is such a name", name);
  if (got) fuzz::check(static_cast<unsigned>(got.value) == found->second, "its number", name);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  const auto number = static_cast<unsigned>(in.number(2));
  const auto of = lineout::priority::from_pri(number);
  fuzz::check(static_cast<bool>(of) == (number <= 191), "which numbers are a PRI");
  if (of) {
    fuzz::check(of.value.pri() == number, "a PRI and back");
    fuzz::check(static_cast<unsigned>(of.value.facility) == number / 8, "the facility of a PRI");
    fuzz::check(static_cast<unsigned>(of.value.severity) == number % 8, "the severity of a PRI");
  }
  std::vector<std::string_view> words{".", ".", "", "ERR", "Kern", "local", "7", "8", "none", "*"};
  for (const auto& [name, value] : severities) words.push_back(name);
  for (const auto& [name, value] : facilities) words.push_back(name);
  const std::string name = in.rest_of(words);
  check(severities, name, lineout::parse_severity(fuzz::exact{name}));
  check(facilities, name, lineout::parse_facility(fuzz::exact{name}));
  const auto got = lineout::parse_priority(fuzz::exact{name});
  const size_t dot = name.find('.');
  const auto facility = facilities.find(lower(name.substr(0, dot)));
  const auto severity = dot == name.npos ? severities.end() : severities.find(lower(name.substr(dot + 1)));
  const bool valid = dot != name.npos && facility != facilities.end() && severity != severities.end();
  fuzz::check(static_cast<bool>(got) == valid, "whether this is a priority", name);
  if (valid) fuzz::check(got.value.pri() == facility->second * 8 + severity->second, "its PRI", name);
  return 0;
}
