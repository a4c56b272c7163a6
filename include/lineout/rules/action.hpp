// action: what a line of a syslog.conf does with a message: /path, @host[:port], |command, user,user, * and the like.
#pragma once

#include <lineout/parsed.hpp>
#include <lineout/rules/conf_dialect.hpp>

namespace lineout {

enum class action_kind : uint8_t {
  file,
  fifo,
  pipe,     // a command's standard input
  forward,  // by UDP, or by TCP
  users,
  everyone,
  discard,  // no rule behind it gets the message
};

// usual: what the daemon writes if nothing is asked for. bsd: RFC 3164, in files the usual line. ietf: RFC 5424.
enum class action_format : uint8_t { usual, bsd, ietf };

// A view of the words that it was read from.
struct action {
  action_kind kind{};
  bool synced = true;      // whether a file is to be on the disk after each message; -/path says that it need not
  bool connected = false;  // by TCP
  bool counted = false;    // each record is preceded by its size
  action_format format{};
  uint32_t rotate_size = 0;  // in bytes: a file that is larger is kept under another name; 0: none
  uint8_t rotate_count = 0;  // how many old files are kept
  text target{};  // the path, the command, the host (without brackets), the users with commas between, or nothing
  text port{};    // of the host, from 1 to 65535 or a service's name; empty where none was given

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

class action_reader {
 public:
  constexpr action_reader(text words, conf_dialect dialect)
      : words_{words}, dialect_{dialect}, habits_{habits_of(dialect)} {}

  constexpr parsed<action> read() {
    const char first = words_.empty() ? '\0' : words_[0];
    const bool quoted_command = words_.first(2) == "\"|" && words_.size() > 3 && words_[words_.size() - 1] == '"';
    if (quoted_command) {
      words_ = words_.first(words_.size() - 1).skip(1);
      shift_ = 1;
    }
    const bool command = quoted_command || (first == '|' && !(habits_.fifos && is_path(1)));
    if (!command && !take_options()) return result_;
    if (command || first == '|') pipe();
    else if (first == '/') path(action_kind::file, 0);
    else if (first == '-') unsynced();
    else if (first == '@') forward();
    else if (first == ':' || first == '^' || first == '?' || first == '>' || first == '~') special(first);
    else if (first == '*') everyone();
    else users(words_, 0);
    result_.position += shift_;
    return result_;
  }

 private:
  constexpr void fail(text words, size_t position) {
    result_.error = words;
    result_.position = position;
  }
  constexpr action& made() { return result_.value; }
  constexpr size_t blanks(size_t at) const {
    while (at < words_.size() && is_blank(words_[at])) ++at;
    return at;
  }
  constexpr bool is_path(size_t at) const { return words_.skip(blanks(at)).first(1) == "/"; }

  // What stands behind a semicolon, which is then taken off. False: it is wrong.
  constexpr bool take_options() {
    size_t at = words_.find(';');
    while (!habits_.options && at < words_.size() && (at == 0 || !is_blank(words_[at - 1])))
      at += 1 + words_.skip(at + 1).find(';');
    if (at >= words_.size()) return true;
    if (!habits_.options) return fail("options behind an action are not known in this dialect", at), false;
    const text all = words_;
    size_t end = at;
    while (end > 0 && is_blank(words_[end - 1])) --end;
    words_ = words_.first(end);
    while (at < all.size()) {
      ++at;
      while (at < all.size() && is_blank(all[at])) ++at;
      const size_t size = first_other(all.skip(at), [](char c) { return c != ',' && !is_blank(c); });
      if (!option(all.skip(at).first(size))) {
        fail(habits_.is_rsyslog ? text{"this template is not known here: one of RSYSLOG_TraditionalFileFormat "
                                       "RSYSLOG_TraditionalForwardFormat RSYSLOG_SyslogProtocol23Format is expected"}
                                : text{"an option is RFC3164, RFC5424 or rotate=SIZE[:COUNT]"},
             at);
        return false;
      }
      at += size;
      while (at < all.size() && is_blank(all[at])) ++at;
    }
    return true;
  }
  constexpr bool option(text word) {
    if (habits_.is_rsyslog) {
      const bool ietf = word == "RSYSLOG_SyslogProtocol23Format";
      made().format = ietf ? action_format::ietf : action_format::bsd;
      return ietf || word == "RSYSLOG_TraditionalFileFormat" || word == "RSYSLOG_TraditionalForwardFormat";
    }
    if (equal_ignoring_case(word, "RFC3164")) return made().format = action_format::bsd, true;
    if (equal_ignoring_case(word, "RFC5424")) return made().format = action_format::ietf, true;
    return word.first(7) == "rotate=" && rotation(word.skip(7));
  }
  constexpr bool rotation(text word) {
    size_t at = 0;
    uint32_t size = number(word, at);
    constexpr text units = "kMG";
    if (at < word.size() && units.find(word[at]) < 3)
      for (size_t power = units.find(word[at++]) + 1; power > 0; --power) size = size > 0x3fffff ? 0 : size * 1024;
    made().rotate_size = size;
    made().rotate_count = 5;
    if (size == 0 || at == word.size()) return size != 0;
    if (word[at++] != ':' || at == word.size()) return false;
    const uint32_t count = number(word, at);
    made().rotate_count = static_cast<uint8_t>(count);
    return at == word.size() && count > 0 && count < 256;
  }
  static constexpr uint32_t number(text word, size_t& at) {
    uint32_t value = 0;
    for (; at < word.size() && is_digit(word[at]); ++at)
      value = value > 99999999 ? 0 : value * 10 + static_cast<uint32_t>(word[at] - '0');
    return value;
  }

