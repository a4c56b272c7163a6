// expression: regular expressions as POSIX has them, basic and extended, without back-references, in a few hundred bytes.
#pragma once

#include <lineout/rules/detail/quoted.hpp>

namespace lineout::detail {

// A compiled expression: nodes of four bytes, whose targets are relative. At most 127, so that a set of nodes is two
// words, and a search takes a time that the product of both lengths bounds.
enum class expression_node : char { character, any, set, other_set, ranges, split, jump, begin, end, match };

inline constexpr size_t most_expression_nodes = 127;

// Which ranges an [x] names, as [:x:].
inline constexpr struct {
  text name;
  text ranges;  // pairs
} character_classes[] = {{"alpha", "AZaz"}, {"digit", "09"},     {"alnum", "09AZaz"},           {"upper", "AZ"},
                         {"lower", "az"},   {"space", "\t\r  "}, {"blank", "\t\t  "},           {"punct", "!/:@[`{~"},
                         {"print", " ~"},   {"graph", "!~"},     {"cntrl", "\x01\x1f\x7f\x7f"}, {"xdigit", "09AFaf"}};

// Compiles the words into memory of at most size bytes. error() is empty if it could.
class expression_compiler {
 public:
  constexpr expression_compiler(text raw, bool extended, char* memory, size_t size)
      : in_{raw},
        extended_{extended},
        nodes_{memory},
        limit_{size / 4 < most_expression_nodes ? size / 4 : most_expression_nodes} {
    alternatives(0);
    add(expression_node::match);
  }

  constexpr text error() const { return error_; }
  constexpr size_t position() const { return position_; }
  constexpr size_t size() const { return count_ * 4; }  // in bytes

 private:
  using node = expression_node;

  constexpr void fail(text words) {
    if (!error_.empty()) return;
    error_ = words;
    position_ = in_.position();
  }
  constexpr void set(size_t at, node kind, int first = 0, int second = 0, char c = 0) {
    char* const to = nodes_ + at * 4;
    to[0] = static_cast<char>(kind);
    to[1] = c;
    to[2] = static_cast<char>(first);
    to[3] = static_cast<char>(second);
  }
  // first, second: targets, counted from this node.
  constexpr void add(node kind, int first = 0, int second = 0, char c = 0) {
    if (count_ >= limit_) return fail("this expression is too large");
    set(count_++, kind, first, second, c);
  }
  constexpr void insert(size_t at, node kind, int first, int second) {
    if (count_ >= limit_) return fail("this expression is too large");
    for (size_t byte = ++count_ * 4; byte-- > at * 4 + 4;) nodes_[byte] = nodes_[byte - 4];
    set(at, kind, first, second);
  }
  constexpr void copy(size_t from, size_t count) {
    if (count_ + count > limit_) return fail("this expression is too large");
    for (size_t byte = 0; byte < count * 4; ++byte) nodes_[count_ * 4 + byte] = nodes_[from * 4 + byte];
    count_ += count;
  }
  constexpr int size_since(size_t begin) const { return static_cast<int>(count_ - begin); }

  // An operator is c where expressions are extended, and \c where they are basic.
  constexpr bool is_operator(char c) const {
    quoted look = in_;
    if (!extended_ && !look.skip('\\')) return false;
    return look.more() && look.peek() == c;
  }
  constexpr void skip_operator() {
    if (!extended_) in_.next();
    in_.next();
  }

  constexpr void alternatives(unsigned depth) {
    const size_t begin = count_;
    branch(depth);
    while (error_.empty() && is_operator('|')) {
      skip_operator();
      insert(begin, node::split, 1, size_since(begin) + 2);
      const size_t jump = count_;
      add(node::jump);
      branch(depth);
      if (error_.empty()) set(jump, node::jump, size_since(jump));
    }
  }
  constexpr void branch(unsigned depth) {
    bool first = true;
    while (error_.empty() && in_.more() && !is_operator('|') && !(is_operator(')') && depth > 0)) {
      if (is_operator(')')) return fail("this parenthesis was not opened");
      const size_t begin = count_;
      if (in_.peek() == '^' && (extended_ || first)) {
        in_.next();
        add(node::begin);
        continue;
      }
      if (is_last_dollar()) {
        in_.next();
        add(node::end);
        continue;
      }
      if (is_repeat() && (extended_ || !first || in_.peek() != '*'))
        return fail("nothing stands before this repetition");
      atom(depth);
      while (error_.empty() && is_repeat()) repeat(begin);
      first = false;
    }
  }

  constexpr bool is_last_dollar() const {
    quoted look = in_;
    if (!look.skip('$')) return false;
    if (extended_ || !look.more()) return true;
    return look.skip('\\') && (look.peek() == ')' || look.peek() == '|');
  }
  constexpr bool is_repeat() const {
    return in_.more() && (in_.peek() == '*' || is_operator('+') || is_operator('?') || is_operator('{'));
  }

