// property_filter: which messages are meant, by a property of theirs: :msg, contains, "pf: ".
#pragma once

#include <lineout/parsed.hpp>
#include <lineout/rules/detail/property_condition.hpp>

namespace lineout {

namespace detail {

struct property_reading {
  property_condition value{};
  text error{};
  size_t position = 0;
  size_t end = 0;  // behind the closing quote
};

// ":PROPERTY, [!][icase_]COMPARISON, "VALUE""; an expression is compiled into memory of at most size bytes. The value
// stays where it is.
class property_reader {
 public:
  constexpr property_reader(text input, char* memory, size_t size) : input_{input}, memory_{memory}, size_{size} {}

  constexpr property_reading read() {
    if (input_.first(1) == ":") ++at_;
    blanks();
    if (!subject() || !behind_comma("a comma is expected behind the property") || !operation()) return result_;
    if (result_.value.how == comparison::isempty) return result_.end = at_, result_;
    if (behind_comma("a comma is expected behind the comparison") && quotes() && is_expression()) compile();
    return result_;
  }

 private:
  constexpr bool fail(text words, size_t position) {
    result_.error = words;
    result_.position = position;
    return false;
  }
  constexpr void blanks() {
    while (at_ < input_.size() && is_blank(input_[at_])) ++at_;
  }
  static constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
  constexpr text word() {
    const size_t begin = at_;
    while (at_ < input_.size() && !is_blank(input_[at_]) && input_[at_] != ',') ++at_;
    return input_.first(at_).skip(begin);
  }
  constexpr bool behind_comma(text error) {
    blanks();
    if (at_ == input_.size() || input_[at_] != ',') return fail(error, at_);
    ++at_;
    blanks();
    return true;
  }
  constexpr bool subject() {
    constexpr struct {
      text name;
      property value;
    } names[] = {{"msg", property::msg},
                 {"hostname", property::hostname},
                 {"source", property::hostname},
                 {"programname", property::programname},
                 {"app-name", property::programname},
                 {"syslogtag", property::syslogtag},
                 {"procid", property::procid},
                 {"msgid", property::msgid},
                 {"syslogfacility-text", property::facility},
                 {"syslogseverity-text", property::severity}};
    const size_t begin = at_;
    const text name = word();
    for (const auto& one : names)
      if (equal_ignoring_case(one.name, name)) return result_.value.subject = one.value, true;
    return fail(
        "unknown property: one of msg hostname source programname app-name syslogtag procid msgid "
        "syslogfacility-text syslogseverity-text is expected",
        begin);
  }
  constexpr bool operation() {
    constexpr text names[] = {"contains", "isequal", "startswith", "endswith", "regex", "ereregex", "isempty"};
    if (at_ < input_.size() && input_[at_] == '!') {
      result_.value.negated = true;
      ++at_;
      blanks();
    }
    const size_t begin = at_;
    text name = word();
    if (name.first(6) == "icase_") {
      result_.value.ignoring_case = true;
      name = name.skip(6);
    }
    for (uint8_t index = 0; index < 7; ++index)
      if (equal_ignoring_case(names[index], name)) return result_.value.how = static_cast<comparison>(index), true;
    return fail(
        "unknown comparison: one of contains isequal startswith endswith regex ereregex isempty is expected, "
        "with ! or icase_ before it or not",
        begin);
  }
  constexpr bool quotes() {
    if (at_ == input_.size() || input_[at_] != '"') return fail("a value in double quotes is expected here", at_);
    const size_t begin = ++at_;
    while (at_ < input_.size() && input_[at_] != '"') at_ += input_[at_] == '\\' ? 2 : 1;
    if (at_ >= input_.size()) return fail("the quotes are not closed", begin - 1);
    result_.value.value = input_.first(at_).skip(begin);
    result_.end = ++at_;
    return true;
  }
  constexpr bool is_expression() const {
    return result_.value.how == comparison::regex || result_.value.how == comparison::ereregex;
  }
  constexpr void compile() {
    const text value = result_.value.value;
    const expression_compiler made{value, result_.value.how == comparison::ereregex, memory_, size_};
    if (!made.error().empty()) fail(made.error(), at_ - 1 - value.size() + made.position());
    else result_.value.program = {memory_, made.size()};
  }

  text input_;
  char* memory_;
  size_t size_;
  size_t at_ = 0;
  property_reading result_{};
};

template <size_t Position> void error__this_filter_by_property_is_wrong();

// Stops the compiler, with the position of the fault in the name of a function.
template <size_t Count, size_t Position = 0> constexpr void stop_at_property(size_t position) {
  if constexpr (Count > 1) {
    constexpr size_t half = Count / 2;
    if (position < Position + half) stop_at_property<half, Position>(position);
    else stop_at_property<Count - half, Position + half>(position);
  } else {
    error__this_filter_by_property_is_wrong<Position>();
  }
}

}  // namespace detail

// :PROPERTY, [!][icase_]COMPARISON, "VALUE", as FreeBSD, sysklogd and rsyslog write it; the first colon may be missing.
//   PROPERTY    msg, hostname (source), programname (app-name), syslogtag (NAME[PID]:), procid, msgid,
//               syslogfacility-text, syslogseverity-text
//   COMPARISON  contains, isequal, startswith, endswith, isempty (without a value), or regex and ereregex: POSIX'
//               basic and extended expressions, without back-references
//   VALUE       \" is a quote and \\ a backslash
// Takes everything unless made of words. Holds an expression in its own Memory bytes, 4 for each character of it or so;
// the value is a view, and outlives it. A search takes a time that the product of both lengths bounds.
template <size_t Memory> class basic_property_filter {
 public:
  constexpr basic_property_filter() = default;
  // From a literal; a wrong one is a compile error.
  template <size_t Size> consteval basic_property_filter(const char (&literal)[Size]) {
    const auto reading = read(text{literal, Size - 1});
    if (!reading.error.empty()) detail::stop_at_property<Size>(reading.position);
  }
  static constexpr parsed<basic_property_filter> parse(text input) {
    parsed<basic_property_filter> result;
    const auto reading = result.value.read(input);
    result.error = reading.error;
    result.position = reading.position;
    return result;
  }

  constexpr bool takes(const message& what) const {
    if (!given_) return true;
    detail::property_condition condition = condition_;
    condition.program = {memory_, size_};
    return condition.takes(what);
  }

 private:
  constexpr detail::property_reading read(text input) {
    auto reading = detail::property_reader{input, memory_, Memory}.read();
    if (reading.error.empty() && reading.end != input.size()) {
      reading.error = "nothing may stand behind a filter by property";
      reading.position = reading.end;
    }
    given_ = reading.error.empty();
    condition_ = reading.value;
    size_ = reading.value.program.size();
    condition_.program = {};
    return reading;
  }

  detail::property_condition condition_{};
  size_t size_ = 0;
  bool given_ = false;
  char memory_[Memory] = {};
};

using property_filter = basic_property_filter<256>;

}  // namespace lineout