  constexpr void path(action_kind kind, size_t begin) {
    made().kind = kind;
    made().target = words_.skip(begin);
  }
  constexpr void unsynced() {
    if (!(words_.skip(1).first(1) == "/")) return fail("a path that begins with / is expected behind -", 1);
    made().synced = false;
    path(action_kind::file, 1);
  }
  constexpr void pipe() {
    const size_t begin = blanks(1);
    if (begin == words_.size()) return fail("a command is expected behind |", begin);
    path(habits_.fifos && words_[begin] == '/' ? action_kind::fifo : action_kind::pipe, begin);
  }
  constexpr void everyone() {
    if (words_.size() > 1) return fail("* for everyone stands alone", 1);
    made().kind = action_kind::everyone;
  }
  // Those that only some daemons have.
  constexpr void special(char first) {
    if (first == '~' && habits_.is_rsyslog && words_.size() == 1) made().kind = action_kind::discard;
    else if (first == '~') fail("messages are discarded only in the dialect rsyslog, by stop or ~ alone", 0);
    else if (words_.first(10) == ":omusrmsg:" && habits_.is_rsyslog) user_message();
    else if (first == ':' && dialect_ == conf_dialect::openbsd) fail("buffers in memory are not supported here", 0);
    else if (first == ':') fail("output modules other than :omusrmsg: are not supported here", 0);
    else if (first == '^') fail("a program for each message is not supported here: |command reads all of them", 0);
    else if (first == '?') fail("names of files that are made by a template are not supported here", 0);
    else fail("databases are not supported here", 0);
  }
  constexpr void user_message() {
    const text names = words_.skip(10);
    if (names == "*") made().kind = action_kind::everyone;
    else users(names, 10);
  }
  constexpr void users(text names, size_t begin) {
    if (habits_.is_rsyslog && names == "stop") {
      made().kind = action_kind::discard;
      return;
    }
    if (dialect_ == conf_dialect::sysklogd && names == "stop")
      return fail("messages are discarded only in the dialect rsyslog, and no user is called stop", begin);
    for (size_t at = 0; at <= names.size(); ++at) {
      const bool ends = at == names.size() || names[at] == ',';
      if (ends && (at == 0 || names[at - 1] == ',')) return fail("the name of a user is expected here", begin + at);
      if (!ends && !is_user_character(names[at]))
        return fail("an action is /path, -/path, @host[:port], |command, user,user or *", begin + at);
    }
    made().kind = action_kind::users;
    made().target = names;
  }

  constexpr void forward() {
    made().kind = action_kind::forward;
    size_t begin = 1;
    if (words_.skip(1).first(1) == "@") {
      made().connected = true;
      ++begin;
      if (!habits_.is_rsyslog) return fail("@@, which is TCP, is known only in the dialect rsyslog", 1);
    }
    if (dialect_ == conf_dialect::openbsd && !scheme(begin)) return;
    if (habits_.is_rsyslog && words_.skip(begin).first(1) == "(" && !forward_options(begin)) return;
    const bool bracket = words_.skip(begin).first(1) == "[";
    if (bracket && dialect_ == conf_dialect::netbsd)
      return fail("@[host] is TLS in this dialect, which is not supported here", begin);
    if (bracket) ++begin;
    const text rest = words_.skip(begin);
    const size_t size =
        first_other(rest, [bracket](char c) { return is_user_character(c) || (bracket && (c == ':' || c == '%')); });
    if (size == 0) return fail("a host is expected behind @", begin);
    made().target = rest.first(size);
    size_t end = begin + size;
    if (bracket) {
      if (end == words_.size() || words_[end] != ']') return fail("the bracket around an address is not closed", end);
      ++end;
    }
    if (end == words_.size()) return;
    if (words_[end] != ':') return fail("only :PORT may stand behind a host", end);
    made().port = words_.skip(end + 1);
    if (!is_port(made().port)) fail("a port is a number from 1 to 65535, or the name of a service", end + 1);
  }
  // OpenBSD's @udp://, @tcp:// and the like.
  constexpr bool scheme(size_t& begin) {
    const text rest = words_.skip(begin);
    const size_t size = rest.find(':');
    if (!(rest.skip(size).first(3) == "://")) return true;
    text name = rest.first(size);
    if (name.size() == 4) name = name.first(name[3] == '4' || name[3] == '6' ? 3 : 4);
    if (!(name == "udp") && !(name == "tcp")) return fail("only @udp:// and @tcp:// are supported here", begin), false;
    made().connected = name == "tcp";
    begin += size + 3;
    return true;
  }
  // rsyslog's @(o)host: o is RFC 6587's octet counting.
  constexpr bool forward_options(size_t& begin) {
    for (size_t at = begin + 1; at < words_.size(); ++at) {
      if (words_[at] == ')') return begin = at + 1, true;
      if (words_[at] == 'o') made().counted = true;
      else if (words_[at] != ',')
        return fail("of the options in parentheses only o, octet counting, is supported here", at), false;
    }
    return fail("this parenthesis is not closed", begin), false;
  }

  text words_;
  conf_dialect dialect_;
  conf_habits habits_;
  size_t shift_ = 0;
  parsed<action> result_{};
};

}  // namespace detail

// Words without blanks around them.
constexpr parsed<action> parse_action(text words, conf_dialect dialect = conf_dialect::freebsd) {
  return detail::action_reader{words, dialect}.read();
}

}  // namespace lineout
