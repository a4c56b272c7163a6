// The names of a logger's calls, the same for all that can be logged with.
#pragma once

#include <lineout/detail/logger_base.hpp>
#include <lineout/format/format_string.hpp>

namespace lineout::detail {

template <typename Logger> class inlined_logger;

// Self has passes(severity), compiles(severity), whether there is to be code for it, pri_of(severity), the number that
// stands for it in a head, and take(format, head, words). If it says is_inlined, calls are the logger's that target()
// gives, by inlined_logger.hpp. FormatString<Args...> is the class of its format strings, whose Specs are Self's.
template <typename Self, template <typename...> class FormatString> class calls {
 public:
  template <typename... Args> using format = FormatString<type_identity_t<Args>...>;

  // One line each. Below the run-time threshold a call only compares two words.
  template <typename... Args> [[gnu::always_inline]] void emerg(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::emerg))
      hand_over(severity::emerg, Self::pri_of(severity::emerg), words, args...);
  }
  template <typename... Args> [[gnu::always_inline]] void alert(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::alert))
      hand_over(severity::alert, Self::pri_of(severity::alert), words, args...);
  }
  template <typename... Args> [[gnu::always_inline]] void crit(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::crit))
      hand_over(severity::crit, Self::pri_of(severity::crit), words, args...);
  }
  template <typename... Args> [[gnu::always_inline]] void err(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::err)) hand_over(severity::err, Self::pri_of(severity::err), words, args...);
  }
  template <typename... Args> [[gnu::always_inline]] void warning(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::warning))
      hand_over(severity::warning, Self::pri_of(severity::warning), words, args...);
  }
  template <typename... Args> [[gnu::always_inline]] void notice(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::notice))
      hand_over(severity::notice, Self::pri_of(severity::notice), words, args...);
  }
  template <typename... Args> [[gnu::always_inline]] void info(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::info))
      hand_over(severity::info, Self::pri_of(severity::info), words, args...);
  }
  template <typename... Args> [[gnu::always_inline]] void debug(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::debug))
      hand_over(severity::debug, Self::pri_of(severity::debug), words, args...);
  }
  // Other libraries' names for crit, err and warning.
  template <typename... Args> [[gnu::always_inline]] void critical(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::crit))
      hand_over(severity::crit, Self::pri_of(severity::crit), words, args...);
  }
  template <typename... Args> [[gnu::always_inline]] void error(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::err)) hand_over(severity::err, Self::pri_of(severity::err), words, args...);
  }
  template <typename... Args> [[gnu::always_inline]] void warn(format<Args...> words, const Args&... args) const {
    if constexpr (Self::compiles(severity::warning))
      hand_over(severity::warning, Self::pri_of(severity::warning), words, args...);
  }

  // With a severity, or a facility and a severity, that are only known at run time.
  template <typename... Args>
  [[gnu::always_inline]] void log(severity level, format<Args...> words, const Args&... args) const {
    hand_over(level, own_facility | static_cast<size_t>(level), words, args...);
  }
  template <typename... Args>
  [[gnu::always_inline]] void log(priority level, format<Args...> words, const Args&... args) const {
    hand_over(level.severity, level.pri(), words, args...);
  }
  // With what is not the logger's own, or not only the priority, as for a catalogue's events.
  template <typename... Args>
  [[gnu::always_inline]] void log(const heading& what, format<Args...> words, const Args&... args) const {
    if (!Self::compiles(what.level())) return;
    if constexpr (!is_optimized_for_size)
      if (!self().passes(what.level())) return;
    using packed = packed_kinds<Args...>;
    argument_word list[packed::words + 1];
    list[0].pointer = &what;
    put_arguments<Self::format_specs>(list + 1, args...);
    self().take(words.literal(), packed::head | with_heading, list);
  }

  constexpr bool enabled(severity level) const { return self().passes(level); }

 protected:
  constexpr calls() = default;

 private:
  constexpr const Self& self() const { return static_cast<const Self&>(*this); }
  // Puts the words on the stack, and hands them to a function that is no template of the arguments. That one compares
  // with the threshold too: where bytes are to be saved, it alone does.
  template <typename Format, typename... Args>
  [[gnu::always_inline]] void hand_over(severity level, size_t pri, const Format& words, const Args&... args) const {
    if (!Self::compiles(level)) return;
    if constexpr (!is_optimized_for_size || Self::is_inlined)
      if (!self().passes(level)) return;
    if constexpr (Self::is_inlined) {
      inlined_logger<remove_cvref_t<decltype(self().target())>>::take(self().target(), words, pri, args...);
    } else if constexpr (sizeof...(Args) == 0) {
      self().take(words.literal(), pri, nullptr);
    } else {
      using packed = packed_kinds<Args...>;
      argument_word list[packed::words];
      put_arguments<Self::format_specs>(list, args...);
      if constexpr (is_optimized_for_size && packed::words == 2)
        take_two(self(), words.literal(), packed::head | pri, list[0], list[1]);
      else self().take(words.literal(), packed::head | pri, list);
    }
  }
  // Two words are handed over in registers, which is fewer bytes at each call.
  [[gnu::noinline]] static void take_two(const Self& self, const char* literal, size_t head, argument_word first,
                                         argument_word second) {
    const argument_word list[]{first, second};
    self.take(literal, head, list);
  }
};

}  // namespace lineout::detail
