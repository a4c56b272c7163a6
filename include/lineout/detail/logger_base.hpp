// What all loggers have in common, whatever they are made of: a threshold, and a table of functions.
#pragma once

#include <lineout/counts.hpp>
#include <lineout/detail/atomic.hpp>
#include <lineout/format/format_string.hpp>
#include <lineout/heading.hpp>

namespace lineout::detail {

class logger_base {
 public:
  logger_base(const logger_base&) = delete;
  logger_base& operator=(const logger_base&) = delete;

  [[gnu::always_inline]] constexpr bool passes(severity level) const {
    return static_cast<size_t>(level) <= threshold_.load_relaxed();
  }
  constexpr severity threshold() const { return static_cast<severity>(threshold_.load()); }
  // From now on only what is as severe as this, or more.
  constexpr void set_threshold(severity level) const { threshold_.store(static_cast<size_t>(level)); }
  constexpr void set_level(severity level) const { set_threshold(level); }
  // Found instead for words, and says so.
  template <no_literal T> void set_threshold(const T&) const {
    static_assert(always_false<T>, "lineout: a threshold is a lineout::severity; lineout::parse_severity reads words");
  }
  template <no_literal T> void set_level(const T& words) const { set_threshold(words); }

 protected:
  constexpr explicit logger_base(severity threshold) : threshold_{static_cast<size_t>(threshold)} {}

 private:
  mutable atomic threshold_;
};

// Constant data, one table for each type of logger. log: the format, its head (arguments.hpp), and its words.
struct logger_functions {
  void (*log)(const logger_base& log, const char* format, size_t head, const argument_word* words);
  bool (*poll)(const logger_base& log, size_t budget);
  void (*flush)(const logger_base& log);
  void (*panic)(const logger_base& log);
  lineout::counts (*counts)(const logger_base& log);
  void (*add_losses)(const logger_base& log, size_t count);
};

}  // namespace lineout::detail
