// rule: what one line of a syslog.conf says, and what is wrong with one.
#pragma once

#include <lineout/rules/action.hpp>
#include <lineout/rules/name_filter.hpp>
#include <lineout/rules/property_filter.hpp>
#include <lineout/rules/selector.hpp>

namespace lineout {

// What is wrong in a line, and where; both are counted from 1, columns in bytes.
struct rule_error {
  size_t line = 0;
  size_t column = 0;
  text words{};
  text file{};           // the name of an included file; empty: the first one
  bool left_out = true;  // false: a remark; the line has no meaning here, or others have none because of it
};

// One line's meaning; a view of the table. A message is taken when all of its conditions are met.
struct rule {
  selector which{};
  program_filter programs{};
  host_filter hosts{};
  detail::property_condition property{};
  bool has_property = false;
  bool is_final = false;  // no rule behind it gets a message that it takes
  lineout::action action{};
  size_t line = 0;
  size_t column = 0;  // of the action
  text file{};        // as rule_error's

  constexpr bool takes(const message& what) const {
    return which.takes(what.priority) && programs.takes(what) && hosts.takes(what) &&
           (!has_property || property.takes(what));
  }
};

}  // namespace lineout
