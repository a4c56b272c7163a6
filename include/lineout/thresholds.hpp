// thresholds: which severities the parts of a program log, in one text: "info,net=debug,disk=err".
#pragma once

#include <lineout/priority.hpp>

namespace lineout {

// What such a text says of one part. A severity alone is for all parts that are not named. Blanks around names do not
// matter. The last entry counts.
struct threshold_reading {
  lineout::severity level{};
  bool found = false;  // the text has an entry for it
  text error{};        // what is wrong with the text, and where
  size_t position = 0;

  constexpr explicit operator bool() const { return found && error.empty(); }
};

namespace detail {

constexpr text trimmed(text words) {
  while (!words.empty() && words[0] == ' ') words = words.skip(1);
  while (!words.empty() && words[words.size() - 1] == ' ') words = words.first(words.size() - 1);
  return words;
}

}  // namespace detail

constexpr threshold_reading threshold_in(text levels, text name) {
  threshold_reading result;
  bool is_named = false;
  for (size_t begin = 0; begin < levels.size();) {
    const text part = levels.skip(begin).first(levels.skip(begin).find(','));
    const size_t equals = part.find('=');
    const bool names_one = equals < part.size();
    const text words = detail::trimmed(names_one ? part.skip(equals + 1) : part);
    if (!detail::trimmed(part).empty()) {
      const auto severity = parse_severity(words);
      if (!severity) return {.error = severity.error, .position = begin + (names_one ? equals + 1 : 0)};
      const bool is_this = names_one && detail::trimmed(part.first(equals)) == name;
      if (is_this || (!names_one && !is_named)) {
        result.level = severity.value;
        result.found = true;
        is_named = is_named || is_this;
      }
    }
    begin += part.size() + 1;
  }
  return result;
}

// Sets the threshold of each logger, by the app name of its origin, as a text says. The error is the text's, and then
// nothing is set.
template <typename... Loggers> constexpr text set_thresholds(text levels, const Loggers&... loggers) {
  const text error = threshold_in(levels, {}).error;
  if (!error.empty()) return error;
  const auto set = [levels](const auto& log) {
    if (const threshold_reading read = threshold_in(levels, log.origin().app_name())) log.set_threshold(read.level);
  };
  (set(loggers), ...);
  return {};
}

}  // namespace lineout
