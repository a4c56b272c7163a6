// options: everything about a logger that is decided when it is compiled. Derive from it and override what differs.
#pragma once

#include <lineout/clocks/none.hpp>
#include <lineout/pool.hpp>
#include <lineout/priority.hpp>

namespace lineout {

// What becomes of control characters (C0, DEL, C1) and of bytes that are not UTF-8 in a message's text. Characters that are
// UTF-8 always stay. The escapes are C's, as programs, shells and grep know them; receivers that write #012 do so for what
// reaches them raw, so the two can be told apart.
enum class control_characters : uint8_t {
  escape,   // \n \r \t \x1b \xff; a backslash in the text stays as it is
  replace,  // white space becomes a blank, everything else a question mark: one byte each
  keep,     // sent as they are, but for NUL, LF and CR, which no framing can carry: those are escaped
};

struct options {
  // The PRI's facility, where a call names only a severity.
  static constexpr lineout::facility facility = facility::user;
  // Calls less severe than this are removed by the compiler, with their strings.
  static constexpr severity compiled_threshold = severity::debug;
  // Where the run-time threshold starts.
  static constexpr severity threshold = severity::debug;
  // The most bytes that leave for one message, syslog header included and network headers not. RFC 3164 section 4.1 allows
  // 1024, and 480 passes everywhere. A message takes this, and the network headers, of the stack or of a pool's slot.
  static constexpr size_t datagram_size = 1024;
  static constexpr lineout::control_characters control_characters = control_characters::escape;
  // Ends a text that was cut.
  static constexpr text cut_mark = "...";
  // Where messages are built: on_stack, or pool<N> for small stacks.
  using storage = on_stack;
  // Whether threads, processors or interrupts share the logger. Without it the counters are plain words.
  static constexpr bool shared = true;
  using clock = clocks::none;
};

}  // namespace lineout
