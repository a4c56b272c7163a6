// conf_lines: the lines of a syslog.conf, those joined that a backslash continues, without their comments.
#pragma once

#include <lineout/rules/conf_dialect.hpp>

namespace lineout::detail {

constexpr size_t skip_blanks(text words, size_t at) {
  while (at < words.size() && is_blank(words[at])) ++at;
  return at;
}
constexpr size_t skip_word(text words, size_t at) {
  while (at < words.size() && !is_blank(words[at])) ++at;
  return at;
}
constexpr text without_blanks(text line) {
  size_t end = line.size();
  while (end > 0 && (is_blank(line[end - 1]) || line[end - 1] == '\r')) --end;
  return line.first(end);
}

// A line without its comment, and without the blanks around; begin is where it began.
struct conf_line {
  text words{};
  size_t begin = 0;
};

// #!prog, #+host, #-host and #:property are blocks to some daemons. Whatever else begins so is a comment: several words,
// or rows of marks.
constexpr bool is_hidden_block(text behind) {
  const char mark = behind.empty() ? '\0' : behind[0];
  if (mark != '!' && mark != '+' && mark != '-' && mark != ':') return false;
  size_t at = mark == ':' ? 1 : skip_blanks(behind, 1);
  if (mark == '!' && at < behind.size() && (behind[at] == '+' || behind[at] == '-')) ++at;
  if (at == behind.size()) return false;
  const char first = behind[at];
  if (!is_letter(first) && !is_digit(first) && first != '*' && first != '@') return false;
  if (mark == ':') return first == '*' || behind.find(',') < behind.size();
  const text rest = behind.skip(skip_blanks(behind, skip_word(behind, at)));
  return rest.empty() || rest[0] == '#' || rest[0] == '\r';
}

constexpr conf_line strip(text line, bool hidden_blocks) {
  size_t begin = skip_blanks(line, 0);
  if (hidden_blocks && line.skip(begin).first(1) == "#" && is_hidden_block(line.skip(begin + 1))) ++begin;
  const bool has_quotes = line.skip(begin).first(1) == ":";
  bool quoted = false;
  size_t end = begin;
  for (; end < line.size(); ++end) {
    const bool escaped = end > begin && line[end - 1] == '\\';
    if (has_quotes && line[end] == '"' && !escaped) quoted = !quoted;
    if (line[end] == '#' && !escaped && !quoted) break;
  }
  return {without_blanks(line.first(end)).skip(begin), begin};
}

// Calls visit(character, line, column) for each character of the logical line at the begin of words; lines and columns
// are counted from 0. Where lines are continued the blanks at the begin of the next one, and comments between, are left
// out. Gives the bytes that it takes, and counts its lines.
template <typename Visit> constexpr size_t visit_line(text words, bool continues, size_t& lines, Visit visit) {
  size_t done = 0;
  for (lines = 0; done < words.size() || lines == 0;) {
    const text left = words.skip(done);
    const text line = left.first(left.find('\n'));
    const text shown = without_blanks(line);
    const size_t first = skip_blanks(shown, 0);
    const bool comment = first < shown.size() && shown[first] == '#';
    const bool continued = continues && !comment && !shown.empty() && shown[shown.size() - 1] == '\\';
    done += line.size() + (line.size() < left.size() ? 1 : 0);
    const size_t index = lines++;
    if (index > 0 && (comment || shown.empty())) continue;
    const size_t end = continued ? shown.size() - 1 : line.size();
    for (size_t at = index == 0 ? 0 : first; at < end; ++at) visit(line[at], index, at);
    if (!continued) break;
  }
  return done;
}

}  // namespace lineout::detail
