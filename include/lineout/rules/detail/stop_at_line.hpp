// Stops the compiler at a wrong line of a syslog.conf that is a literal.
#pragma once

#include <lineout/types.hpp>

namespace lineout::detail {

template <size_t Line> void error__this_line_of_a_syslog_conf_is_wrong();

// With the line in the name of a function and the column in that of one of its callers; finds each by halves.
template <size_t First, size_t Count> constexpr void stop_at_line(size_t line) {
  if constexpr (Count == 1) {
    error__this_line_of_a_syslog_conf_is_wrong<First>();
  } else {
    constexpr size_t half = Count / 2;
    if (line < First + half) stop_at_line<First, half>(line);
    else stop_at_line<First + half, Count - half>(line);
  }
}

template <size_t First, size_t Count, size_t Lines> constexpr void stop_at_column(size_t line, size_t column) {
  if constexpr (Count == 1) {
    stop_at_line<1, Lines>(line);
  } else {
    constexpr size_t half = Count / 2;
    if (column < First + half) stop_at_column<First, half, Lines>(line, column);
    else stop_at_column<First + half, Count - half, Lines>(line, column);
  }
}

}  // namespace lineout::detail
