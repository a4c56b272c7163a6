// console: putchar() for a kernel: characters in, one message for each line out.
#pragma once

#include <lineout/detail/atomic.hpp>
#include <lineout/levels.hpp>
#include <lineout/line_buffer.hpp>
#include <lineout/logger.hpp>

namespace lineout {

namespace detail {

// A value that is only there if it is wanted.
template <bool Wanted, typename T> struct kept_if {};
template <typename T> struct kept_if<true, T> { T value{}; };

}  // namespace detail

// Derive from it and override what differs.
struct console_options {
  static constexpr size_t width = 80;
  // One line buffer for each processor, or for each kind of context that may interrupt another.
  static constexpr size_t contexts = 1;
  static constexpr lineout::severity severity = lineout::severity::info;
  // How characters become lines: line_buffer takes them as they are, terminal_line<Width> as a terminal shows them.
  template <size_t Width> using line = line_buffer<Width>;
  // How a line says its own level: levels.hpp has <3>text and others, kmsg_records reads /dev/kmsg.
  using levels = lineout::levels::none;
  // Whether tick() sends what waits for its newline: prompts, and progress bars that stopped.
  static constexpr bool sends_at_tick = false;
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
    if constexpr (reads_records) here.levels.flush(sender());
  }
  // Sends what has had no newline and no further character since the last tick. Called by the context itself, once a
  // second for example.
  constexpr void tick(size_t context = 0) {
    static_assert(Options::sends_at_tick, "lineout: a console that is to send at tick() has the option sends_at_tick");
    slot& here = at(context);
    const size_t waiting = here.buffer.waiting();
    if (waiting == here.waited.value) flush(context);
    here.waited.value = here.buffer.waiting();
  }
  // For the last words: nothing waits any more, and every context's unfinished line is sent.
  constexpr void panic() {
    log_.panic();
    for (size_t context = 0; context < Options::contexts; ++context) flush(context);
  }

  // The priority of lines that do not bring their own. May be called while others put characters.
  constexpr void set_priority(priority level) { pri_.store(level.pri()); }

 private:
  static constexpr bool reads_records = requires(typename Options::levels & levels) {
    levels.flush([](auto...) {});
  };

  struct slot {
    typename Options::template line<Options::width> buffer;
    priority level;
    [[no_unique_address]] typename Options::levels levels;
    [[no_unique_address]] detail::kept_if<Options::sends_at_tick, size_t> waited;  // bytes, at the last tick
  };

  constexpr slot& at(size_t context) { return slots_[context < Options::contexts ? context : Options::contexts - 1]; }

  constexpr void emit(slot& here) {
    const text words = here.buffer.line();
    const priority level = priority::of_valid(static_cast<uint8_t>(pri_.load()));
    if constexpr (reads_records) {
      here.levels.line(words, here.buffer.continues(), level, sender());
    } else {
      if (here.buffer.continues()) return log_.log(here.level, "{}{}", Options::continuation_mark, words);
      here.level = level;
      const text rest = Options::levels::take(words, here.level);
      log_.log(here.level, "{}", rest);
    }
  }
  constexpr auto sender() {
    return [this](priority level, text words, text structured_data) {
      heading what{level};
      what.structured_data = structured_data;
      log_.log(what, "{}", words);
    };
  }

  Logger& log_;
  detail::atomic pri_{priority{Logger::options::facility, Options::severity}.pri()};
  slot slots_[Options::contexts] = {};
};

template <typename Logger> console(Logger&) -> console<Logger, console_options>;
template <typename Logger, typename Options> console(Logger&, Options) -> console<Logger, Options>;

}  // namespace lineout
