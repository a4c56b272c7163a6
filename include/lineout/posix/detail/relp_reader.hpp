// relp_reader: the frames that a RELP receiver sends, read from a stream as its bytes arrive.
#pragma once

#include <lineout/text.hpp>

namespace lineout::detail {

// A frame is "TXNR COMMAND DATALEN[ DATA]\n": two numbers of at most nine digits, and a word of at most 32 letters.
// Transaction 0 is a hint of the receiver's own. Of the data the first 512 bytes are kept. Allocates nothing.
class relp_reader {
 public:
  enum class found { nothing, frame, nonsense };

  // Takes bytes from the front of what has arrived, up to the end of a frame. nothing: all is taken and more is needed.
  // nonsense: this is no frame, and nothing after it can be read.
  constexpr found take(text& arrived) {
    while (!arrived.empty()) {
      const char c = arrived[0];
      arrived = arrived.skip(1);
      const found result = take(c);
      if (result != found::nothing) return result;
    }
    return found::nothing;
  }

  // Of the frame that was found, until the next byte is taken.
  constexpr uint32_t transaction() const { return transaction_; }
  constexpr text command() const { return {command_, command_size_}; }
  constexpr text data() const { return {data_, data_size_ < data_limit ? data_size_ : data_limit}; }

  // Whether the data of an answer says that what was asked for was done.
  constexpr bool says_ok() const {
    const text answer = data();
    return answer.size() >= 3 && answer.first(3) == "200" &&
           (answer.size() == 3 || answer[3] == ' ' || answer[3] == '\n');
  }
  // Whether a line of the data is this offer, and value, if one is given, is among its values.
  constexpr bool offers(text name, text value = {}) const {
    text rest = data();
    while (rest.find('\n') < rest.size()) {
      rest = rest.skip(rest.find('\n') + 1);
      const text line = rest.first(rest.find('\n'));
      const size_t equals = line.find('=');
      if (!(line.first(equals) == name)) continue;
      text values = line.skip(equals < line.size() ? equals + 1 : equals);
      while (!(values.first(values.find(',')) == value) && !value.empty() && values.find(',') < values.size())
        values = values.skip(values.find(',') + 1);
      return value.empty() || values.first(values.find(',')) == value;
    }
    return false;
  }

 private:
  static constexpr size_t data_limit = 512;
  static constexpr size_t command_limit = 32;
  enum class part { transaction, command, length, data, trailer };

  constexpr found take(char c) {
    switch (part_) {
      case part::transaction:
        if (digits_ == 0) begin();
        return number(transaction_, c, part::command);
      case part::command:
        if (c == ' ' && command_size_ > 0) return go_on(part::length);
        if (!is_letter(c) || command_size_ == command_limit) return found::nonsense;
        command_[command_size_++] = c;
        return found::nothing;
      case part::length:
        if (c == '\n' && digits_ > 0 && length_ == 0) return go_on(part::transaction), found::frame;
        return number(length_, c, part::data);
      case part::data:
        if (length_ == 0) return found::nonsense;
        if (data_size_ < data_limit) data_[data_size_] = c;
        return ++data_size_ == length_ ? go_on(part::trailer) : found::nothing;
      case part::trailer:
        return c == '\n' ? (go_on(part::transaction), found::frame) : found::nonsense;
    }
    return found::nonsense;
  }
  constexpr void begin() {
    transaction_ = length_ = 0;
    command_size_ = data_size_ = 0;
  }
  constexpr found number(uint32_t& value, char c, part next) {
    if (c == ' ' && digits_ > 0) return go_on(next);
    if (!is_digit(c) || ++digits_ > 9) return found::nonsense;
    value = value * 10 + static_cast<uint32_t>(c - '0');
    return found::nothing;
  }
  constexpr found go_on(part next) {
    part_ = next;
    digits_ = 0;
    return found::nothing;
  }
  static constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  part part_ = part::transaction;
  size_t digits_ = 0;
  uint32_t transaction_ = 0;
  uint32_t length_ = 0;
  size_t command_size_ = 0;
  size_t data_size_ = 0;
  char command_[command_limit] = {};
  char data_[data_limit] = {};
};

}  // namespace lineout::detail
