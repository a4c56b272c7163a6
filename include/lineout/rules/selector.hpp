// selector: which messages are meant, by facility and severity, written as in syslog.conf: "mail.crit;*.err".
#pragma once

#include <lineout/parsed.hpp>
#include <lineout/priority.hpp>

namespace lineout {

// The same words mean different things to different daemons. Both read parts from left to right, with ; or , between
// them, each FACILITY[,FACILITY]....[COMPARISON]SEVERITY. * stands for all and none for no severity. Names may be in
// upper case, and numbers: a facility's is eight times its code, as in <syslog.h>. The facility mark is what the
// messages of a mark channel belong to.
enum class selector_dialect : uint8_t {
  // FreeBSD's syslogd. A part replaces what earlier parts said of its facilities. Before a severity may
  // stand any of < (less severe) = > (more severe), >= being meant without, and before these ! for all others: "!err"
  // is "<err". Comparisons with * and none do not count, but "!*" is none. * does not include mark.
  bsd,
  // Linux' sysklogd, rsyslogd and inetutils' syslogd. A part adds to what earlier parts said; with ! before its
  // severity it takes away. = before a severity means it alone. none takes all away, and "!none" adds all. * includes
  // mark, and security is another name of auth.
  sysklogd,
  // NetBSD's: as bsd, but security is another name of auth.
  netbsd,
  // OpenBSD's: as netbsd, without comparisons.
  openbsd,
  // macOS's: as netbsd, with the facilities netinfo, remoteauth, install and ras (12 to 15), and with internal and
  // launchd, to which no PRI belongs.
  macos,
};

namespace detail {

enum class selector_fault : uint8_t {
  none,
  empty,
  blank,
  facility_missing,
  facility,
  severity_missing,
  severity,
  comparison,
  no_comparison
};

// Not constexpr and defined nowhere: the compiler names them where a literal is wrong, with the position.
template <size_t Position> void error__a_selector_is_not_empty();
template <size_t Position> void error__a_blank_cannot_stand_in_a_selector();
template <size_t Position> void error__a_facility_is_missing_in_this_selector();
template <size_t Position> void error__unknown_facility_in_this_selector();
template <size_t Position> void error__a_dot_and_a_severity_are_missing_behind_a_facility_in_this_selector();
template <size_t Position> void error__unknown_severity_in_this_selector();
template <size_t Position> void error__the_openbsd_dialect_has_no_comparisons();
template <size_t Position> void error__the_sysklogd_dialect_compares_only_by_one_exclamation_mark_and_one_equals_sign();

// By fault; a table, because some compilers make a call of a switch.
inline constexpr text selector_errors[] = {
    {},
    "a selector is not empty: *.* selects everything",
    "a blank cannot stand in a selector: parts are separated by semicolons",
    "a facility is expected here: a keyword or *",
    "unknown facility: one of kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp security (audit) "
    "console clock local0 to local7 mark, or *, is expected",
    "a dot and a severity are expected behind the facilities",
    "unknown severity: one of emerg alert crit err warning notice info debug, none, or *, is expected",
    "this dialect compares only by ! and =, at most once each, in this order",
    "this dialect has no comparisons: a severity stands alone",
};

struct selector_reading {
  uint8_t bits[32] = {};  // by facility, a bit for each severity
  selector_fault fault = selector_fault::none;
  size_t position = 0;
};

inline constexpr unsigned mark_facility = 24;
inline constexpr unsigned other_facility = 25;  // to which no message belongs

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

// A decimal number up to limit, or more than limit.
constexpr unsigned selector_number(text digits, unsigned limit) {
  unsigned value = 0;
  for (const char c : digits) {
    if (!is_digit(c) || value > limit) return limit + 1;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

// A bit for each facility that is meant; none: there is no such facility.
constexpr uint32_t selected_facilities(text name, selector_dialect dialect) {
  constexpr uint32_t mark = uint32_t{1} << mark_facility;
  if (name == "*") return dialect == selector_dialect::sysklogd ? mark | (mark - 1) : mark - 1;
  if (is_digit(name[0])) {
    const unsigned code = selector_number(name, 199);
    return code > 199 ? 0 : uint32_t{1} << (code >> 3);
  }
  if (equal_ignoring_case(name, "mark")) return mark;
  if (dialect != selector_dialect::bsd && equal_ignoring_case(name, "security")) name = "auth";
  if (dialect == selector_dialect::macos) {
    constexpr text own[] = {"netinfo", "remoteauth", "install", "ras"};
    for (unsigned index = 0; index < 4; ++index)
      if (equal_ignoring_case(name, own[index])) return uint32_t{1} << (12 + index);
    if (equal_ignoring_case(name, "internal") || equal_ignoring_case(name, "launchd"))
      return uint32_t{1} << other_facility;
  }
  if (equal_ignoring_case(name, "bsd_security")) name = "security";
  const auto found = parse_facility(name);
  return found ? uint32_t{1} << static_cast<unsigned>(found.value) : 0;
}

class selector_reader {
 public:
  constexpr selector_reader(text input, selector_dialect dialect) : input_{input}, dialect_{dialect} {}

  constexpr selector_reading read() {
    if (input_.empty()) fail(selector_fault::empty, 0);
    while (at_ < input_.size() && part())
      while (is_at(',') || is_at(';')) ++at_;
    return result_;
  }

 private:
  constexpr bool is_at(char c) const { return at_ < input_.size() && input_[at_] == c; }
  constexpr bool fail(selector_fault what, size_t position) {
    result_.fault = what;
    result_.position = position;
    return false;
  }
  // The characters up to one of these, or a blank.
  constexpr text word(text ends) {
    const size_t begin = at_;
    while (at_ < input_.size() && !is_blank(input_[at_]) && ends.find(input_[at_]) == ends.size()) ++at_;
    return input_.skip(begin).first(at_ - begin);
  }

  constexpr bool part() {
    uint32_t facilities = 0;
    while (true) {
      const size_t begin = at_;
      const text name = word(".,;");
      if (name.empty()) return fail(blank_or(selector_fault::facility_missing), begin);
      const uint32_t found = selected_facilities(name, dialect_);
      if (found == 0) return fail(selector_fault::facility, begin);
      facilities |= found;
      if (!is_at(',')) break;
      ++at_;
    }
    if (!is_at('.')) return fail(blank_or(selector_fault::severity_missing), at_);
    ++at_;
    return level(facilities);
  }

  constexpr selector_fault blank_or(selector_fault otherwise) const {
    return at_ < input_.size() && is_blank(input_[at_]) ? selector_fault::blank : otherwise;
  }

  constexpr bool level(uint32_t facilities) {
    const size_t before = at_;
    const bool inverted = is_at('!');
    if (inverted) ++at_;
    bool less = false, equal = false, greater = false;
    for (; is_at('<') || is_at('=') || is_at('>'); ++at_) {
      if (dialect_ == selector_dialect::sysklogd && (equal || input_[at_] != '='))
        return fail(selector_fault::comparison, at_);
      less = less || input_[at_] == '<';
      equal = equal || input_[at_] == '=';
      greater = greater || input_[at_] == '>';
    }
    if (is_at('!'))
      return fail(dialect_ == selector_dialect::sysklogd ? selector_fault::comparison : selector_fault::severity, at_);
    if (dialect_ == selector_dialect::openbsd && at_ > before) return fail(selector_fault::no_comparison, before);
    if (!less && !equal && !greater) equal = greater = true;

    const size_t begin = at_;
    const text name = word(",;");
    const bool all = name == "*";
    const bool none = equal_ignoring_case(name, "none");
    unsigned meant = 0xff;
    if (!all && !none) {
      const unsigned number = name.empty() ? 8 : is_digit(name[0]) ? selector_number(name, 7) : named(name);
      if (number > 7) return fail(blank_or(selector_fault::severity), begin);
      const unsigned bit = 1U << number;
      meant = (less ? 0xffU & ~(bit | (bit - 1)) : 0U) | (equal ? bit : 0U) | (greater ? bit - 1 : 0U);
    }
    if (at_ < input_.size() && is_blank(input_[at_])) return fail(selector_fault::blank, at_);
    for (unsigned facility = 0; facility <= mark_facility; ++facility)
      if ((facilities >> facility & 1) != 0) apply(result_.bits[facility], meant, none, inverted);
    return true;
  }

  static constexpr unsigned named(text name) {
    const auto found = parse_severity(name);
    return found ? static_cast<unsigned>(found.value) : 8;
  }

  constexpr void apply(uint8_t& bits, unsigned meant, bool none, bool inverted) const {
    if (dialect_ != selector_dialect::sysklogd) bits = static_cast<uint8_t>(none ? 0U : inverted ? ~meant : meant);
    else if (none != inverted) bits = static_cast<uint8_t>(bits & ~meant);
    else bits = static_cast<uint8_t>(bits | meant);
  }

  text input_;
  selector_dialect dialect_;
  size_t at_ = 0;
  selector_reading result_;
};

// Stops the compiler, with the position of the fault in the name of a function. It is among Count of them; it is found by
// halves, since compilers limit how deep templates are nested.
template <size_t Count, size_t Position = 0> constexpr void stop_at(const selector_reading& wrong) {
  if constexpr (Count > 1) {
    constexpr size_t half = Count / 2;
    if (wrong.position < Position + half) return stop_at<half, Position>(wrong);
    return stop_at<Count - half, Position + half>(wrong);
  }
  switch (wrong.fault) {
    case selector_fault::none:
      return;
    case selector_fault::empty:
      return error__a_selector_is_not_empty<Position>();
    case selector_fault::blank:
      return error__a_blank_cannot_stand_in_a_selector<Position>();
    case selector_fault::facility_missing:
      return error__a_facility_is_missing_in_this_selector<Position>();
    case selector_fault::facility:
      return error__unknown_facility_in_this_selector<Position>();
    case selector_fault::severity_missing:
      return error__a_dot_and_a_severity_are_missing_behind_a_facility_in_this_selector<Position>();
    case selector_fault::severity:
      return error__unknown_severity_in_this_selector<Position>();
    case selector_fault::comparison:
      return error__the_sysklogd_dialect_compares_only_by_one_exclamation_mark_and_one_equals_sign<Position>();
    case selector_fault::no_comparison:
      return error__the_openbsd_dialect_has_no_comparisons<Position>();
  }
}

}  // namespace detail

// 32 bytes; to ask it is one load. Selects nothing unless made of words.
class selector {
 public:
  using dialect = selector_dialect;

  constexpr selector() = default;
  // From a literal; a wrong one is a compile error, which names the fault and its position.
  template <size_t Size>
  consteval selector(const char (&literal)[Size], selector_dialect spoken = selector_dialect::bsd) {
    const auto reading = detail::selector_reader{text{literal, Size - 1}, spoken}.read();
    if (reading.fault != detail::selector_fault::none) detail::stop_at<Size>(reading);
    take(reading);
  }

  // From words that are known at run time. Nothing beyond them is read.
  static constexpr parsed<selector> parse(text input, selector_dialect spoken = selector_dialect::bsd) {
    const auto reading = detail::selector_reader{input, spoken}.read();
    parsed<selector> result{.error = detail::selector_errors[static_cast<uint8_t>(reading.fault)],
                            .position = reading.position};
    if (result) result.value.take(reading);
    return result;
  }

  constexpr bool takes(priority what) const {
    return (bits_[static_cast<uint8_t>(what.facility) & 31] >> (static_cast<uint8_t>(what.severity) & 7) & 1) != 0;
  }
  // Whether marks are selected, which have a facility of their own here and no PRI.
  constexpr bool takes_mark() const {
    return (bits_[detail::mark_facility] >> static_cast<uint8_t>(severity::info) & 1) != 0;
  }

  friend constexpr bool operator==(const selector&, const selector&) = default;

 private:
  constexpr void take(const detail::selector_reading& reading) {
    for (unsigned facility = 0; facility <= detail::mark_facility; ++facility) bits_[facility] = reading.bits[facility];
  }

  uint8_t bits_[32] = {};
};

}  // namespace lineout
