// quoted: reads a value as it stands between double quotes, where \" is " and \\ is \.
#pragma once

#include <lineout/text.hpp>

namespace lineout::detail {

// A position in the words between the quotes. Other characters behind a backslash stay as they are, with it.
class quoted {
 public:
  constexpr explicit quoted(text raw) : raw_{raw} {}

  constexpr bool more() const { return at_ < raw_.size(); }
  // Of the end: NUL.
  constexpr char peek() const { return more() ? raw_[at_ + (is_escape() ? 1 : 0)] : '\0'; }
  constexpr char next() {
    const char result = peek();
    if (more()) at_ += is_escape() ? 2 : 1;
    return result;
  }
  constexpr bool skip(char wanted) {
    if (!more() || peek() != wanted) return false;
    next();
    return true;
  }
  // In the words with their backslashes.
  constexpr size_t position() const { return at_; }

 private:
  constexpr bool is_escape() const {
    return raw_[at_] == '\\' && at_ + 1 < raw_.size() && (raw_[at_ + 1] == '"' || raw_[at_ + 1] == '\\');
  }

  text raw_;
  size_t at_ = 0;
};

}  // namespace lineout::detail
