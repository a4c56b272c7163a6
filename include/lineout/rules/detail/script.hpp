// script: the lines of an rsyslog.conf, or a sysklogd's, that are no rules: recognised, so that they are named as such.
#pragma once

#include <lineout/rules/detail/conf_lines.hpp>

namespace lineout::detail {

// sysklogd's.
constexpr bool is_setting(text words) {
  constexpr text names[] = {"notify", "listen", "secure_mode", "udp_size", "rotate_size", "rotate_count"};
  const text first = words.first(skip_word(words, 0));
  for (const text name : names)
    if (first == name) return true;
  return false;
}

// Whether stop or ~ stands in it as a word.
constexpr bool may_discard(text words) {
  for (size_t at = 0; at < words.size();) {
    const size_t begin = at;
    while (at < words.size() && (is_letter(words[at]) || is_digit(words[at]) || words[at] == '_')) ++at;
    if (words.first(at).skip(begin) == "stop") return true;
    if (at > begin) continue;
    if (words[at] == '~') return true;
    ++at;
  }
  return false;
}

// rsyslog's settings and its scripts, over several lines where parentheses or braces are open.
class script_lines {
 public:
  // Whether the line is one of them, or a part of one. error() is then what to say about it, if anything.
  constexpr bool takes(text words) {
    error_ = {};
    if (depth_ > 0) {
      // A script may discard in any of its lines.
      if (!is_setting_ && may_discard(words)) error_ = script;
      count(words);
      return true;
    }
    if (words[0] == '$') {
      is_setting_ = true;
      error_ = setting;
      return true;
    }
    size_t end = 0;
    while (end < words.size() && (is_letter(words[end]) || words[end] == '_')) ++end;
    const text word = words.first(end);
    const text behind = words.skip(skip_blanks(words, end));
    if (is_one_of(word, settings) && behind.first(1) == "(") {
      is_setting_ = true;
      error_ = setting;
    } else if (words[0] == '{' || words[0] == '}' || (is_one_of(word, scripts) && !(behind.first(1) == "."))) {
      is_setting_ = false;
      error_ = script;
    } else {
      return false;
    }
    count(words);
    return true;
  }
  constexpr text error() const { return error_; }
  constexpr bool is_setting() const { return is_setting_; }
  // Whether the next line belongs to it too.
  constexpr bool is_open() const { return depth_ > 0; }

 private:
  static constexpr text setting = "this setting has no meaning here";
  static constexpr text script = "only the legacy lines of rsyslog are supported here, and no scripts";
  static constexpr text settings[] = {"module", "input",        "global",    "timezone",       "main_queue",
                                      "parser", "lookup_table", "dyn_stats", "perctile_stats", "template"};
  static constexpr text scripts[] = {"action", "ruleset", "if",      "then",  "else",     "call",   "call_indirect",
                                     "set",    "unset",   "foreach", "reset", "continue", "include"};

  template <size_t Count> static constexpr bool is_one_of(text word, const text (&names)[Count]) {
    for (const text name : names)
      if (word == name) return true;
    return false;
  }
  constexpr void count(text words) {
    for (size_t at = 0; at < words.size(); ++at) {
      const char c = words[at];
      if (quote_ != '\0') {
        if (c == '\\') ++at;
        else if (c == quote_) quote_ = '\0';
      } else if (c == '"' || c == '\'') {
        quote_ = c;
      } else if (c == '(' || c == '{') {
        ++depth_;
      } else if ((c == ')' || c == '}') && depth_ > 0) {
        --depth_;
      }
    }
    if (depth_ == 0) quote_ = '\0';
  }

  text error_{};
  size_t depth_ = 0;
  char quote_ = '\0';
  bool is_setting_ = false;
};

}  // namespace lineout::detail
