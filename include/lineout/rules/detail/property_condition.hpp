// property_condition: a condition on a property of a message, as it has been read.
#pragma once

#include <lineout/detail/digits.hpp>
#include <lineout/message.hpp>
#include <lineout/rules/detail/expression_search.hpp>

namespace lineout {

enum class property : uint8_t { msg, hostname, programname, syslogtag, procid, msgid, facility, severity };
enum class comparison : uint8_t { contains, isequal, startswith, endswith, regex, ereregex, isempty };

namespace detail {

// Two texts one behind the other.
struct joined_text {
  text first{};
  text second{};

  constexpr size_t size() const { return first.size() + second.size(); }
  constexpr char operator[](size_t at) const { return at < first.size() ? first[at] : second[at - first.size()]; }
};

// A condition as a view: the value as it stands between the quotes, and a compiled expression where it is one.
struct property_condition {
  property subject = property::msg;
  comparison how = comparison::contains;
  bool negated = false;
  bool ignoring_case = false;
  bool spaced = false;  // a blank stands before the text, as rsyslog sees it behind a tag
  text value{};
  text program{};

  constexpr bool takes(const message& what) const {
    char memory[16] = {};
    switch (subject) {
      case property::msg:
        return decides({spaced ? text{" ", 1} : text{}, what.content()});
      case property::hostname:
        return decides({what.origin->hostname(), {}});
      case property::programname:
        return decides({what.origin->app_name(), {}});
      case property::syslogtag:
        return decides({what.origin->app_name(), tag_end(what.origin->process_id(), memory, sizeof memory)});
      case property::procid:
        return decides({digits(what.origin->process_id(), memory + sizeof memory), {}});
      case property::msgid:
        return decides({what.id, {}});
      case property::facility:
        return decides({lineout::keyword(what.priority.facility), {}});
      case property::severity:
        return decides({lineout::keyword(what.priority.severity), {}});
    }
    return false;
  }

 private:
  static constexpr text digits(uint32_t value, char* end) {
    if (value == 0) return {};
    const char* const begin = write_decimal(end, value);
    return {begin, static_cast<size_t>(end - begin)};
  }
  static constexpr text tag_end(uint32_t id, char* memory, size_t size) {
    char* end = memory + size;
    *--end = ':';
    if (id == 0) return {end, 1};
    *--end = ']';
    char* const begin = write_decimal(end, id) - 1;
    *begin = '[';
    return {begin, static_cast<size_t>(memory + size - begin)};
  }

  constexpr bool decides(const joined_text& what) const { return compares(what) != negated; }
  constexpr bool compares(const joined_text& what) const {
    if (how == comparison::isempty) return what.size() == 0;
    if (how == comparison::regex || how == comparison::ereregex)
      return expression_search<joined_text>{program, what, ignoring_case}.found();
    size_t size = 0;
    for (quoted in{value}; in.more(); in.next()) ++size;
    if (size > what.size()) return false;
    const size_t last = what.size() - size;
    if (how == comparison::isequal) return last == 0 && stands_at(what, 0);
    if (how == comparison::startswith) return stands_at(what, 0);
    if (how == comparison::endswith) return stands_at(what, last);
    for (size_t at = 0; at <= last; ++at)
      if (stands_at(what, at)) return true;
    return false;
  }
  constexpr bool stands_at(const joined_text& what, size_t at) const {
    for (quoted in{value}; in.more(); ++at) {
      const char left = in.next(), right = what[at];
      if (left != right && !(ignoring_case && to_lower(left) == to_lower(right))) return false;
    }
    return true;
  }
};

}  // namespace detail
}  // namespace lineout
