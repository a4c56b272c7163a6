// A syslog.conf against a reading line by line: which lines are rules, what is done, and for whom.
#include <lineout/rules/rules.hpp>

#include <algorithm>
#include <sstream>

#include "support.hpp"

namespace {

struct expected_rule {
  size_t line;
  std::string selector, target, port, programs, hosts;
  lineout::action_kind kind;
  bool synced;
};
struct reading {
  std::vector<expected_rule> rules{};
  std::vector<size_t> wrong{};
  // False: there are blocks that are the matter of other fuzzers.
  bool known = true;
};

std::string trimmed(const std::string& words) {
  const size_t begin = words.find_first_not_of(" \t");
  if (begin == words.npos) return {};
  return words.substr(begin, words.find_last_not_of(" \t\r") + 1 - begin);
}
bool has_only(const std::string& words, std::string_view more) {
  for (const char c : words)
    if (!isalnum(static_cast<unsigned char>(c)) && more.find(c) == more.npos) return false;
  return true;
}
bool is_ascii(const std::string& words) {
  return std::all_of(words.begin(), words.end(), [](char c) { return c > 0; });
}

bool read_action(const std::string& words, expected_rule& to) {
  using lineout::action_kind;
  to.synced = true;
  if (words[0] == '/' || words.starts_with("-/")) {
    to.kind = action_kind::file;
    to.synced = words[0] == '/';
    to.target = words.substr(to.synced ? 0 : 1);
    return true;
  }
  if (words[0] == '|') {
    to.kind = action_kind::pipe;
    to.target = trimmed(words.substr(1));
    return !to.target.empty();
  }
  if (words == "*") {
    to.kind = action_kind::everyone;
    return true;
  }
  if (words[0] == '@') {
    to.kind = action_kind::forward;
    size_t end = 0;
    if (words.substr(1, 1) == "[") {
      end = words.find(']');
      if (end == words.npos) return false;
      to.target = words.substr(2, end++ - 2);
      if (!has_only(to.target, "_-.:%")) return false;
    } else {
      end = std::min(words.find(':'), words.size());
      to.target = words.substr(1, end - 1);
      if (!has_only(to.target, "_-.")) return false;
    }
    if (to.target.empty()) return false;
    if (end == words.size()) return true;
    if (words[end] != ':') return false;
    to.port = words.substr(end + 1);
    if (to.port.empty() || !has_only(to.port, "_-.")) return false;
    if (to.port.find_first_not_of("0123456789") != to.port.npos)
      return isalpha(static_cast<unsigned char>(to.port[0])) != 0;
    const size_t significant = to.port.find_first_not_of('0');
    if (significant == to.port.npos || to.port.size() - significant > 5) return false;
    return std::stoul(to.port) <= 65535;
  }
  to.kind = action_kind::users;
  to.target = words;
  std::istringstream names{words + ","};
  for (std::string name; std::getline(names, name, ',');)
    if (name.empty() || !has_only(name, "_-.")) return false;
  return true;
}

bool is_list(const std::string& words) {
  if (words.empty() || words.back() == ',') return false;
  for (size_t at = 0; at < words.size(); ++at)
    if (words[at] == ',' ? at == 0 || words[at - 1] == ',' : !isalnum(static_cast<unsigned char>(words[at])))
      return false;
  return true;
}

reading model(const std::string& words) {
  reading result;
  std::string programs = "*";
  std::string hosts = "*";
  std::istringstream lines{words};
  std::string line;
  for (size_t number = 1; std::getline(lines, line); ++number) {
    const size_t begin = line.find_first_not_of(" \t");
    if (begin == line.npos) continue;
    line.erase(0, begin);
    if (line.size() > 1 && line[0] == '#' && std::string_view{"!+-:"}.find(line[1]) < 4) return {.known = false};
    for (size_t at = 0; at < line.size(); ++at)
      if (line[at] == '#' && (at == 0 || line[at - 1] != '\\')) line.erase(at);
    while (!line.empty() && std::string_view{" \t\r"}.find(line.back()) < 3) line.pop_back();
    if (line.empty()) continue;
    const auto unescaped = [](std::string of) {
      for (size_t at = 0; (at = of.find("\\#", at)) != of.npos; ++at) of.erase(at, 1);
      return of;
    };
    if (line[0] == '!' || line[0] == '+' || line[0] == '-') {
      const bool program = line[0] == '!';
      const std::string list = line.substr(1);
      if (!is_list(program && list.starts_with('-') ? list.substr(1) : list)) return {.known = false};
      (program ? programs : hosts) = program ? list : line;
      continue;
    }
    if (line[0] == ':') {
      if (line != ":*") return {.known = false};
      continue;
    }
    const size_t end = std::min(line.find_first_of(" \t"), line.size());
    expected_rule made{number, line.substr(0, end), {}, {}, programs, hosts, {}, true};
    const std::string rest = trimmed(line.substr(end));
    const bool valid = made.selector != "include" && lineout::selector::parse(fuzz::exact{made.selector}) &&
                       !rest.empty() && read_action(rest, made);
    if (!valid) {
      result.wrong.push_back(number);
      continue;
    }
    made.target = unescaped(made.target);
    made.port = unescaped(made.port);
    result.rules.push_back(made);
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  const std::string words = in.rest_of(
      {"*.*",    "mail.err", " ",    "\t", "\n",         "\n",    "/var/log/x", "-/x",     "@host", "@[::1]", ":514",
       "|cmd a", "*",        "root", ",",  "#",          "!sshd", "!*",         "+a,b",    "-@",    "\\#",    "#!cron",
       ":*",     ":msg",     "\r",   "x",  "kern.debug", "!",     "!-x",        "include", ":0",    ":65536"});
  if (!is_ascii(words)) return 0;
  const reading expected = model(words);
  if (!expected.known) return 0;
  lineout::rules<64, 16384> got;
  std::vector<size_t> wrong;
  const auto report = [&](const lineout::rule_error& one) {
    if (!one.left_out) return;
    wrong.push_back(one.line);
    fuzz::check(one.column >= 1 && one.column <= words.size() + 1 && !one.words.empty(), "where a fault is", words);
  };
  const fuzz::exact given{words};
  got.read(given, lineout::conf_dialect::freebsd, report);
  if (expected.rules.size() > 64) return 0;
  fuzz::check(wrong == expected.wrong, "which lines are wrong", words, wrong.empty() ? "" : std::to_string(wrong[0]));
  fuzz::check(got.size() == expected.rules.size(), "how many rules there are", words, std::to_string(got.size()));
  for (size_t index = 0; index < got.size(); ++index) {
    const lineout::rule one = got.get(index);
    const expected_rule& other = expected.rules[index];
    fuzz::check(one.line == other.line, "a rule's line", words);
    fuzz::check(one.which == lineout::selector::parse(other.selector).value, "a rule's selector", words,
                other.selector);
    fuzz::check(one.action.kind == other.kind && one.action.synced == other.synced, "a rule's action", words);
    fuzz::check(fuzz::view(one.action.target) == other.target, "a target", words, fuzz::view(one.action.target));
    fuzz::check(fuzz::view(one.action.port) == other.port, "a port", words, fuzz::view(one.action.port));
    const std::string programs = other.programs == "*" ? "" : other.programs;
    for (const char* const app : {"sshd", "cron", "x"}) {
      const lineout::origin_buffer names{"a", app};
      const lineout::origin from = names;
      const lineout::message what{{}, {}, &from, {}};
      const bool takes = lineout::program_filter::parse(programs).value.takes(what) &&
                         lineout::host_filter::parse(other.hosts == "*" ? "" : other.hosts).value.takes(what);
      fuzz::check((one.programs.takes(what) && one.hosts.takes(what)) == takes, "for whom a rule is", words, app);
    }
  }
  return 0;
}
