// Lists of programs and hosts against sets of strings.
#include <lineout/rules/name_filter.hpp>

#include <algorithm>
#include <optional>
#include <sstream>

#include "support.hpp"

namespace {

struct filter {
  bool excluding = false;
  std::vector<std::string> names{};  // empty: everybody
};

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_program(char c) { return c > 0x20 && c < 0x7f && c != '*'; }
bool is_host(char c) { return is_letter_or_digit(c) || (c != '\0' && std::string_view{".:%-_@"}.find(c) < 6); }

template <typename Allowed> std::optional<filter> model(std::string words, Allowed allowed) {
  filter result;
  if (words.starts_with('+') || words.starts_with('-')) {
    result.excluding = words[0] == '-';
    words.erase(0, 1);
  }
  if (words.empty() || words == "*") {
    if (result.excluding) return {};
    return result;
  }
  std::istringstream parts{words + ","};
  for (std::string name; std::getline(parts, name, ',');) {
    if (name.empty() || !std::all_of(name.begin(), name.end(), allowed)) return {};
    result.names.push_back(name);
  }
  return result;
}

std::string lower(std::string words) {
  for (char& c : words) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return words;
}
bool is_address(const std::string& name) {
  return name.find(':') != name.npos || name.find_first_not_of("0123456789.") == name.npos;
}
bool same_host(std::string left, std::string right) {
  left = lower(left);
  right = lower(right);
  if (is_address(left) || is_address(right)) return left == right;
  const size_t left_dot = left.find('.');
  const size_t right_dot = right.find('.');
  if ((left_dot == left.npos) == (right_dot == right.npos)) return left == right;
  return left.substr(0, left_dot) == right.substr(0, right_dot);
}

template <typename Same> bool taken(const filter& by, Same same) {
  return by.names.empty() || std::any_of(by.names.begin(), by.names.end(), same) != by.excluding;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::input in{data, size};
  const bool kernel = in.flag();
  const std::vector<std::string_view> parts{"a", "A", "b", ".", "ssh", "d", "-", "_", "1", ":", ": ", "cron", "10", ""};
  std::string host;
  std::string app;
  std::string body;
  for (std::string* const to : {&host, &app, &body})
    for (unsigned count = 1 + in.below(5); count > 0; --count)
      *to += parts[in.below(static_cast<unsigned>(parts.size()))];
  const std::string local = in.flag() ? "a.b" : "ssh";
  const std::string words = in.rest_of(
      {"a", "A", "b", ".", "ssh", "d", "-", "_", ",", ",", "!", "+", "*", "@", "1", ":", "%", "/", "10", "cron", ""});

  const lineout::origin_buffer names{host, app};
  const lineout::origin from = names;
  std::vector<char> storage(body.begin(), body.end());
  lineout::packet text{storage.data(), storage.size(), 0};
  text.append(storage.size());
  const lineout::message what{
      {kernel ? lineout::facility::kern : lineout::facility::user, lineout::severity::info}, {}, &from, text};

  const fuzz::exact given{words};
  const auto programs = lineout::program_filter::parse(given);
  const auto expected = model(words.starts_with('!') ? words.substr(1) : words, is_program);
  fuzz::check(static_cast<bool>(programs) == expected.has_value(), "whether these are programs", words);
  fuzz::check(programs || programs.position <= words.size(), "where the fault is", words);
  if (expected) {
    const std::string name{fuzz::view(from.app_name())};
    const size_t colon = body.find(':');
    const bool second = kernel && colon != body.npos && body.substr(colon, 2) == ": ";
    const bool takes = taken(
        *expected, [&](const std::string& one) { return one == name || (second && one == body.substr(0, colon)); });
    fuzz::check(programs.value.takes(what) == takes, "whether a program is taken", words, name);
  }
  const fuzz::exact local_name{local};
  const auto hosts = lineout::host_filter::parse(given, local_name);
  const auto expected_hosts = model(words, [](char c) { return is_host(c); });
  fuzz::check(static_cast<bool>(hosts) == expected_hosts.has_value(), "whether these are hosts", words);
  if (expected_hosts) {
    const std::string name{fuzz::view(from.hostname())};
    const bool takes =
        taken(*expected_hosts, [&](const std::string& one) { return same_host(one == "@" ? local : one, name); });
    fuzz::check(hosts.value.takes(what) == takes, "whether a host is taken", words, name);
  }
  return 0;
}