  constexpr void atom(unsigned depth) {
    if (is_operator('(')) {
      skip_operator();
      if (depth >= 8) return fail("parentheses are nested too deep");
      alternatives(depth + 1);
      if (!error_.empty()) return;
      if (!is_operator(')')) return fail("a parenthesis is not closed");
      return skip_operator();
    }
    const char c = in_.next();
    if (c == '.') return add(node::any);
    if (c == '[') return bracket();
    if (c != '\\') return plain(c);
    if (!in_.more()) return fail("a character is expected behind \\");
    const char escaped = in_.next();
    if (is_digit(escaped)) return fail("back-references are not known here");
    if (is_letter(escaped)) return fail("this escape is not known here");
    plain(escaped);
  }
  constexpr void plain(char c) { add(node::character, 0, 0, c); }

  constexpr void bracket() {
    const size_t head = count_;
    const bool inverted = in_.skip('^');
    add(inverted ? node::other_set : node::set);
    int ranges = 0;
    const auto range = [&](char low, char high) {
      ++ranges;
      add(node::ranges, low, high);
    };
    bool first = true;
    while (error_.empty() && (first || in_.peek() != ']')) {
      first = false;
      if (!in_.more()) return fail("a bracket is not closed");
      const char low = in_.next();
      if (low == '[' && (in_.peek() == '.' || in_.peek() == '=')) return fail("collating elements are not known here");
      if (low == '[' && in_.skip(':')) {
        named_class(range);
        continue;
      }
      quoted look = in_;
      if (look.skip('-') && look.more() && look.peek() != ']') {
        in_.next();
        const char high = in_.next();
        if (static_cast<unsigned char>(high) < static_cast<unsigned char>(low)) return fail("this range is empty");
        range(low, high);
      } else {
        range(low, low);
      }
    }
    in_.next();
    if (error_.empty()) set(head, inverted ? node::other_set : node::set, ranges);
  }
  template <typename Range> constexpr void named_class(Range range) {
    char name[8] = {};
    size_t size = 0;
    while (in_.more() && is_letter(in_.peek()) && size < sizeof name) name[size++] = in_.next();
    if (!in_.skip(':') || !in_.skip(']')) return fail("this class of characters is not closed");
    for (const auto& one : character_classes) {
      if (!(one.name == text{name, size})) continue;
      for (size_t at = 0; at < one.ranges.size(); at += 2) range(one.ranges[at], one.ranges[at + 1]);
      return;
    }
    fail("there is no such class of characters");
  }

  // What stands from begin on.
  constexpr void repeat(size_t begin) {
    const size_t size = count_ - begin;
    if (in_.peek() == '*') {
      in_.next();
      return star(begin);
    }
    const bool plus = is_operator('+'), counted = is_operator('{');
    skip_operator();
    if (counted) return interval(begin, size);
    if (plus) add(node::split, -static_cast<int>(size), 1);
    else insert(begin, node::split, 1, static_cast<int>(size) + 1);
  }
  constexpr void star(size_t begin) {
    insert(begin, node::split, 1, size_since(begin) + 2);
    add(node::jump, -size_since(begin));
  }
  constexpr unsigned number() {
    unsigned value = 0;
    if (!is_digit(in_.peek())) fail("a number is expected here");
    while (in_.more() && is_digit(in_.peek()) && value < 1000)
      value = value * 10 + static_cast<unsigned>(in_.next() - '0');
    return value;
  }
  constexpr void interval(size_t begin, size_t size) {
    const unsigned least = number();
    const bool comma = in_.skip(',');
    const bool open = comma && !is_digit(in_.peek());
    const unsigned most = comma && !open ? number() : least;
    if (error_.empty() && !is_operator('}')) return fail("this interval is not closed");
    if (error_.empty() && most < least) return fail("this interval is empty");
    if (!error_.empty()) return;
    skip_operator();
    if (most == 0 && !open) {
      count_ = begin;
      return;
    }
    size_t from = begin;
    const int span = static_cast<int>(size);
    if (least == 0) {
      if (open) return star(begin);
      insert(begin, node::split, 1, span + 1);
      from = begin + 1;
    }
    for (unsigned count = 1; count < least && error_.empty(); ++count) copy(from, size);
    if (open) {
      add(node::split, 1, span + 2);
      copy(from, size);
      add(node::jump, -span - 1);
    }
    for (unsigned count = least == 0 ? 1 : least; count < most && error_.empty(); ++count) {
      add(node::split, 1, span + 1);
      copy(from, size);
    }
  }

  quoted in_;
  bool extended_;
  char* nodes_;
  size_t limit_;
  size_t count_ = 0;
  text error_{};
  size_t position_ = 0;
};

}  // namespace lineout::detail
