// action: what a line of a syslog.conf does with a message: /path, -/path, @host[:port], |command, user,user or *.
#pragma once

#include <lineout/parsed.hpp>

namespace lineout {

enum class action_kind : uint8_t { file, pipe, forward, users, everyone };

// A view of the words that it was read from.
struct action {
  action_kind kind{};
  bool synced = true;  // whether a file is to be on the disk after each message; -/path says that it need not
  text target{};       // the path, the command, the host (without brackets), the users with commas between, or nothing
  text port{};         // of the host, from 1 to 65535 or a service's name; empty where none was given

  friend constexpr bool operator==(const action&, const action&) = default;
};

namespace detail {

constexpr bool is_user_character(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; }

// The position of the first character that is not allowed, or size().
template <typename Allowed> constexpr size_t first_other(text words, Allowed allowed) {
  size_t at = 0;
  while (at < words.size() && allowed(words[at])) ++at;
  return at;
}

constexpr bool is_port(text words) {
  uint32_t value = 0;
  for (const char c : words) {
    if (!is_digit(c)) return is_letter(words[0]) && first_other(words, is_user_character) == words.size();
    if (value <= 65535) value = value * 10 + static_cast<uint32_t>(c - '0');
  }
  return value >= 1 && value <= 65535;
}

constexpr parsed<action> parse_forward(text words) {
  const auto fail = [](text error, size_t position) { return parsed<action>{.error = error, .position = position}; };
  action result{.kind = action_kind::forward};
  const bool bracket = words.size() > 1 && words[1] == '[';
  const size_t begin = bracket ? 2 : 1;
  const text rest = words.skip(begin);
  const size_t size =
      first_other(rest, [bracket](char c) { return is_user_character(c) || (bracket && (c == ':' || c == '%')); });
  if (size == 0) return fail("a host is expected behind @", begin);
  result.target = rest.first(size);
  size_t end = begin + size;
  if (bracket) {
    if (end == words.size() || words[end] != ']') return fail("the bracket around an address is not closed", end);
    ++end;
  }
  if (end == words.size()) return {.value = result};
  if (words[end] != ':') return fail("only :PORT may stand behind a host", end);
  result.port = words.skip(end + 1);
  if (!is_port(result.port)) return fail("a port is a number from 1 to 65535, or the name of a service", end + 1);
  return {.value = result};
}

constexpr parsed<action> parse_users(text words) {
  for (size_t at = 0; at <= words.size(); ++at) {
    const bool ends = at == words.size() || words[at] == ',';
    if (ends && (at == 0 || words[at - 1] == ','))
      return {.error = "the name of a user is expected here", .position = at};
    if (!ends && !is_user_character(words[at]))
      return {.error = "an action is /path, -/path, @host[:port], |command, user,user or *", .position = at};
  }
  return {.value = {.kind = action_kind::users, .target = words}};
}

}  // namespace detail

// Words without blanks around them.
constexpr parsed<action> parse_action(text words) {
  const char first = words.empty() ? '\0' : words[0];
  if (first == '/') return {.value = {.kind = action_kind::file, .target = words}};
  if (first == '-') {
    if (words.size() < 2 || words[1] != '/')
      return {.error = "a path that begins with / is expected behind -", .position = 1};
    return {.value = {.kind = action_kind::file, .synced = false, .target = words.skip(1)}};
  }
  if (first == '@') return detail::parse_forward(words);
  if (first == '|') {
    size_t begin = 1;
    while (begin < words.size() && (words[begin] == ' ' || words[begin] == '\t')) ++begin;
    if (begin == words.size()) return {.error = "a command is expected behind |", .position = begin};
    return {.value = {.kind = action_kind::pipe, .target = words.skip(begin)}};
  }
  if (first == '*') {
    if (words.size() > 1) return {.error = "* for everyone stands alone", .position = 1};
    return {.value = {.kind = action_kind::everyone}};
  }
  return detail::parse_users(words);
}

}  // namespace lineout
