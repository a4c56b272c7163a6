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

// Structured data that is written when the message is: see sd().
class structured_data {
 public:
  // What it is in words of RFC 5424; empty: it does not fit its memory.
  text write() const { return write_(*this); }

 protected:
  constexpr explicit structured_data(text (*how)(const structured_data&)) : write_{how} {}

 private:
  text (*write_)(const structured_data&);
};

// The texts and the origin outlive every message that is queued. What they are: message.hpp.
class heading {
 public:
  // With a severity, the facility is the logger's.
  constexpr explicit heading(severity level, text message_id = {}, const lineout::origin* from = nullptr)
      : id{message_id}, origin{from}, code_{static_cast<uint8_t>(detail::own_facility | static_cast<uint8_t>(level))} {}
  constexpr explicit heading(priority level, text message_id = {}, const lineout::origin* from = nullptr)
      : id{message_id}, origin{from}, code_{level.pri()} {}
  // The data is that of a call to sd() in the same expression.
  template <typename Level>
  constexpr heading(Level level, text message_id, const lineout::structured_data& data,
                    const lineout::origin* from = nullptr)
      : heading{level, message_id, from} {
    written_later_ = &data;
  }

  text id;
  text structured_data{};
  const lineout::origin* origin;  // null: the logger's

  // What leaves of MSGID and structured data. True: there was more than that, but it did not fit.
  constexpr bool extras_in(text& message_id, text& data) const { return extras_in_(*this, message_id, data); }
  constexpr bool has_extras() const { return !id.empty() || !structured_data.empty() || written_later_ != nullptr; }

  constexpr severity level() const { return static_cast<severity>(code_ & 7); }
  // A PRI, or own_facility and a severity.
  constexpr uint8_t code() const { return code_; }

 private:
  static constexpr bool find_extras(const heading& of, text& message_id, text& data) {
    message_id = of.id;
    data = of.written_later_ != nullptr ? of.written_later_->write() : of.structured_data;
    return of.written_later_ != nullptr && data.empty();
  }

  const lineout::structured_data* written_later_ = nullptr;
  // Called by the logger through a pointer: a program without headings has no code for them.
  bool (*extras_in_)(const heading&, text&, text&) = &find_extras;
  uint8_t code_;
};

}  // namespace lineout
