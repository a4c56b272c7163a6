// origin: who speaks: HOSTNAME, APP-NAME (the TAG) and PROCID, made valid once (RFC 3164 sections 4.1.2 and 4.1.3,
// RFC 5424 section 6.2), so that no message has to check them.
#pragma once

#include <lineout/text.hpp>

namespace lineout {

namespace detail {

// RFC 1123 names; 63 is what every receiver keeps.
inline constexpr size_t hostname_limit = 63;
// RFC 3164 allows 32; with 32 some receivers show none.
inline constexpr size_t app_name_limit = 31;

constexpr bool is_hostname_character(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; }
// Letters and digits are the RFC's; hyphen and underscore are in the names of real daemons and kept by every receiver.
constexpr bool is_app_name_character(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; }

constexpr bool is_hostname(text name) {
  if (name.empty() || name.size() > hostname_limit) return false;
  for (const char c : name)
    if (!is_hostname_character(c)) return false;
  const char first = name[0];
  const char last = name[name.size() - 1];
  return first != '-' && first != '.' && last != '-' && last != '.';
}

constexpr bool is_app_name(text name) {
  if (name.empty() || name.size() > app_name_limit) return false;
  for (const char c : name)
    if (!is_app_name_character(c)) return false;
  return true;
}

// Not constexpr and defined nowhere: the compiler names them where a literal is wrong.
void error__a_hostname_is_1_to_63_letters_digits_dots_and_hyphens_and_begins_and_ends_with_a_letter_or_digit();
void error__an_app_name_is_1_to_31_letters_digits_hyphens_and_underscores();

}  // namespace detail

class origin_buffer;

// A literal; a wrong one is a compile error.
class app_name {
 public:
  consteval app_name(const char* name) : name_{name} {
    if (!detail::is_app_name(name_)) detail::error__an_app_name_is_1_to_31_letters_digits_hyphens_and_underscores();
  }
  constexpr operator text() const { return name_; }

 private:
  text name_;
};

// Valid names and a process id; 0 stands for none. The names are views: literals, or the characters of an origin_buffer
// that outlives every logger and queued message which uses it.
class origin {
 public:
  // From literals; a wrong one is a compile error.
  consteval origin(const char* hostname, const char* app_name, uint32_t process_id = 0)
      : hostname_{hostname}, app_name_{app_name}, process_id_{process_id} {
    if (!detail::is_hostname(hostname_))
      detail::error__a_hostname_is_1_to_63_letters_digits_dots_and_hyphens_and_begins_and_ends_with_a_letter_or_digit();
    if (!detail::is_app_name(app_name_)) detail::error__an_app_name_is_1_to_31_letters_digits_hyphens_and_underscores();
  }

  // Found instead for what is no literal, and says so.
  template <typename Host, typename App>
  requires(text_like<Host> || text_like<App>) constexpr origin(const Host&, const App&, uint32_t = 0) {
    static_assert(detail::always_false<Host>,
                  "lineout: an origin's names are literals. Names that are only known at run time are kept in a "
                  "lineout::origin_buffer, which outlives the logger");
  }

  constexpr text hostname() const { return hostname_; }
  constexpr text app_name() const { return app_name_; }
  constexpr uint32_t process_id() const { return process_id_; }

  // The same host and process under another name.
  constexpr origin named(lineout::app_name name) const { return {hostname_, text{name}, process_id_}; }

 private:
  friend class origin_buffer;
  constexpr origin(text hostname, text app_name, uint32_t process_id)
      : hostname_{hostname}, app_name_{app_name}, process_id_{process_id} {}

  text hostname_;
  text app_name_;
  uint32_t process_id_ = 0;
};

// Keeps names that are only known at run time and makes them valid: what is not allowed becomes '-' in a host name and
// '_' in an app name (whose directories are left out), what is too long is cut, and nothing at all becomes "localhost"
// and "unknown".
class origin_buffer {
 public:
  constexpr origin_buffer(text hostname, text app_name, uint32_t process_id = 0) : process_id_{process_id} {
    hostname_size_ = static_cast<uint8_t>(repair_hostname(hostname));
    app_name_size_ = static_cast<uint8_t>(repair_app_name(app_name));
    hostname_repaired_ = !(text{hostname_, hostname_size_} == hostname);
    app_name_repaired_ = !(text{app_name_, app_name_size_} == app_name);
  }

  // Whether what was given was not valid and has been changed.
  constexpr bool hostname_repaired() const { return hostname_repaired_; }
  constexpr bool app_name_repaired() const { return app_name_repaired_; }

  // Views of this object.
  constexpr lineout::origin origin() const& {
    return {text{hostname_, hostname_size_}, text{app_name_, app_name_size_}, process_id_};
  }
  lineout::origin origin() const&& = delete;
  constexpr operator lineout::origin() const& { return origin(); }
  operator lineout::origin() const&& = delete;

 private:
  constexpr size_t repair_hostname(text given) {
    while (!given.empty() && !detail::is_letter(given[0]) && !detail::is_digit(given[0])) given = given.skip(1);
    size_t size = 0;
    for (const char c : given.first(detail::hostname_limit))
      hostname_[size++] = detail::is_hostname_character(c) ? c : '-';
    while (size > 0 && (hostname_[size - 1] == '-' || hostname_[size - 1] == '.')) --size;
    return size > 0 ? size : set(hostname_, "localhost");
  }
  constexpr size_t repair_app_name(text given) {
    for (size_t slash = given.find('/'); slash < given.size(); slash = given.find('/')) given = given.skip(slash + 1);
    size_t size = 0;
    for (const char c : given.first(detail::app_name_limit))
      app_name_[size++] = detail::is_app_name_character(c) ? c : '_';
    return size > 0 ? size : set(app_name_, "unknown");
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
