// terminal_line: makes lines of a console's characters as a person reads them on a terminal: without colours, with only
// the last state of a progress bar.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/utf8.hpp>
#include <lineout/line_buffer.hpp>
#include <lineout/text.hpp>

namespace lineout {

// Derive from it and override what differs.
struct terminal_options {
  // Whether escape sequences (CSI as ESC [1;31m, OSC as ESC ]0;title BEL, and others) are taken out. One that moves to
  // another row ends the line; one that moves within the row is a blank; one that clears the row clears the line.
  static constexpr bool takes_sequences_out = true;
  // Whether a carriage return that is not before a newline begins the line anew. Otherwise it stays.
  static constexpr bool restarts_at_return = true;
  // Whether a backspace takes back the character before it. Otherwise it stays.
  static constexpr bool takes_back = true;
  // Whether a form feed or vertical tab ends the line. Otherwise it stays.
  static constexpr bool ends_at_form_feed = true;
  // Whether a line without characters is a line.
  static constexpr bool empty_lines = false;
  // Columns from one tab stop to the next; 0: tabs stay.
  static constexpr size_t tab_width = 0;
};

// As line_buffer, with these differences. Carriage returns before a newline are dropped, however many. A full line is
// given out when the next character comes, since a carriage return may come instead. NUL, BEL, SO and SI, which show
// nothing, are dropped. An unfinished sequence ends at a newline at the latest.
template <size_t Width = 80, typename Options = terminal_options> class terminal_line : detail::given_line {
  static_assert(Width >= 8 && Width <= 65535, "lineout: a terminal_line is 8 to 65535 bytes wide");

 public:
  // Takes a character. True: there is a line, to be used before the next call.
  constexpr bool put(char c) {
    begin_next(bytes_);
    if (state_ != state::text && c != '\n') return sequence(c);
    state_ = state::text;
    switch (c) {
      case '\n':
        return end_of_line(Options::empty_lines);
      case '\r':
        returned_ = true;
        return false;
      case '\0':
      case '\a':
      case '\x0e':
      case '\x0f':
        return false;
      case '\x1b':
        if (!Options::takes_sequences_out) break;
        state_ = state::escape;
        return false;
      case '\f':
      case '\v':
        if (!Options::ends_at_form_feed) break;
        return end_of_line(false);
      case '\b':
        if (!Options::takes_back) break;
        take_back();
        return false;
      case '\t':
        if (Options::tab_width == 0) break;
        return tab();
      default:
        break;
    }
    return append(c);
  }

  // Gives out what there is without waiting for a newline; what comes later continues it. False: there is nothing.
  constexpr bool flush() {
    return given_line::flush(bytes_);
  }

  // After put or flush returned true: the line, and whether it continues the one before. The view is of this object.
  constexpr text line() const { return {bytes_, given_}; }
  using given_line::continues;

  // How many bytes wait for their newline.
  using given_line::waiting;

 private:
  enum class state : uint8_t { text, escape, control, string };

  constexpr bool end_of_line(bool though_empty) {
    returned_ = false;
    const bool is_line = size_ != 0 || (though_empty && !continuing_);
    if (is_line) give_out(size_, 0);
    continuing_ = false;
    return is_line;
  }

  constexpr bool append(char c) {
    if (returned_) {
      returned_ = false;
      if (Options::restarts_at_return) size_ = 0;
      else bytes_[size_++] = '\r';
    }
    bytes_[size_++] = c;
    if (size_ <= Width) return false;
    const size_t size = Width - unfinished_character(Width);
    return give_out(size, size_ - size);
  }
  constexpr size_t unfinished_character(size_t size) const { return detail::unfinished_character(bytes_, size); }
  constexpr void take_back() {
    if (returned_) return;
    while (size_ > 0 && detail::is_continuation(bytes_[size_ - 1])) --size_;
    if (size_ > 0) --size_;
  }
  // As far as the line goes.
  constexpr bool tab() {
    if constexpr (Options::tab_width != 0) {
      if (append(' ')) return true;
      size_t column = detail::count_characters(bytes_, size_);
      for (; column % Options::tab_width != 0 && size_ < Width; ++column) bytes_[size_++] = ' ';
    }
    return false;
  }

  // A character of an escape sequence (ECMA-48 section 5.4).
  constexpr bool sequence(char c) {
    if (c == '\x1b') return state_ = state::escape, false;
    if (c == '\x18' || c == '\x1a') return state_ = state::text, false;
    if (state_ == state::string) {
      if (c == '\a') state_ = state::text;
      return false;
    }
    if (static_cast<uint8_t>(c) < 0x20) return false;
    if (state_ == state::escape) return begin_sequence(c);
    if (c < '@') {
      parameter_ = c;
      return false;
    }
    state_ = state::text;
    return perform(c);
  }
  constexpr bool begin_sequence(char c) {
    if (c < '0' && c >= ' ') return false;  // more of it follows
    const bool is_string = c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_';
    state_ = c == '[' ? state::control : is_string ? state::string : state::text;
    parameter_ = 0;
    return (c == 'D' || c == 'E' || c == 'M' || c == 'c') && end_of_line(false);
  }
  // What a control sequence does, by its last character.
  constexpr bool perform(char last) {
    switch (last) {
      case 'K':  // clears to the end of the row, or all of it
        if (returned_ || parameter_ == '2') size_ = 0;
        return false;
      case 'C':
      case 'G':
        return append(' ');
      case 'A':
      case 'B':
      case 'E':
      case 'F':
      case 'H':
      case 'J':
      case 'd':
      case 'f':
        return end_of_line(false);
      default:
        return false;
    }
  }

  bool returned_ = false;  // a carriage return came, and it is not known yet what follows
  state state_ = state::text;
  char parameter_ = 0;  // the last character of a control sequence's parameters
  char bytes_[Width + 2] = {};
};

}  // namespace lineout
