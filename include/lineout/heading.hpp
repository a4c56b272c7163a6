// heading: what a call may say beside the priority: MSGID, structured data, and another origin than the logger's.
#pragma once

#include <lineout/priority.hpp>

namespace lineout {

class origin;

namespace detail {
// A PRI is below 192. Above are severities whose facility is the logger's own, and a mark: the first word of the call's
// arguments points to its heading.
inline constexpr uint8_t own_facility = 192;
inline constexpr uint8_t with_heading = 255;
}  // namespace detail

// The texts and the origin outlive every message that is queued. What they are: message.hpp.
class heading {
 public:
  // With a severity, the facility is the logger's.
  constexpr explicit heading(severity level, text message_id = {}, const lineout::origin* from = nullptr)
      : id{message_id}, origin{from}, code_{static_cast<uint8_t>(detail::own_facility | static_cast<uint8_t>(level))} {}
  constexpr explicit heading(priority level, text message_id = {}, const lineout::origin* from = nullptr)
      : id{message_id}, origin{from}, code_{level.pri()} {}

  text id;
  text structured_data{};
  const lineout::origin* origin;  // null: the logger's

  constexpr severity level() const { return static_cast<severity>(code_ & 7); }
  // A PRI, or own_facility and a severity.
  constexpr uint8_t code() const { return code_; }

 private:
  uint8_t code_;
};

}  // namespace lineout
