// rules: what a syslog.conf says, as a table: selectors, programs, hosts, and what is to be done with their messages.
#pragma once

#include <lineout/rules/action.hpp>
#include <lineout/rules/name_filter.hpp>
#include <lineout/rules/selector.hpp>

namespace lineout {

// What is wrong in a line, and where; both are counted from 1, columns in bytes.
struct rule_error {
  size_t line = 0;
  size_t column = 0;
  text words{};
};

// One line's meaning; a view of the table.
struct rule {
  selector which{};
  program_filter programs{};
  host_filter hosts{};
  lineout::action action{};
  size_t line = 0;
  size_t column = 0;  // of the action
};

namespace detail {

template <size_t Line> void error__this_line_of_a_syslog_conf_is_wrong();

// Stops the compiler, with the line in the name of a function and the column in that of one of its callers; finds each by
// halves.
template <size_t First, size_t Count> constexpr void stop_at_line(size_t line) {
  if constexpr (Count == 1) {
    error__this_line_of_a_syslog_conf_is_wrong<First>();
  } else {
    constexpr size_t half = Count / 2;
    if (line < First + half) stop_at_line<First, half>(line);
    else stop_at_line<First + half, Count - half>(line);
  }
}

template <size_t First, size_t Count, size_t Lines> constexpr void stop_at_column(size_t line, size_t column) {
  if constexpr (Count == 1) {
    stop_at_line<1, Lines>(line);
  } else {
    constexpr size_t half = Count / 2;
    if (column < First + half) stop_at_column<First, half, Lines>(line, column);
    else stop_at_column<First + half, Count - half, Lines>(line, column);
  }
}

// A line without its comment, and without the blanks around; begin is where it began.
struct conf_line {
  text words{};
  size_t begin = 0;
};

constexpr size_t skip_blanks(text words, size_t at) {
  while (at < words.size() && is_blank(words[at])) ++at;
  return at;
}
constexpr size_t skip_word(text words, size_t at) {
  while (at < words.size() && !is_blank(words[at])) ++at;
  return at;
}

constexpr conf_line strip(text line) {
  size_t begin = skip_blanks(line, 0);
  // #! is a block in disguise; a line of #!!! or the like is a comment.
  if (line.skip(begin).first(2) == "#!" && begin + 2 < line.size()) {
    const char next = line[begin + 2];
    if (is_letter(next) || is_digit(next) || next == '*' || next == '+' || next == '-') ++begin;
  }
  size_t end = begin;
  while (end < line.size() && !(line[end] == '#' && (end == begin || line[end - 1] != '\\'))) ++end;
  while (end > begin && (is_blank(line[end - 1]) || line[end - 1] == '\r')) --end;
  return {line.first(end).skip(begin), begin};
}

}  // namespace detail

// At most Count rules, whose names, paths and commands take at most TextSize bytes; they are copied into the table.
// Each line is
//   SELECTOR ACTION               what action.hpp says; the selector ends at the first blank
//   !PROGRAM,... or !-PROGRAM,... from here on only these programs, or all others; !* everybody's again
//   +HOST,... or -HOST,...        the same for hosts; @ is the local one
//   # comment                     anywhere; \# is a number sign
// A wrong line is reported and left out, and disables none of the others: behind a wrong block everybody's messages are
// meant.
template <size_t Count, size_t TextSize = Count * 64> class rules {
  static_assert(Count >= 1 && TextSize >= 1 && TextSize <= 65535, "lineout: rules have from 1 to 65535 bytes of text");

 public:
  constexpr rules() = default;
  // From a literal; a wrong line is a compile error that names the line, and on its way there the column.
  template <size_t Size> consteval rules(const char (&literal)[Size], selector_dialect spoken = selector_dialect::bsd) {
    read({literal, Size - 1}, spoken,
         [](const rule_error& wrong) { detail::stop_at_column<1, Size, Size>(wrong.line, wrong.column); });
  }

  // Forgets what was there and reads these words. Calls report(const rule_error&) for each line that is left out, in
  // order, and returns how many there were.
  template <typename Report> constexpr size_t read(text words, selector_dialect spoken, Report&& report) {
    count_ = used_ = 0;
    programs_ = hosts_ = {};
    size_t faults = 0;
    for (size_t line = 1; !words.empty(); ++line) {
      const size_t end = words.find('\n');
      const fault found = read_line(detail::strip(words.first(end)), line, spoken);
      if (!found.words.empty()) {
        ++faults;
        report(rule_error{line, found.position + 1, found.words});
      }
      words = words.skip(end + 1);
    }
    return faults;
  }

  constexpr size_t size() const { return count_; }
  // A view that is valid until the next read(). local: the name that @ stands for.
  constexpr rule get(size_t index, text local = {}) const {
    const stored& one = stored_[index];
    return {one.which,
            program_filter{names(one.programs)},
            host_filter{names(one.hosts), local},
            {one.kind, one.synced, at(one.target), at(one.port)},
            one.line,
            one.column};
  }

  constexpr bool takes(size_t index, const message& what, text local = {}) const {
    const stored& one = stored_[index];
    return one.which.takes(what.priority) && program_filter{names(one.programs)}.takes(what) &&
           host_filter{names(one.hosts), local}.takes(what);
  }
  constexpr bool takes_mark(size_t index) const { return stored_[index].which.takes_mark(); }

 private:
  struct span {
    uint16_t begin = 0;
    uint16_t size = 0;
  };
  struct list {
    span names{};
    bool excluding = false;
  };
  struct stored {
    selector which{};
    list programs{};
    list hosts{};
    span target{};
    span port{};
    action_kind kind{};
    bool synced = true;
    uint16_t column = 0;
    uint32_t line = 0;
  };
  struct fault {
    text words{};
    size_t position = 0;
  };

  static constexpr text no_room = "there is no room for this line: the table is full";

  constexpr text at(span where) const { return {text_ + where.begin, where.size}; }
  constexpr detail::name_list names(list which) const { return {at(which.names), which.excluding}; }

  // Copies words into the table, \# as #. False: there is no room.
  constexpr bool keep(text words, span& where) {
    const size_t begin = used_;
    for (size_t index = 0; index < words.size(); ++index) {
      if (words[index] == '\\' && words.skip(index + 1).first(1) == "#") continue;
      if (used_ == TextSize) return false;
      text_[used_++] = words[index];
    }
    where = {static_cast<uint16_t>(begin), static_cast<uint16_t>(used_ - begin)};
    return true;
  }

  constexpr fault read_line(detail::conf_line line, size_t number, selector_dialect spoken) {
    if (line.words.empty()) return {};
    const size_t before = used_;
    fault found = {};
    switch_on(line, number, spoken, found);
    found.position += line.begin;
    if (!found.words.empty()) used_ = before;
    return found;
  }

  constexpr void switch_on(detail::conf_line line, size_t number, selector_dialect spoken, fault& found) {
    const text words = line.words;
    const char first = words[0];
    if (first == '!') {
      const size_t begin = detail::skip_blanks(words, 1);
      found =
          block(detail::read_names(words.first(detail::skip_word(words, begin)), begin, detail::is_program_character),
                programs_);
    } else if (first == '+' || first == '-') {
      found = block(detail::read_hosts(words.first(detail::skip_word(words, 0))), hosts_);
    } else if (first == ':') {
      // :* ends a filter by property, of which there is none.
      if (!(words == ":*")) found = {"filters by property are not known here", 0};
    } else {
      found = rule_line(words, line.begin, number, spoken);
    }
  }

  constexpr fault block(const detail::name_reading& reading, list& current) {
    current = {};
    if (reading.fault != detail::name_fault::none)
      return {detail::name_errors[static_cast<uint8_t>(reading.fault)], reading.position};
    list made{{}, reading.list.excluding};
    if (!keep(reading.list.names, made.names)) return {no_room, 0};
    current = made;
    return {};
  }

  constexpr fault rule_line(text words, size_t begin, size_t number, selector_dialect spoken) {
    const size_t end = detail::skip_word(words, 0);
    if (words.first(end) == "include") return {"other files are not included here", 0};
    const auto which = selector::parse(words.first(end), spoken);
    if (!which) return {which.error, which.position};
    const size_t behind = detail::skip_blanks(words, end);
    if (behind == words.size()) return {"an action is missing behind the selector", end};
    const auto what = parse_action(words.skip(behind));
    if (!what) return {what.error, behind + what.position};
    if (count_ == Count) return {no_room, 0};
    stored made{which.value,
                programs_,
                hosts_,
                {},
                {},
                what.value.kind,
                what.value.synced,
                static_cast<uint16_t>(begin + behind + 1),
                static_cast<uint32_t>(number)};
    if (!keep(what.value.target, made.target) || !keep(what.value.port, made.port)) return {no_room, 0};
    stored_[count_++] = made;
    return {};
  }

  stored stored_[Count] = {};
  char text_[TextSize] = {};
  size_t count_ = 0;
  size_t used_ = 0;
  list programs_{};
  list hosts_{};
};

}  // namespace lineout
