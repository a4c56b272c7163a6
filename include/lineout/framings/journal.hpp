// journal: the fields of systemd's journal, in its native protocol (https://systemd.io/JOURNAL_NATIVE_PROTOCOL).
#pragma once

#include <lineout/detail/bytes.hpp>
#include <lineout/detail/prepend.hpp>
#include <lineout/framings/rfc5424.hpp>

namespace lineout {

// PRIORITY, SYSLOG_FACILITY, SYSLOG_IDENTIFIER, SYSLOG_PID where there is one, SYSLOG_MSGID where there is one, and a
// field for each parameter of the structured data: [disk@32473 name="sda"] is SD_DISK_32473_NAME=sda. These take at most
// 512 bytes; a parameter that has no room, and structured data that is not valid, is left out whole. The text is
// MESSAGE, with its size before it, so that it may have any bytes, also newlines. The time is what the journal sees.
struct journal {
  static constexpr size_t headroom = 11 + 19 + (19 + detail::app_name_limit) + 22 + (14 + message_id_limit) + 512 + 16;
  static constexpr size_t tailroom = 1;
  static constexpr bool shows_seconds = true;

  constexpr void frame(packet& bytes, const message& what) const {
    const size_t size = bytes.size();
    if (char* const end = bytes.append(1); end != nullptr) *end = '\n';
    char* at = bytes.data() - 8;
    detail::store_little32(detail::store_little32(at, static_cast<uint32_t>(size)), high_half(size));
    at = detail::prepend(at, text{"MESSAGE\n", 8});
    if (is_structured_data(what.structured_data)) at = parameters(at, what.structured_data);
    if (is_message_id(what.id))
      at = detail::prepend(detail::prepend(end_of_line(at), what.id), text{"SYSLOG_MSGID=", 13});
    if (const uint32_t id = what.origin->process_id(); id != 0)
      at = detail::prepend(detail::write_decimal(end_of_line(at), id), text{"SYSLOG_PID=", 11});
    at = detail::prepend(detail::prepend(end_of_line(at), what.origin->app_name()), text{"SYSLOG_IDENTIFIER=", 18});
    const uint32_t pri = what.priority.pri();
    at = detail::prepend(detail::write_decimal(end_of_line(at), pri >> 3), text{"SYSLOG_FACILITY=", 16});
    at = detail::prepend(detail::write_decimal(end_of_line(at), pri & 7), text{"PRIORITY=", 9});
    bytes.prepend(static_cast<size_t>(bytes.data() - at));
  }

 private:
  static constexpr char* end_of_line(char* at) { return detail::prepend(at, '\n'); }
  static constexpr uint32_t high_half(size_t size) {
    if constexpr (sizeof(size_t) > 4) return static_cast<uint32_t>(size >> 32);
    else return 0;
  }

  // Valid structured data, the first parameter nearest to the text.
  static constexpr char* parameters(char* at, text words) {
    size_t room = 512;
    text element;
    while (!words.empty()) {
      if (words[0] == '[') {
        words = words.skip(1);
        size_t size = 0;
        while (words[size] != ' ' && words[size] != ']') ++size;
        element = words.first(size);
        words = words.skip(size);
      } else if (words[0] == ' ') {
        words = words.skip(1);
        const size_t equals = words.find('=');
        const text name = words.first(equals);
        words = words.skip(equals + 1);
        const size_t size = quoted_value_size(words);
        const text value = words.first(size - 1).skip(1);
        words = words.skip(size);
        char* const begin = parameter(at, element, name, value, room);
        room -= static_cast<size_t>(at - begin);
        at = begin;
      } else {
        words = words.skip(1);
      }
    }
    return at;
  }

  static constexpr char* parameter(char* at, text element, text name, text value, size_t room) {
    constexpr size_t name_limit = 64;
    size_t value_size = 0;
    for (size_t index = 0; index < value.size(); ++index, ++value_size) index += is_escape(value, index) ? 1U : 0U;
    const size_t own = name.size() < name_limit - 4 ? name.size() : name_limit - 4;
    const size_t left = name_limit - 4 - own;
    const size_t shown = element.size() < left ? element.size() : left;
    if (3 + shown + 1 + own + 1 + value_size + 1 > room) return at;
    at = end_of_line(at);
    at -= value_size;
    for (size_t index = 0, to = 0; index < value.size(); ++index, ++to) {
      index += is_escape(value, index) ? 1U : 0U;
      at[to] = value[index];
    }
    at = detail::prepend(at, '=');
    at = field_name(at, name.first(own));
    at = detail::prepend(at, '_');
    at = field_name(at, element.first(shown));
    return detail::prepend(at, text{"SD_", 3});
  }
  static constexpr bool is_escape(text value, size_t index) {
    if (value[index] != '\\' || index + 1 == value.size()) return false;
    const char next = value[index + 1];
    return next == '"' || next == '\\' || next == ']';
  }
  // Upper case letters and digits; anything else is an underscore.
  static constexpr char* field_name(char* at, text words) {
    at -= words.size();
    for (size_t index = 0; index < words.size(); ++index) {
      const char c = words[index];
      if (c >= 'a' && c <= 'z') at[index] = static_cast<char>(c - 'a' + 'A');
      else at[index] = (c >= 'A' && c <= 'Z') || detail::is_digit(c) ? c : '_';
    }
    return at;
  }
};

static_assert(framing<journal>);

}  // namespace lineout
