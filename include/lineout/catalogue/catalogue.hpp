// catalogue: events declared once - MSGID (RFC 5424 section 6.2.7), severity, tag, words, argument types and what it
// means - to be emitted, and to be listed.
#pragma once

#include <lineout/catalogue/detail/event_type.hpp>
#include <lineout/format/format_string.hpp>
#include <lineout/framings/rfc5424.hpp>
#include <lineout/logger.hpp>

namespace lineout {

namespace detail {

// Not constexpr and defined nowhere: the compiler names them where a declaration is wrong.
void error__the_id_of_an_event_is_1_to_32_printable_ascii_characters_without_blanks();
void error__the_tag_of_an_event_is_empty_or_1_to_48_letters_digits_hyphens_and_underscores();
void error__the_description_of_an_event_is_one_line_of_utf8_and_not_empty();
void error__two_events_of_a_catalogue_have_the_same_id();

consteval bool is_one_line(text words) {
  for (size_t position = 0; position < words.size();) {
    const uint8_t c = static_cast<uint8_t>(words[position]);
    const size_t size = utf8_character(words.data() + position, words.size() - position);
    if (c < 0x20 || c == 0x7f || size == 0) return false;
    position += size;
  }
  return !words.empty();
}

}  // namespace detail

// What is known of an event without its argument types: a line of a catalogue. Views of literals.
struct event_description {
  text id;
  lineout::severity severity{};
  text tag;                         // empty: whoever emits it
  text words;                       // with placeholders
  const text* arguments = nullptr;  // the names of their types, as many as there are placeholders
  size_t argument_count = 0;
  text description;
};

// inline constexpr lineout::event<mac_address, interface_name> dhcp_discover{
//     "DHCPDISCOVER", severity::info, "dhcpd", "DHCPDISCOVER from {} via {}", "a client asks for a lease"};
// All literals; a wrong one is a compile error. Args are the types that emit() converts what it is given to.
template <typename... Args> class event {
 public:
  consteval event(const char* id, lineout::severity level, const char* tag, format_string<Args...> words,
                  const char* description)
      : words_{words}, line_{id,         level, tag, words.literal(), detail::event_types<Args...>, sizeof...(Args),
                             description} {
    if (!is_message_id(line_.id))
      detail::error__the_id_of_an_event_is_1_to_32_printable_ascii_characters_without_blanks();
    if (!line_.tag.empty() && !detail::is_app_name(line_.tag))
      detail::error__the_tag_of_an_event_is_empty_or_1_to_48_letters_digits_hyphens_and_underscores();
    if (!detail::is_one_line(line_.description))
      detail::error__the_description_of_an_event_is_one_line_of_utf8_and_not_empty();
  }

  constexpr text id() const { return line_.id; }
  constexpr lineout::severity severity() const { return line_.severity; }
  constexpr text tag() const { return line_.tag; }
  constexpr const format_string<Args...>& words() const { return words_; }
  constexpr const event_description& line() const { return line_; }

 private:
  format_string<Args...> words_;
  event_description line_;
};

// Emits an event with its severity and its id, in the logger's name; an event with a tag belongs to a logger whose app
// name that is, or is given the origin of who has it. The origin outlives every message that is queued. What is less
// severe than Options::compiled_threshold leaves neither code nor words in an optimised program. As log.log().
template <typename Logger, typename... Args>
[[gnu::always_inline]] inline void emit(const Logger& log, const event<Args...>& what,
                                        const detail::type_identity_t<Args>&... args) {
  log.log(heading{what.severity(), what.id()}, what.words(), args...);
}
template <typename Logger, typename... Args>
[[gnu::always_inline]] inline void emit(const Logger& log, const origin& from, const event<Args...>& what,
                                        const detail::type_identity_t<Args>&... args) {
  log.log(heading{what.severity(), what.id(), &from}, what.words(), args...);
}

// Where the arguments are not the event's, this is found instead, and says so.
template <typename Logger, typename... Args, typename... Given>
requires(!detail::event_takes<detail::types<Args...>, detail::types<Given...>>) constexpr void emit(
    Logger&, const event<Args...>&, const Given&...) {
  detail::explain_arguments(detail::types<Args...>{}, detail::types<Given...>{});
}
template <typename Logger, typename... Args, typename... Given>
requires(!detail::event_takes<detail::types<Args...>, detail::types<Given...>>) constexpr void emit(
    Logger&, const origin&, const event<Args...>&, const Given&...) {
  detail::explain_arguments(detail::types<Args...>{}, detail::types<Given...>{});
}

// Events in the order in which they are listed, none with the id of another: inline constexpr lineout::catalogue all{
// dhcp_discover, dhcp_offer}; a catalogue among them stands for its events. begin() to end() are its lines.
template <size_t Count> class catalogue {
 public:
  template <typename... Parts> consteval explicit catalogue(const Parts&... parts) {
    (append(parts), ...);
    // Where in the table an id is found, one more than its number; the table is at least twice as large as it needs to
    // be.
    size_t table[detail::power_of_two_above(2 * Count)] = {};
    constexpr size_t mask = sizeof table / sizeof *table - 1;
    for (size_t number = 0; number < Count; ++number) {
      size_t place = detail::hash_of(lines_[number].id) & mask;
      while (table[place] != 0) {
        if (lines_[table[place] - 1].id == lines_[number].id) refuse(lines_[number].id.data());
        place = (place + 1) & mask;
      }
      table[place] = number + 1;
    }
  }

  static constexpr size_t size() { return Count; }
  constexpr const event_description& operator[](size_t number) const { return lines_[number]; }
  constexpr const event_description* begin() const { return lines_; }
  constexpr const event_description* end() const { return lines_ + Count; }

  // Null when there is none.
  constexpr const event_description* find(text id) const {
    for (const event_description& line : *this)
      if (line.id == id) return &line;
    return nullptr;
  }

 private:
  template <typename... Args> constexpr void append(const event<Args...>& one) { lines_[used_++] = one.line(); }
  template <size_t Others> constexpr void append(const catalogue<Others>& others) {
    for (const event_description& line : others) lines_[used_++] = line;
  }
  // The compiler shows which id.
  static constexpr void refuse(const char* /*id*/) { detail::error__two_events_of_a_catalogue_have_the_same_id(); }

  event_description lines_[Count] = {};
  size_t used_ = 0;
};

template <typename... Parts> catalogue(const Parts&...) -> catalogue<(size_t{0} + ... + detail::event_count<Parts>)>;

}  // namespace lineout
