// logger_ref: a reference to any logger: the type to name in a signature, a header, a member, a container.
#pragma once

#include <lineout/detail/calls.hpp>

namespace lineout {

template <bool Specs> class basic_logger_ref;

namespace detail {

// How many messages were given to references that referred to nothing. The next logger that is referred to takes them.
inline constinit atomic unheard{0};

class nowhere : public logger_base {
 public:
  constexpr nowhere() : logger_base{severity::debug} {}
};
// Where they refer before; its threshold is never changed.
inline constexpr nowhere no_logger{};
inline constexpr logger_functions no_functions{
    [](const logger_base&, const char*, size_t, const argument_word*) { unheard.add(1); },
    [](const logger_base&, size_t) { return false; },
    [](const logger_base&) {},
    [](const logger_base&) {},
    [](const logger_base&) { return lineout::counts{unheard.load(), 0, 0, 0, unheard.load(), 0}; },
    [](const logger_base&, size_t count) { unheard.add(count); }};

template <bool Specs> struct of_specs {
  template <typename... Args> using format = basic_format_string<Specs, Args...>;
};

}  // namespace detail

// Two words, to be copied and passed by value; every call can be made through a constant one. The logger outlives it.
// Waits, and may be used in an interrupt, as the logger does. It may be made to refer to another logger while no call
// is under way.
// Before it refers to a logger, messages are counted, and the first logger that is referred to after them tells how
// many were lost. extern constinit lineout::logger_ref app_log; in a header is all that a program's files need.
template <bool Specs>
class basic_logger_ref : public detail::calls<basic_logger_ref<Specs>, detail::of_specs<Specs>::template format> {
 public:
  constexpr basic_logger_ref() = default;
  // Of a logger, or of a named_logger.
  template <typename Logger>
  requires requires { Logger::functions; }
  basic_logger_ref(const Logger& log) : self_{&log}, functions_{&Logger::functions} {
    static_assert(Logger::format_specs || !Specs,
                  "lineout: this logger has no format_specs; refer to it with lineout::basic_logger_ref<false>");
    if (const size_t count = detail::unheard.load(); count != 0)
      functions_->add_losses(log, detail::unheard.exchange(0));
  }

  // Whether it refers to a logger.
  constexpr explicit operator bool() const { return functions_ != &detail::no_functions; }

  // See logger.
  bool poll(size_t budget) const { return functions_->poll(*self_, budget); }
  void flush() const { functions_->flush(*self_); }
  void panic() const { functions_->panic(*self_); }
  lineout::counts counts() const { return functions_->counts(*self_); }
  severity threshold() const { return self_->threshold(); }
  // Of the logger, for all who log with it. Without a logger it changes nothing.
  void set_threshold(severity level) const {
    if (*this) self_->set_threshold(level);
  }
  void set_level(severity level) const { set_threshold(level); }
  template <detail::no_literal T> void set_threshold(const T& words) const { self_->set_threshold(words); }
  template <detail::no_literal T> void set_level(const T&) const {
    static_assert(detail::always_false<T>,
                  "lineout: a level is a lineout::severity; lineout::parse_severity reads words");
  }

 private:
  friend detail::calls<basic_logger_ref, detail::of_specs<Specs>::template format>;
  static constexpr bool format_specs = Specs;
  static constexpr bool is_inlined = false;
  static constexpr bool compiles(severity) { return true; }
  static constexpr size_t pri_of(severity level) { return detail::own_facility | static_cast<size_t>(level); }
  [[gnu::always_inline]] constexpr bool passes(severity level) const { return self_->passes(level); }
  [[gnu::always_inline]] void take(const char* words, size_t head, const detail::argument_word* list) const {
    functions_->log(*self_, words, head, list);
  }

  const detail::logger_base* self_ = &detail::no_logger;
  const detail::logger_functions* functions_ = &detail::no_functions;
};

using logger_ref = basic_logger_ref<true>;

}  // namespace lineout
