// Selectors of both dialects against an interpreter of its own, written from syslog.conf(5).
#include <lineout/rules/selector.hpp>

#include <algorithm>
#include <map>
#include <optional>

#include "support.hpp"

namespace {

using table = std::vector<unsigned>;  // by facility, a bit for each severity; the last one is mark

const std::map<std::string, int> severities{{"emerg", 0},   {"alert", 1},  {"crit", 2}, {"err", 3},
                                            {"warning", 4}, {"notice", 5}, {"info", 6}, {"debug", 7},
                                            {"panic", 0},   {"error", 3},  {"warn", 4}};
const std::map<std::string, int> facilities{
    {"kern", 0},      {"user", 1},      {"mail", 2},      {"daemon", 3},    {"auth", 4},          {"syslog", 5},
    {"lpr", 6},       {"news", 7},      {"uucp", 8},      {"cron", 9},      {"authpriv", 10},     {"ftp", 11},
    {"ntp", 12},      {"audit", 13},    {"console", 14},  {"clock", 15},    {"local0", 16},       {"local1", 17},
    {"local2", 18},   {"local3", 19},   {"local4", 20},   {"local5", 21},   {"local6", 22},       {"local7", 23},
    {"security", 13}, {"logaudit", 13}, {"logalert", 14}, {"cron_sol", 15}, {"solaris-cron", 15}, {"bsd_security", 13},
    {"mark", 24}};

std::string lower(std::string words) {
  for (char& c : words) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return words;
}
// -1: no number up to limit.
int number(const std::string& digits, int limit) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return -1;
  const std::string significant = digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return significant.size() > 3 || std::stoi(significant) > limit ? -1 : std::stoi(significant);
}

std::optional<table> model(const std::string& words, bool bsd) {
  table result(25, 0);
  if (words.empty() || words.find_first_of(" \t") != words.npos) return {};
  size_t at = 0;
  while (at < words.size()) {
    std::vector<int> named;
    for (;;) {
      const size_t end = std::min(words.find_first_of(".,;", at), words.size());
      std::string name = lower(words.substr(at, end - at));
      at = end;
      if (name.empty()) return {};
      if (!bsd && name == "security") name = "auth";
      if (name == "*") {
        for (int facility = 0; facility < (bsd ? 24 : 25); ++facility) named.push_back(facility);
      } else if (name[0] >= '0' && name[0] <= '9') {
        const int code = number(name, 199);
        if (code < 0) return {};
        named.push_back(code / 8);
      } else if (facilities.count(name) != 0) {
        named.push_back(facilities.at(name));
      } else {
        return {};
      }
      if (at == words.size() || words[at] != ',') break;
      ++at;
    }
    if (at == words.size() || words[at] != '.') return {};
    ++at;
    const size_t end = std::min(words.find_first_of(",;", at), words.size());
    std::string level = words.substr(at, end - at);
    at = end;
    const bool inverted = level.starts_with('!');
    if (inverted) level.erase(0, 1);
    std::string comparison = level.substr(0, std::min(level.find_first_not_of("<=>"), level.size()));
    level = lower(level.substr(comparison.size()));
    if (!bsd && !comparison.empty() && comparison != "=") return {};
    if (comparison.empty()) comparison = ">=";
    unsigned meant = 0xff;
    if (level != "*" && level != "none") {
      int severity = -1;
      if (!level.empty() && level[0] >= '0' && level[0] <= '9') severity = number(level, 7);
      else if (severities.count(level) != 0) severity = severities.at(level);
      if (severity < 0) return {};
      meant = 0;
      for (int other = 0; other < 8; ++other) {
        const char relation = other < severity ? '>' : other == severity ? '=' : '<';
        if (comparison.find(relation) != comparison.npos) meant |= 1U << other;
      }
    }
    for (const int facility : named) {
      unsigned& bits = result[static_cast<size_t>(facility)];
      if (bsd) bits = level == "none" ? 0 : (inverted ? ~meant : meant) & 0xff;
      else if ((level == "none") != inverted) bits &= ~meant;
      else bits |= meant;
    }
    while (at < words.size() && (words[at] == ',' || words[at] == ';')) ++at;
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  const bool bsd = in.flag();
  const std::string words =
      in.rest_of({"*",    ".",     ".",   ".",      ",",    ";",        ";",    "!",   "=",      "<",    ">",   "none",
                  "mail", "kern",  "err", "EMERG",  "info", "security", "auth", "8",   "199",    "200",  "7",   "0",
                  "mark", "debug", "*.",  "local7", "cron", ".none",    "warn", "007", "notice", "crit", "news"});
  const auto expected = model(words, bsd);
  const auto got = lineout::selector::parse(fuzz::exact{words},
                                            bsd ? lineout::selector_dialect::bsd : lineout::selector_dialect::sysklogd);
  fuzz::check(static_cast<bool>(got) == expected.has_value(),
              bsd ? "whether this is a selector (bsd)" : "whether this is a selector (sysklogd)", words);
  fuzz::check(got || got.position <= words.size(), "where the fault is", words);
  if (!expected) return 0;
  for (unsigned pri = 0; pri < 192; ++pri)
    fuzz::check(got.value.takes(lineout::priority::of_valid(static_cast<uint8_t>(pri))) ==
                    ((*expected)[pri / 8] >> pri % 8 & 1),
                "whether a message is taken", words, std::to_string(pri));
  fuzz::check(got.value.takes_mark() == ((*expected)[24] >> 6 & 1), "whether marks are taken", words);
  return 0;
}
