// origin: who speaks: HOSTNAME, APP-NAME (the TAG) and PROCID, made valid once (RFC 3164 sections 4.1.2 and 4.1.3,
// RFC 5424 section 6.2), so that no message has to check them.
#pragma once

#include <lineout/detail/utf8.hpp>
#include <lineout/text.hpp>

namespace lineout {

namespace detail {

// RFC 1123 names; 63 is what every receiver keeps.
inline constexpr size_t hostname_limit = 63;
// RFC 5424's limit. The framings of RFC 3164 write the first tag_name_limit bytes.
inline constexpr size_t app_name_limit = 48;

constexpr bool is_hostname_character(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; }
// Every receiver keeps letters, digits, hyphens and underscores. Dots and slashes stay only where a program asks for it.
constexpr bool is_app_name_character(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; }
constexpr bool is_dot_or_slash(char c) { return c == '.' || c == '/'; }

constexpr bool is_hostname(text name) {
  if (name.empty() || name.size() > hostname_limit) return false;
  for (const char c : name)
    if (!is_hostname_character(c)) return false;
  const char first = name[0];
  const char last = name[name.size() - 1];
  return first != '-' && first != '.' && last != '-' && last != '.';
}

// "-" means no name in RFC 5424.
constexpr bool is_app_name(text name, bool dots_and_slashes = false) {
  if (name.empty() || name.size() > app_name_limit || name == "-") return false;
  for (const char c : name)
    if (!is_app_name_character(c) && !(dots_and_slashes && is_dot_or_slash(c))) return false;
  return true;
}

// Not constexpr and defined nowhere: the compiler names them where a literal is wrong.
void error__a_hostname_is_1_to_63_letters_digits_dots_and_hyphens_and_begins_and_ends_with_a_letter_or_digit();
void error__an_app_name_is_1_to_48_letters_digits_hyphens_underscores_dots_and_slashes_and_not_a_hyphen_alone();

}  // namespace detail

class origin_buffer;

// A literal; a wrong one is a compile error.
class app_name {
 public:
  consteval app_name(const char* name) : name_{name} {
    if (!detail::is_app_name(name_, true))
      detail::
          error__an_app_name_is_1_to_48_letters_digits_hyphens_underscores_dots_and_slashes_and_not_a_hyphen_alone();
  }
  constexpr operator text() const { return name_; }

 private:
  text name_;
};

// Valid names and a process id; 0 stands for none. The names are views: literals, or the characters of an origin_buffer
// that outlives every logger and queued message which uses it. Trivially copyable, four words at most.
class origin {
 public:
  // From literals; a wrong one is a compile error. Dots and slashes in the app name are kept: rsyslog's programname ends
  // at a slash, the tag does not.
  consteval origin(const char* hostname, lineout::app_name app_name, uint32_t process_id = 0)
      : origin{text{hostname}, app_name, process_id, literal} {
    if (!detail::is_hostname(hostname))
      detail::error__a_hostname_is_1_to_63_letters_digits_dots_and_hyphens_and_begins_and_ends_with_a_letter_or_digit();
  }

  constexpr text hostname() const { return {hostname_, shape_ & 0xff}; }
  constexpr text app_name() const { return {app_name_, shape_ >> 8 & 0xff}; }
  constexpr uint32_t process_id() const { return process_id_; }

  // Equal names and process ids, wherever the names lie.
  friend constexpr bool operator==(const origin& left, const origin& right) {
    return left.process_id_ == right.process_id_ && left.app_name() == right.app_name() &&
           left.hostname() == right.hostname();
  }

  // For a part that keeps something for an origin. The sizes of both names, and whether the names are literals: these
  // never change, so that equal addresses and equal shapes are equal names. Other names may change where they lie.
  constexpr uint32_t shape() const { return shape_; }
  constexpr bool is_literal() const { return (shape_ & literal) != 0; }

  // Found instead for what is no literal, and says so.
  template <typename Host, typename App>
  requires(text_like<Host> || text_like<App>) constexpr origin(const Host&, const App&, uint32_t = 0) {
    static_assert(detail::always_false<Host>,
                  "lineout: an origin's names are literals. Names that are only known at run time are kept in a "
                  "lineout::origin_buffer, which outlives the logger");
  }

  // The same host and process under another name.
  constexpr origin named(lineout::app_name name) const {
    return {hostname(), text{name}, process_id_, shape_ & literal};
  }

 private:
  friend class origin_buffer;
  static constexpr uint32_t literal = 0x10000;

  constexpr origin(text hostname, text app_name, uint32_t process_id, uint32_t kind = 0)
      : hostname_{hostname.data()},
        app_name_{app_name.data()},
        process_id_{process_id},
        shape_{static_cast<uint32_t>(hostname.size() | app_name.size() << 8) | kind} {}

