// rfc5424: the syslog protocol, <PRI>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA text (RFC 5424 section
// 6).
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/prepend.hpp>
#include <lineout/detail/utf8.hpp>

namespace lineout {

namespace detail {

// What RFC 5424 section 6 calls PRINTUSASCII, of at least one character and at most limit.
constexpr bool is_printable_name(text name, size_t limit) {
  if (name.empty() || name.size() > limit) return false;
  for (const char c : name)
    if (c < '!' || c > '~') return false;
  return true;
}

}  // namespace detail

inline constexpr size_t message_id_limit = 32;

// Whether a text can be a MSGID. "-" means none.
constexpr bool is_message_id(text id) { return detail::is_printable_name(id, message_id_limit) && !(id == "-"); }

// Whether a text can be an SD-ID or a PARAM-NAME: 1 to 32 printable ASCII characters without '=', ']', '"' and blank.
constexpr bool is_structured_data_name(text name) {
  for (const char c : name)
    if (c == '=' || c == ']' || c == '"') return false;
  return detail::is_printable_name(name, 32);
}

// How many bytes at the beginning of a text are a parameter's value in its quotation marks; 0: none are. In a value, '"',
// '\' and ']' are escaped. It is UTF-8, without control characters and without what writer.hpp calls unseen characters.
constexpr size_t quoted_value_size(text words) {
  if (words.empty() || words[0] != '"') return 0;
  for (size_t index = 1; index < words.size(); ++index) {
    const char c = words[index];
    if (c == '"') return index + 1;
    if (static_cast<uint8_t>(c) >= 0x80) {
      const uint32_t character = detail::utf8_decode(words.data() + index, words.size() - index);
      if (character == 0 || detail::is_c1(character) || detail::is_unseen(character)) return 0;
      index += (character & 7) - 1;
      continue;
    }
    if (c == ']' || c < 0x20 || c == 0x7f) return 0;
    if (c == '\\' && index + 1 < words.size() &&
        (words[index + 1] == '"' || words[index + 1] == '\\' || words[index + 1] == ']'))
      ++index;
  }
  return 0;
}

// Whether a text is one or more elements, as [disk@32473 name="sda" used="91"][meta sequenceId="1"].
constexpr bool is_structured_data(text words) {
  if (words.empty()) return false;
  while (!words.empty()) {
    if (words[0] != '[') return false;
    words = words.skip(1);
    size_t size = 0;
    while (size < words.size() && words[size] != ' ' && words[size] != ']') ++size;
    if (!is_structured_data_name(words.first(size))) return false;
    words = words.skip(size);
    while (!words.empty() && words[0] == ' ') {
      words = words.skip(1);
      size = words.find('=');
      if (!is_structured_data_name(words.first(size))) return false;
      words = words.skip(size + 1);
      size = quoted_value_size(words);
      if (size == 0) return false;
      words = words.skip(size);
    }
    if (words.empty() || words[0] != ']') return false;
    words = words.skip(1);
  }
  return true;
}

// To be derived from. The two functions may be other ones, with limits of their own: RFC 5424 lets a HOSTNAME have 255
// bytes and an APP-NAME 48, of any printable ASCII character but the blank, which no origin has; "-" stands for none.
struct rfc5424_options {
  // The most bytes of structured data; longer ones, and what is not valid as such, leave as "-": a part of them would
  // be wrong.
  static constexpr size_t structured_data_limit = 256;
  // Of a second, 0 to 6.
  static constexpr unsigned fraction_digits = 6;
  // Whether a second that has just begun is written with its zeros, for receivers that parse one form only: then
  // fraction_digits is as many as the clock has. Otherwise it is written without a fraction.
  static constexpr bool always_fraction = false;
  static constexpr size_t hostname_limit = detail::hostname_limit;
  static constexpr size_t app_name_limit = detail::app_name_limit;
  static constexpr text hostname(const message& what) { return what.origin->hostname(); }
  static constexpr text app_name(const message& what) { return what.origin->app_name(); }
};

// Time and its offset are the message's, or "-" where it is unknown. There is no byte order mark, but for a text that
// begins with one: receivers take the first one away.
template <typename Options> class basic_rfc5424 {
  static_assert(Options::fraction_digits <= 6, "lineout: RFC 5424 section 6.2.3 allows at most 6 digits of a second");
  static constexpr size_t time_size = 32;
  static constexpr text byte_order_mark{"\xef\xbb\xbf", 3};

 public:
  static constexpr size_t headroom = detail::pri_size + 2 + (time_size + 1) + (Options::hostname_limit + 1) +
                                     (Options::app_name_limit + 1) + (10 + 1) + (message_id_limit + 1) +
                                     (detail::largest<Options::structured_data_limit, 1>() + 1) +
                                     byte_order_mark.size();
  static constexpr size_t tailroom = 0;

  constexpr basic_rfc5424() = default;
  constexpr explicit basic_rfc5424(Options options) : options_{detail::move(options)} {}

  constexpr void frame(packet& bytes, const message& what) const {
    char* at = bytes.data();
    if (text{bytes.data(), bytes.size()}.first(byte_order_mark.size()) == byte_order_mark)
      at = detail::prepend(at, byte_order_mark);
    const bool with_data =
        what.structured_data.size() <= Options::structured_data_limit && is_structured_data(what.structured_data);
    at = field(at, with_data ? what.structured_data : no_value);
    at = field(at, is_message_id(what.id) ? what.id : no_value);
    at = detail::prepend(at, ' ');
    at = what.origin->process_id() != 0 ? detail::write_decimal(at, what.origin->process_id())
                                        : detail::prepend(at, '-');
    at = field(at, options_.app_name(what).first(Options::app_name_limit));
    at = field(at, options_.hostname(what).first(Options::hostname_limit));
    at = time(detail::prepend(at, ' '), what.time);
    at = detail::prepend(at, text{"1 ", 2});
    at = detail::prepend_pri(at, what.priority.pri());
    bytes.prepend(static_cast<size_t>(bytes.data() - at));
  }

 private:
  static constexpr text no_value{"-", 1};

  static constexpr char* field(char* end, text words) { return detail::prepend(detail::prepend(end, ' '), words); }

  // YYYY-MM-DDThh:mm:ss.ffffff+hh:mm (RFC 3339 section 5.6).
  static constexpr char* time(char* end, const timestamp& when) {
    const civil_time shown = when.known() ? when.civil() : civil_time{};
    if (!when.known() || shown.year > 9999) return detail::prepend(end, '-');
    const bool west = when.offset_minutes() < 0;
    const auto offset =
        detail::divide(static_cast<uint32_t>(west ? -when.offset_minutes() : when.offset_minutes()), 60U);
    end = detail::prepend_two_digits(end, offset.remainder, '0');
    end = detail::prepend(end, ':');
    end = detail::prepend_two_digits(end, offset.quotient, '0');
    end = detail::prepend(end, west ? '-' : '+');
    if (Options::always_fraction || when.nanoseconds() != 0) end = fraction(end, when.nanoseconds());
    end = detail::prepend_two_digits(end, shown.second, '0');
    end = detail::prepend(end, ':');
    end = detail::prepend_two_digits(end, shown.minute, '0');
    end = detail::prepend(end, ':');
    end = detail::prepend_two_digits(end, shown.hour, '0');
    end = detail::prepend(end, 'T');
    end = detail::prepend_two_digits(end, shown.day, '0');
    end = detail::prepend(end, '-');
    end = detail::prepend_two_digits(end, shown.month, '0');
    end = detail::prepend(end, '-');
    const auto century = detail::divide(uint32_t{shown.year}, 100U);
    end = detail::prepend_two_digits(end, century.remainder, '0');
    return detail::prepend_two_digits(end, century.quotient, '0');
  }

  static constexpr char* fraction(char* end, uint32_t nanoseconds) {
    if constexpr (Options::fraction_digits == 0) return end;
    for (unsigned digit = Options::fraction_digits; digit < 9; ++digit) nanoseconds = detail::tenth(nanoseconds);
    for (unsigned digit = 0; digit < Options::fraction_digits; ++digit) {
      const uint32_t tens = detail::tenth(nanoseconds);
      end = detail::prepend(end, static_cast<char>('0' + (nanoseconds - tens * 10)));
      nanoseconds = tens;
    }
    return detail::prepend(end, '.');
  }

  [[no_unique_address]] Options options_{};
};

using rfc5424 = basic_rfc5424<rfc5424_options>;

static_assert(framing<rfc5424>);

}  // namespace lineout
