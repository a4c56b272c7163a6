// named_logger: logs by another logger under a tag and with a threshold of its own, for a part of a program.
#pragma once

#include <lineout/detail/calls.hpp>
#include <lineout/origin.hpp>

namespace lineout {

// Made by logger::named("net"). Costs an origin and three words; the way out, the counters and the time are those of the
// logger, which outlives it. Waits, and may be used in an interrupt, as the logger does. A logger_ref may refer to it.
template <typename Logger>
class named_logger : public detail::logger_base,
                     public detail::calls<named_logger<Logger>, Logger::template any_format> {
 public:
  using options = typename Logger::options;
  static constexpr bool format_specs = Logger::format_specs;

  // The origin's names outlive it.
  constexpr named_logger(const Logger& log, const lineout::origin& origin)
      : logger_base{log.threshold()}, log_{log}, origin_{origin} {}

  constexpr const lineout::origin& origin() const { return origin_; }

  // See logger; these are the logger's.
  constexpr lineout::counts counts() const { return log_.counts(); }
  bool poll(size_t budget) const { return log_.poll(budget); }
  void flush() const { log_.flush(); }
  void panic() const { log_.panic(); }

  // For logger_ref.
  static constexpr detail::logger_functions functions{
      [](const logger_base& self, const char* literal, size_t head, const detail::argument_word* words) {
        static_cast<const named_logger&>(self).take(literal, head, words);
      },
      [](const logger_base& self, size_t budget) { return static_cast<const named_logger&>(self).poll(budget); },
      [](const logger_base& self) { static_cast<const named_logger&>(self).flush(); },
      [](const logger_base& self) { static_cast<const named_logger&>(self).panic(); },
      [](const logger_base& self) { return static_cast<const named_logger&>(self).counts(); },
      [](const logger_base& self, size_t count) { static_cast<const named_logger&>(self).log_.add_losses(count); }};

 private:
  friend detail::calls<named_logger, Logger::template any_format>;
  static constexpr bool is_inlined = false;
  static constexpr bool compiles(severity level) { return Logger::compiles(level); }
  static constexpr size_t pri_of(severity level) { return Logger::pri_of(level); }
  void take(const char* literal, size_t head, const detail::argument_word* words) const {
    log_.take_from(*this, origin_, literal, head, words);
  }

  const Logger& log_;
  lineout::origin origin_;
};

}  // namespace lineout