  const char* hostname_;
  const char* app_name_;
  uint32_t process_id_;
  uint32_t shape_;
};

// Which characters an app name may have beside letters, digits, '-' and '_'. Receivers keep dots and slashes in the tag:
// postfix/smtpd, in.tftpd. Some cut a program's name out of it at the first slash.
enum class app_name_characters : uint8_t { plain, dots_and_slashes };

// Keeps names that are only known at run time, and makes them valid. A character that is not allowed becomes '-' in a
// host name and '_' in an app name. Too long a name is cut, a host name at a dot if it can. No name, and "(none)", become
// "localhost" and "unknown". A path (/usr/sbin/cron) becomes its last part.
class origin_buffer {
 public:
  constexpr origin_buffer(text hostname, text app_name, uint32_t process_id = 0,
                          app_name_characters allowed = app_name_characters::plain)
      : process_id_{process_id} {
    hostname_size_ = static_cast<uint8_t>(repair_hostname(hostname));
    app_name_size_ = static_cast<uint8_t>(repair_app_name(app_name, allowed));
    hostname_repaired_ = !(text{hostname_, hostname_size_} == hostname);
    app_name_repaired_ = !(text{app_name_, app_name_size_} == app_name);
  }
  // A copy of valid names.
  constexpr explicit origin_buffer(const lineout::origin& from)
      : hostname_size_{static_cast<uint8_t>(set(hostname_, from.hostname()))},
        app_name_size_{static_cast<uint8_t>(set(app_name_, from.app_name()))},
        process_id_{from.process_id()} {}

  // Whether a name was not valid and has been changed.
  constexpr bool hostname_repaired() const { return hostname_repaired_; }
  constexpr bool app_name_repaired() const { return app_name_repaired_; }
  constexpr bool repaired() const { return hostname_repaired_ || app_name_repaired_; }

  // Views of this object.
  constexpr lineout::origin origin() const& {
    return {text{hostname_, hostname_size_}, text{app_name_, app_name_size_}, process_id_};
  }
  lineout::origin origin() const&& = delete;
  constexpr operator lineout::origin() const& { return origin(); }
  operator lineout::origin() const&& = delete;

 private:
  static constexpr bool is_alphanumeric(char c) { return detail::is_letter(c) || detail::is_digit(c); }

  constexpr size_t repair_hostname(text given) {
    if (given == "(none)") given = {};  // Linux has it before a name is set
    size_t size = 0;
    if (given.first(2) == "::") hostname_[size++] = '0';  // an IPv6 address
    else
      while (!given.empty() && !is_alphanumeric(given[0])) given = given.skip(1);
    for (const char c : given) {
      if (size == detail::hostname_limit) break;
      if (!detail::is_continuation(c)) hostname_[size++] = detail::is_hostname_character(c) ? c : '-';
    }
    if (given.size() > size && size == detail::hostname_limit) size = before_last_dot();
    while (size > 0 && !is_alphanumeric(hostname_[size - 1])) --size;
    return size > 0 ? size : set(hostname_, "localhost");
  }
  constexpr size_t before_last_dot() const {
    size_t size = detail::hostname_limit;
    while (size > 0 && hostname_[size - 1] != '.') --size;
    return size > 0 ? size : detail::hostname_limit;
  }

  constexpr size_t repair_app_name(text given, app_name_characters allowed) {
    given = without_directories(given);
    size_t size = 0;
    for (const char c : given) {
      if (size == detail::app_name_limit) break;
      const bool stays = detail::is_app_name_character(c) ||
                         (allowed == app_name_characters::dots_and_slashes && detail::is_dot_or_slash(c));
      if (!detail::is_continuation(c)) app_name_[size++] = stays ? c : '_';
    }
    if (size == 1 && app_name_[0] == '-') app_name_[0] = '_';
    return size > 0 ? size : set(app_name_, "unknown");
  }
  // Of a path, the last part. A slash in another name is not one of a path, nor is one behind a blank or a bracket:
  // /usr/sbin/cron(/etc/x).
  static constexpr text without_directories(text given) {
    if (given.first(1) != "/" && given.first(2) != "./" && given.first(3) != "../") return given;
    size_t begin = 0;
    for (size_t at = 0; at < given.size(); ++at) {
      const char c = given[at];
      if (c == ' ' || c == '(' || c == '[' || c == '<' || c == '{') break;
      if (c == '/' && at + 1 < given.size()) begin = at + 1;
    }
    return given.skip(begin);
  }
  static constexpr size_t set(char* to, text from) {
    for (size_t index = 0; index < from.size(); ++index) to[index] = from[index];
    return from.size();
  }

  char hostname_[detail::hostname_limit] = {};
  char app_name_[detail::app_name_limit] = {};
  uint8_t hostname_size_ = 0;
  uint8_t app_name_size_ = 0;
  bool hostname_repaired_ = false;
  bool app_name_repaired_ = false;
  uint32_t process_id_ = 0;
};

}  // namespace lineout
