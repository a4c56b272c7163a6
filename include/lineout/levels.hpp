// levels: what a console's line may say of its own level.
#pragma once

#include <lineout/priority.hpp>

// Each has a static take(line, level): sets the level if the line says one, and gives what is left of the line. A
// program may have its own:
//   struct by_words {
//     static constexpr text take(text line, priority& level) {
//       if (line.first(6) == "ERROR:") level.severity = severity::err;
//       return line;
//     }
//   };
namespace lineout::levels {

struct none {
  static constexpr text take(text line, priority&) { return line; }
};

// <3>text, or with a facility <27>text, as printk() and sd-daemon write it.
struct angle {
  static constexpr text take(text line, priority& level) {
    if (line.empty() || line[0] != '<') return line;
    const size_t end = line.find('>');
    if (end < 2 || end > 4 || end == line.size() || (line[1] == '0' && end > 2)) return line;
    unsigned pri = 0;
    for (size_t index = 1; index < end; ++index) {
      if (!detail::is_digit(line[index])) return line;
      pri = pri * 10 + static_cast<unsigned>(line[index] - '0');
    }
    const auto given = priority::from_pri(pri);
    if (!given) return line;
    level.severity = given.value.severity;
    if (pri > 7) level.facility = given.value.facility;
    return line.skip(end + 1);
  }
};

// SOH and a digit, as in Linux' kern_levels.h. SOH and c (a continuation) or d (no level) are taken off too.
struct soh {
  static constexpr text take(text line, priority& level) {
    if (line.size() < 2 || line[0] != '\x01') return line;
    const char c = line[1];
    if (c >= '0' && c <= '7') level.severity = static_cast<severity>(c - '0');
    else if (c != 'c' && c != 'd') return line;
    return line.skip(2);
  }
};

// All of these, one behind the other.
template <typename... Levels> struct any {
  static constexpr text take(text line, priority& level) {
    ((line = Levels::take(line, level)), ...);
    return line;
  }
};

}  // namespace lineout::levels
