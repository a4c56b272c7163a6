// program_filter, host_filter: whose messages are meant, written as in syslog.conf: "!sshd,sftp", "!-cron", "+router1",
// "-@".
#pragma once

#include <lineout/message.hpp>
#include <lineout/parsed.hpp>

namespace lineout {

namespace detail {

enum class name_fault : uint8_t { none, missing, character, all_but_all };

template <size_t Position> void error__a_name_is_missing_in_this_list();
template <size_t Position> void error__this_character_cannot_stand_in_a_list_of_names();
template <size_t Position> void error__nobody_is_left_when_all_are_left_out();

inline constexpr text name_errors[] = {
    {},
    "a name is expected here: a list is NAME[,NAME]..., or * alone",
    "this character cannot stand in a name: a list is NAME[,NAME]... without blanks",
    "nobody is left when all are left out",
};

// Names with commas between them, as a view; without names everybody is meant.
struct name_list {
  text names{};
  bool excluding = false;

  // equals(a name of the list): whether it is the one that is asked for. Whole names are compared.
  template <typename Equals> constexpr bool takes(Equals equals) const {
    if (names.empty()) return true;
    for (text left = names;;) {
      const size_t comma = left.find(',');
      if (equals(left.first(comma))) return !excluding;
      if (comma == left.size()) return excluding;
      left = left.skip(comma + 1);
    }
  }
};

constexpr bool is_program_character(char c) { return c > ' ' && c < 0x7f; }
constexpr bool is_host_character(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == ':' || c == '%' || c == '-' || c == '_' || c == '@';
}

struct name_reading {
  name_list list{};
  name_fault fault = name_fault::none;
  size_t position = 0;
};

// What stands behind the mark that begins a filter: [+|-]NAME[,NAME]..., or * or nothing for everybody.
template <typename Allowed> constexpr name_reading read_names(text input, size_t begin, Allowed allowed) {
  name_reading result;
  const auto fail = [&result](name_fault what, size_t position) {
    result = {.fault = what, .position = position};
    return result;
  };
  if (begin < input.size() && (input[begin] == '+' || input[begin] == '-'))
    result.list.excluding = input[begin++] == '-';
  const text names = input.skip(begin);
  if (names.empty() || names == "*")
    return result.list.excluding ? fail(names.empty() ? name_fault::missing : name_fault::all_but_all, begin) : result;
  for (size_t at = 0; at < names.size(); ++at) {
    if (names[at] == ',' && (at == 0 || names[at - 1] == ',')) return fail(name_fault::missing, begin + at);
    if (names[at] != ',' && (!allowed(names[at]) || names[at] == '*')) return fail(name_fault::character, begin + at);
  }
  if (names[names.size() - 1] == ',') return fail(name_fault::missing, input.size());
  result.list.names = names;
  return result;
}

constexpr name_reading read_programs(text input) {
  return read_names(input, !input.empty() && input[0] == '!' ? 1 : 0, is_program_character);
}
constexpr name_reading read_hosts(text input) { return read_names(input, 0, is_host_character); }

// Stops the compiler, with the position of the fault in the name of a function. It is among Count of them; it is found by
// halves, since compilers limit how deep templates are nested.
template <size_t Count, size_t Position = 0> constexpr void stop_at(const name_reading& wrong) {
  if constexpr (Count > 1) {
    constexpr size_t half = Count / 2;
    if (wrong.position < Position + half) return stop_at<half, Position>(wrong);
    return stop_at<Count - half, Position + half>(wrong);
  }
  switch (wrong.fault) {
    case name_fault::none:
      return;
    case name_fault::missing:
      return error__a_name_is_missing_in_this_list<Position>();
    case name_fault::character:
      return error__this_character_cannot_stand_in_a_list_of_names<Position>();
    case name_fault::all_but_all:
      return error__nobody_is_left_when_all_are_left_out<Position>();
  }
}

// A name without a domain is compared with the other's name without its domain; an address is compared whole.
constexpr bool same_host(text left, text right) {
  const auto is_address = [](text name) {
    for (const char c : name)
      if (!is_digit(c) && c != '.') return name.find(':') < name.size();
    return true;
  };
  const size_t left_dot = left.find('.'), right_dot = right.find('.');
  if ((left_dot == left.size()) == (right_dot == right.size()) || is_address(left) || is_address(right))
    return equal_ignoring_case(left, right);
  return equal_ignoring_case(left.first(left_dot), right.first(right_dot));
}

}  // namespace detail

// By the app name; upper and lower case differ. Takes everybody's unless made of words: "sshd,sftp" or "!+sshd,sftp"
// takes theirs, "-sshd" or "!-sshd" all others'. A kernel's message that begins with "NAME: " is also NAME's. A view:
// the words outlive it.
class program_filter {
 public:
  constexpr program_filter() = default;
  constexpr explicit program_filter(detail::name_list checked) : list_{checked} {}
  // From a literal; a wrong one is a compile error.
  template <size_t Size> consteval program_filter(const char (&literal)[Size]) {
    const auto reading = detail::read_programs(text{literal, Size - 1});
    if (reading.fault != detail::name_fault::none) detail::stop_at<Size>(reading);
    list_ = reading.list;
  }
  static constexpr parsed<program_filter> parse(text input) {
    const auto reading = detail::read_programs(input);
    return {program_filter{reading.list}, detail::name_errors[static_cast<uint8_t>(reading.fault)], reading.position};
  }

  constexpr bool takes(const message& what) const {
    if (list_.names.empty()) return true;
    text second{};
    if (what.priority.facility == facility::kern) {
      const size_t colon = what.content().find(':');
      if (what.content().skip(colon).first(2) == ": ") second = what.content().first(colon);
    }
    const text name = what.origin->app_name();
    return list_.takes([name, second](text one) { return one == name || one == second; });
  }

 private:
  detail::name_list list_{};
};

// By the hostname; upper and lower case are alike, and a name without a domain stands for that host in any domain.
// Takes everybody's unless made of words: "+router1,router2", "-router1"; @ is the local host, whose name is given
// beside them. A view: both outlive it.
class host_filter {
 public:
  constexpr host_filter() = default;
  constexpr host_filter(detail::name_list checked, text local) : list_{checked}, local_{local} {}
  // From literals; a wrong one is a compile error.
  template <size_t Size> consteval host_filter(const char (&literal)[Size], const char* local = "") : local_{local} {
    const auto reading = detail::read_hosts(text{literal, Size - 1});
    if (reading.fault != detail::name_fault::none) detail::stop_at<Size>(reading);
    list_ = reading.list;
  }
  static constexpr parsed<host_filter> parse(text input, text local = {}) {
    const auto reading = detail::read_hosts(input);
    return {host_filter{reading.list, local}, detail::name_errors[static_cast<uint8_t>(reading.fault)],
            reading.position};
  }

  constexpr bool takes(const message& what) const {
    const text name = what.origin->hostname();
    return list_.takes([name, this](text one) { return detail::same_host(one == "@" ? local_ : one, name); });
  }

 private:
  detail::name_list list_{};
  text local_{};
};

}  // namespace lineout
