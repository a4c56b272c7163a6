// console: putchar() for a kernel: characters in, one message for each line out.
#pragma once

#include <lineout/line_buffer.hpp>
#include <lineout/logger.hpp>

namespace lineout {

namespace detail {

// The words behind <level>, where there is one.
constexpr text take_level(text words, priority& level) {
  if (words.empty() || words[0] != '<') return words;
  const size_t end = words.find('>');
  if (end < 2 || end > 4 || end == words.size() || (words[1] == '0' && end > 2)) return words;
  unsigned pri = 0;
  for (size_t index = 1; index < end; ++index) {
    if (!is_digit(words[index])) return words;
    pri = pri * 10 + static_cast<unsigned>(words[index] - '0');
  }
  const auto given = priority::from_pri(pri);
  if (!given) return words;
  level.severity = given.value.severity;
  if (pri > 7) level.facility = given.value.facility;
  return words.skip(end + 1);
}

}  // namespace detail

// Derive from it and override what differs.
struct console_options {
  static constexpr size_t width = 80;
  // One line buffer for each processor, or for each kind of context that may interrupt another.
  static constexpr size_t contexts = 1;
  static constexpr lineout::severity severity = lineout::severity::info;
  // Whether a line may begin with its level, as in <3>text, or with a PRI, as in <27>text.
  static constexpr bool level_prefix = false;
  // Begins each line that continues the one before.
  static constexpr text continuation_mark = "... ";
};

// Characters of different contexts never share a line; each context's lines keep their order. The characters of one
// context come one after the other. As the logger: it waits, and may be used in an interrupt, as the logger's channel
// does.
template <typename Logger, typename Options = console_options> class console {
  static_assert(Options::contexts >= 1, "lineout: a console has at least one context");

 public:
  // The logger must outlive the console.
  constexpr explicit console(Logger& log) : log_{log} {}
  constexpr console(Logger& log, Options) : log_{log} {}
  console(const console&) = delete;
  console& operator=(const console&) = delete;

  // context: 0 to contexts - 1; beyond is taken for the last one.
  constexpr void put(char c, size_t context = 0) {
    slot& here = at(context);
    if (here.buffer.put(c)) emit(here);
  }
  constexpr void write(text words, size_t context = 0) {
    for (const char c : words) put(c, context);
  }
  // Sends what has no newline yet.
  constexpr void flush(size_t context = 0) {
    slot& here = at(context);
    if (here.buffer.flush()) emit(here);
  }
  // For the last words: nothing waits any more, and every context's unfinished line is sent.
  constexpr void panic() {
    log_.panic();
    for (size_t context = 0; context < Options::contexts; ++context) flush(context);
  }

  // The priority of lines that do not bring their own.
  constexpr void set_priority(priority level) { priority_ = level; }

 private:
  struct slot {
    line_buffer<Options::width> buffer;
    priority level;
  };

  constexpr slot& at(size_t context) { return slots_[context < Options::contexts ? context : Options::contexts - 1]; }

  constexpr void emit(slot& here) {
    text words = here.buffer.line();
    if (here.buffer.continues()) return log_.log(here.level, "{}{}", Options::continuation_mark, words);
    here.level = priority_;
    if constexpr (Options::level_prefix) words = detail::take_level(words, here.level);
    log_.log(here.level, "{}", words);
  }

  Logger& log_;
  priority priority_{Logger::options::facility, Options::severity};
  slot slots_[Options::contexts] = {};
};

template <typename Logger> console(Logger&) -> console<Logger, console_options>;
template <typename Logger, typename Options> console(Logger&, Options) -> console<Logger, Options>;

}  // namespace lineout
