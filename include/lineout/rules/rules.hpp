// rules: what a syslog.conf says, as a table: selectors, programs, hosts, and what is to be done with their messages.
#pragma once

#include <lineout/rules/detail/conf_lines.hpp>
#include <lineout/rules/detail/rule_table.hpp>
#include <lineout/rules/detail/script.hpp>
#include <lineout/rules/detail/stop_at_line.hpp>

namespace lineout {

// At most Count rules, whose names, paths and commands take at most TextSize bytes; they are copied into the table.
// Each line is
//   SELECTOR ACTION               what action.hpp says; the selector ends at the first blank
//   !PROGRAM,... or !-PROGRAM,... from here on only these programs, or all others; !* everybody's again
//   +HOST,... or -HOST,...        the same for hosts; @ is the local one
//   :PROPERTY, ...                the same by a property: see property_filter.hpp; :* ends it
//   include PATTERN               other files, where the caller can read them
//   # comment                     anywhere; \# is a number sign
// and what a conf_dialect adds. A wrong line is reported and left out. It never lets another rule have more messages:
// - Rules behind a wrong block are left out, up to the next block of its kind.
// - Behind a wrong line that may have been to discard messages, or to end the search for them, all rules are.
template <size_t Count, size_t TextSize = Count * 64> class rules : public detail::rule_table<Count, TextSize> {
 public:
  constexpr rules() = default;
  // From a literal; a wrong line is a compile error that names the line, and on its way there the column.
  template <size_t Size> consteval rules(const char (&literal)[Size], conf_dialect spoken = conf_dialect::freebsd) {
    read({literal, Size - 1}, spoken, [](const rule_error& wrong) {
      if (wrong.left_out) detail::stop_at_column<1, Size, Size>(wrong.line, wrong.column);
    });
  }

  // Forgets what was there and reads these words. Calls report(const rule_error&) for each line that is left out, and
  // for each remark, in order; returns how many lines were left out. Where report has a member
  //   text include(text pattern, read)
  // it is called for an include: it calls read(name, words) for each file, and returns what was wrong, or nothing.
  template <typename Report> constexpr size_t read(text words, conf_dialect spoken, Report&& report) {
    this->clear();
    habits_ = detail::habits_of(spoken);
    dialect_ = spoken;
    closed_ = false;
    return read_file(words, {}, report, 0);
  }

 private:
  using table = detail::rule_table<Count, TextSize>;
  using text_span = detail::text_span;
  static constexpr unsigned most_files_deep = 8;

  struct fault {
    text words{};
    size_t position = 0;
    bool left_out = true;
  };

  template <typename Report> constexpr size_t read_file(text words, text_span file, Report& report, unsigned depth) {
    const detail::conf_sections before = where_;
    where_ = {};
    latest_ = {};
    script_ = {};
    if (words.first(3) == "\xef\xbb\xbf") words = words.skip(3);
    size_t faults = 0;
    for (size_t number = 1; !words.empty();) {
      size_t lines = 0, size = 0;
      const size_t used =
          detail::visit_line(words, habits_.continues, lines, [&size](char, size_t, size_t) { ++size; });
      text line = words.first(words.find('\n'));
      char* joined = nullptr;
      fault found{};
      if (lines > 1) {
        joined = this->reserve(size);
        char* to = joined;
        if (joined == nullptr) found = {table::no_room}, closed_ = true;
        else detail::visit_line(words, true, lines, [&to](char c, size_t, size_t) { *to++ = c; });
        line = {joined, joined == nullptr ? 0 : size};
      }
      const auto say = [&](const fault& what) {
        rule_error wrong{number, what.position + 1, what.words, this->at(file), what.left_out};
        if (lines > 1) locate(words, what.position, wrong);
        report(wrong);
      };
      const detail::conf_line shown = detail::strip(line, habits_.hidden_blocks);
      const text pattern = script_.is_open() ? text{} : included(shown.words);
      const bool closed_before = closed_ || where_.is_wrong();
      if (!pattern.empty()) {
        found = include(pattern, report, depth, faults);
      } else if (found.words.empty()) {
        const size_t kept = this->used();
        rule_error place{number, 0, {}, {}};
        found = read_line(shown, place, file, [&](rule_error& at, size_t position) {
          at.column = position + 1;
          if (lines > 1) locate(words, position, at);
        });
        if (!found.words.empty()) this->give_back(kept);
      }
      if (!found.words.empty()) {
        found.position += shown.begin;
        if (found.left_out) {
          ++faults;
          close_behind(shown.words, !pattern.empty());
        }
        say(found);
        if (!closed_before && closed_) say({left_out_behind, 0, false});
        else if (!closed_before && where_.is_wrong()) say({left_out_in_block, 0, false});
      }
      this->reserve(0);
      words = words.skip(used);
      number += lines;
    }
    where_ = before;
    latest_ = {};
    return faults;
  }

  static constexpr text left_out_behind =
      "all rules behind this line are left out: it may be to keep messages from them";
  static constexpr text left_out_in_block = "the rules behind this line are left out, up to the next one of its kind";

  // Where a character of a line that is made of several stands.
  static constexpr void locate(text words, size_t position, rule_error& wrong) {
    size_t lines = 0, at = 0;
    const size_t first = wrong.line;
    detail::visit_line(words, true, lines, [&](char, size_t line, size_t column) {
      if (at++ > position) return;
      wrong.line = first + line;
      wrong.column = column + 1;
    });
  }

  // What an include line names.
  constexpr text included(text words) const {
    const text keyword = habits_.is_rsyslog ? text{"$IncludeConfig"} : text{"include"};
    const size_t end = detail::skip_word(words, 0);
    return words.first(end) == keyword ? words.skip(detail::skip_blanks(words, end)) : text{};
  }
  template <typename Report> constexpr fault include(text pattern, Report& report, unsigned depth, size_t& faults) {
    const auto read = [&](text name, text words) {
      text_span file{};
      if (this->keep(name, file)) {
        faults += read_file(words, file, report, depth + 1);
      } else {
        ++faults;
        closed_ = true;
        report(rule_error{0, 0, table::no_room, name});
      }
    };
    if constexpr (requires { report.include(pattern, read); }) {
      if (depth == most_files_deep) return {"files are included too deep: one includes itself, perhaps"};
      return {report.include(pattern, read)};
    } else {
      return {"other files are not included here"};
    }
  }

  // After a line that was left out.
  constexpr void close_behind(text words, bool is_include) {
    if (where_.is_final() || (habits_.is_rsyslog && (is_include || detail::may_discard(words)))) closed_ = true;
  }

  template <typename Place>
  constexpr fault read_line(detail::conf_line line, rule_error& place, text_span file, Place locate_action) {
    const text words = line.words;
    if (words.empty()) return {};
    if (habits_.is_rsyslog && script_.takes(words)) {
      const text error = script_.error();
      if (!error.empty()) latest_ = {};
      return {error, 0, !script_.is_setting()};
    }
    const char first = words[0];
    if (first == '!') return programs(words);
    if (first == '+' || first == '-') return hosts(words);
    if (habits_.settings && detail::is_setting(words)) return {"this setting has no meaning here", 0, false};
    const auto add = [&](size_t begin) { return rule_line(words, begin, line.begin, place, file, locate_action); };
    if (first == '&' && habits_.is_rsyslog) {
      if (!latest_.given) return {"there is no rule before this &"};
      return add(detail::skip_blanks(words, 1));
    }
    if (first == ':') return property_line(words, add);
    const size_t end = detail::skip_word(words, 0);
    const auto which = selector::parse(words.first(end), habits_.selectors);
    latest_ = {};
    if (!which) return {which.error, which.position};
    latest_ = {which.value, where_, true};
    return add(detail::skip_blanks(words, end));
  }

  // For the conditions of latest_.
  template <typename Place>
  constexpr fault rule_line(text words, size_t begin, size_t shift, rule_error& place, text_span file,
                            Place locate_action) {
    if (begin == words.size())
      return {"an action is missing behind the selector", detail::without_blanks(words).size()};
    const auto what = parse_action(words.skip(begin), dialect_);
    if (!what) return {what.error, begin + what.position};
    const bool is_final = latest_.where.is_final() || what.value.kind == action_kind::discard;
    if (closed_) return {};
    if (latest_.where.is_wrong()) {
      closed_ = is_final;
      return is_final ? fault{left_out_behind, 0, false} : fault{};
    }
    locate_action(place, begin + shift);
    if (this->add(latest_.which, latest_.where, what.value, place, file)) return {};
    closed_ = closed_ || is_final;
    return {table::no_room};
  }

  constexpr fault programs(text words) {
    const bool twice = words.skip(1).first(1) == "!";
    const size_t begin = detail::skip_blanks(words, twice ? 2 : 1);
    return block(words, begin, twice, detail::is_program_character, where_.programs, where_.wrong_programs,
                 where_.final_programs);
  }
  constexpr fault hosts(text words) {
    const bool twice = words.skip(1).first(1) == words.first(1);
    const size_t begin = detail::skip_blanks(words, twice ? 2 : 1);
    const fault found =
        block(words, begin, twice, detail::is_host_character, where_.hosts, where_.wrong_hosts, where_.final_hosts);
    if (!found.words.empty() || words[0] == '+') return found;
    if (where_.hosts.names.size > 0) return where_.hosts.excluding = true, fault{};
    where_.wrong_hosts = true;
    return {detail::name_errors[static_cast<uint8_t>(detail::name_fault::all_but_all)], begin};
  }
  template <typename Allowed>
  constexpr fault block(text words, size_t begin, bool twice, Allowed allowed, detail::name_span& current, bool& wrong,
                        bool& is_final) {
    const auto reading = detail::read_names(words.first(detail::skip_word(words, begin)), begin, allowed);
    current = {};
    wrong = true;
    is_final = twice && dialect_ == conf_dialect::openbsd;
    if (twice && !is_final) return {"a mark stands twice only in the dialect openbsd", 1};
    if (reading.fault != detail::name_fault::none)
      return {detail::name_errors[static_cast<uint8_t>(reading.fault)], reading.position};
    current.excluding = reading.list.excluding;
    if (!this->keep(reading.list.names, current.names)) return {table::no_room};
    wrong = false;
    return {};
  }

  // A block to most daemons, the begin of a rule to rsyslog.
  template <typename Add> constexpr fault property_line(text words, Add add) {
    if (words == ":*" && !habits_.is_rsyslog) {
      where_.property = {};
      where_.wrong_property = false;
      return {};
    }
    const auto reading = detail::property_reader{words, this->free_text(), this->free_size()}.read();
    detail::property_span made{};
    const detail::property_condition& read = reading.value;
    made = {{}, {}, read.subject, read.how, read.negated, read.ignoring_case, habits_.is_rsyslog, true};
    fault found{reading.error, reading.position};
    if (found.words.empty() && dialect_ == conf_dialect::openbsd)
      found = {"filters by property are not known in this dialect"};
    if (found.words.empty() && !habits_.is_rsyslog && reading.end < words.size())
      found = {"nothing may stand behind a filter by property", reading.end};
    made.program = this->keep_free(read.program.size());
    if (found.words.empty() && !this->keep(read.value, made.value)) found = {table::no_room};
    if (habits_.is_rsyslog) {
      latest_ = {};
      if (!found.words.empty()) return found;
      latest_ = {selector::parse("*.*", habits_.selectors).value, where_, true};
      latest_.where.property = made;
      return add(detail::skip_blanks(words, reading.end));
    }
    where_.wrong_property = !found.words.empty();
    where_.property = where_.wrong_property ? detail::property_span{} : made;
    return found;
  }

  // What & means.
  struct conditions {
    selector which{};
    detail::conf_sections where{};
    bool given = false;
  };

  conf_dialect dialect_{};
  detail::conf_habits habits_{};
  detail::conf_sections where_{};
  conditions latest_{};
  detail::script_lines script_{};
  bool closed_ = false;  // no rule is taken any more
};

}  // namespace lineout
