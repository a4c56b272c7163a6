// line_buffer: makes lines of characters that come one at a time: complete at a newline, or at Width bytes.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/utf8.hpp>
#include <lineout/text.hpp>

namespace lineout {

namespace detail {

// A line that is given out and what follows it, in bytes that the owner keeps.
class given_line {
 public:
  constexpr bool flush(char* bytes) {
    begin_next(bytes);
    return size_ != 0 && give_out(size_, 0);
  }
  constexpr size_t given() const { return given_; }
  constexpr bool continues() const { return line_continues_; }
  constexpr size_t waiting() const { return has_given_ ? rest_ : size_; }

 protected:
  constexpr void begin_next(char* bytes) {
    if (!has_given_) return;
    for (size_t index = 0; index < rest_; ++index) bytes[index] = bytes[given_ + index];
    size_ = rest_;
    has_given_ = false;
  }
  // Always true.
  constexpr bool give_out(size_t size, size_t rest) {
    given_ = static_cast<uint16_t>(size);
    rest_ = static_cast<uint8_t>(rest);
    has_given_ = true;
    line_continues_ = continuing_;
    continuing_ = true;
    return true;
  }

  uint16_t size_ = 0;
  uint16_t given_ = 0;
  uint8_t rest_ = 0;
  bool has_given_ = false;
  bool continuing_ = false;
  bool line_continues_ = false;
};

// What a line_buffer does, whatever its width. bytes has room for width + 1.
class line_state : public given_line {
 public:
  constexpr bool put(char* bytes, size_t width, char c) {
    begin_next(bytes);
    if (c == '\n') return end_of_line();
    const bool behind_newline = behind_newline_;
    behind_newline_ = false;
    if (c == '\r' && behind_newline) return false;
    if (held_return_) bytes[size_++] = '\r';  // it turned out not to be beside a newline
    held_return_ = c == '\r';
    if (c != '\r') bytes[size_++] = c;
    if (size_ < width) return false;
    const size_t rest = size_ > width ? 1 : unfinished_character(bytes, size_);
    return give_out(size_ - rest, rest);
  }
 private:
  constexpr bool end_of_line() {
    behind_newline_ = true;
    held_return_ = false;
    const bool nothing_left = continuing_ && size_ == 0;
    if (!nothing_left) give_out(size_, 0);
    continuing_ = false;
    return !nothing_left;
  }
  bool held_return_ = false;
  bool behind_newline_ = false;
};

}  // namespace detail

// A line is given out at its newline, which is not part of it, or as soon as it has Width bytes. Behind these, the rest is
// given out as further lines that continue it. A newline right behind Width bytes or behind flush() ends that line and
// makes no empty one. A character of several bytes is not divided: the line is then up to 3 bytes shorter. One carriage
// return before and one behind a newline are dropped; every other byte is kept. A carriage return that comes last waits
// for what follows it, across flush() too. For one context at a time.
template <size_t Width = 80> class line_buffer {
  static_assert(Width >= 8 && Width <= 65535, "lineout: a line_buffer is 8 to 65535 bytes wide");

 public:
  // Takes a character. True: there is a line, to be used before the next call.
  constexpr bool put(char c) { return state_.put(bytes_, Width, c); }

  // Gives out what there is without waiting for a newline; what comes later continues it. False: there is nothing.
  constexpr bool flush() { return state_.flush(bytes_); }

  // After put or flush returned true: the line, and whether it continues the one before. The view is of this object.
  constexpr text line() const { return {bytes_, state_.given()}; }
  constexpr bool continues() const { return state_.continues(); }

  // How many bytes wait for their newline.
  constexpr size_t waiting() const { return state_.waiting(); }

 private:
  detail::line_state state_;
  char bytes_[Width + 1] = {};
};

}  // namespace lineout
