// inlined_logger: a logger's calls with code of their own for each list of argument types.
#pragma once

#include <lineout/detail/calls.hpp>
#include <lineout/format/detail/plain_format.hpp>
#include <lineout/message.hpp>

namespace lineout::detail {

// Which class a logger's format strings have.
template <bool Specs, bool Inlined> struct format_of {
  template <typename... Args> using type = basic_format_string<Specs, Args...>;
};
template <bool Specs>
requires has_plain_format struct format_of<Specs, true> {
  template <typename... Args> using type = plain_format_string<Specs, Args...>;
};

// Args are what passed() gives, by value: they can stay in registers.
template <typename Logger, typename... Args>
[[gnu::noinline]] outcome fill_anyhow(const Logger& log, size_t pri, typename Logger::slot_type& slot,
                                      const char* literal, Args... args) {
  using packed = packed_kinds<Args...>;
  argument_word words[packed::words + 1]{};
  put_arguments<Logger::format_specs>(words, args...);
  const typename Logger::call made{log.current_origin(), nullptr, pri};
  return log.fill(made, slot, literal, packed::head >> priority_bits, words);
}
// Not inlined: a call below the threshold must not cost its function this much stack.
template <typename Logger, typename... Args>
[[gnu::noinline]] void log_inlined(const Logger& log, size_t code, plain_literals<sizeof...(Args)> format,
                                   Args... args) {
  if (code >= own_facility) code = Logger::pri_of(static_cast<severity>(code & 7));
  typename Logger::slot_type slot{log.storage(), log.is_panicking()};
  if (!log.begin(slot, code)) [[unlikely]]
    return log.lose();
  char* const first = slot.bytes() + Logger::headroom;
  const char* const end = write_plain_format(first, Logger::text_size, format, plain(args)...);
  const outcome result =
      end != nullptr ? log.hand_on({log.current_origin(), nullptr, code}, slot, static_cast<size_t>(end - first))
                     : fill_anyhow<Logger>(log, code, slot, format.literal(), args...);
  if (result == outcome::lost) [[unlikely]]
    log.lose();
}
template <typename Logger, bool Specs, typename... Args, typename... Given>
[[gnu::always_inline]] inline void take_inlined(const Logger& log, const plain_format_string<Specs, Args...>& format,
                                                size_t code, const Given&... args) {
  if constexpr (Logger::keeps_arguments || Logger::doubles_backslashes || !(has_plain<passed_t<Given>> && ...)) {
    using packed = packed_kinds<Given...>;
    argument_word words[packed::words + 1]{};
    put_arguments<Specs>(words, args...);
    log.take(format.literal(), packed::head | code, words);
  } else {
    log_inlined<Logger, passed_t<Given>...>(log, code, format.literals(), passed(args)...);
  }
}

// What logger::inlined() gives: the logger, for one call.
template <typename Logger>
class inlined_logger : public calls<inlined_logger<Logger>, format_of<Logger::format_specs, true>::template type> {
 public:
  constexpr explicit inlined_logger(const Logger& log) : log_{log} {}

 private:
  friend calls<inlined_logger, format_of<Logger::format_specs, true>::template type>;
  static constexpr bool format_specs = Logger::format_specs;
  static constexpr bool is_inlined = has_plain_format;
  static constexpr bool compiles(severity level) { return Logger::compiles(level); }
  static constexpr size_t pri_of(severity level) { return Logger::pri_of(level); }
  [[gnu::always_inline]] constexpr bool passes(severity level) const { return log_.passes(level); }
  constexpr const Logger& target() const { return log_; }
  [[gnu::always_inline]] void take(const char* literal, size_t head, const argument_word* words) const {
    log_.take(literal, head, words);
  }

  const Logger& log_;
};

}  // namespace lineout::detail
