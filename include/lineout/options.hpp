// options: everything about a logger that is decided when it is compiled. Derive from it and override what differs.
#pragma once

#include <lineout/clocks/none.hpp>
#include <lineout/format/writer.hpp>
#include <lineout/pool.hpp>
#include <lineout/priority.hpp>

namespace lineout {

struct options {
  // The PRI's facility, where a call names only a severity.
  static constexpr lineout::facility facility = lineout::facility::user;
  // Calls less severe than this are removed by the compiler, with their strings.
  static constexpr severity compiled_threshold = severity::debug;
  // Where the run-time threshold starts.
  static constexpr severity threshold = severity::debug;
  // The most bytes of text in a message; what is longer is cut and marked. Header and text together stay within the
  // 1024 bytes of RFC 3164 section 4.1 with 894 (rfc3164 writes at most 130), and within the 480 that pass everywhere
  // with 350. A message takes this, and the headers, of the stack or of a pool's slot.
  static constexpr size_t text_size = 894;
  // Or more of it: a lineout::cleaning.
  static constexpr lineout::control_characters control_characters = lineout::control_characters::escape;
  // Whether placeholders may say more than {}. Without it a small program is smaller still.
  static constexpr bool format_specs = true;
  // Whether each call site has code of its own for messages of nothing but {}, texts and integers, on 64-bit
  // little-endian machines: half the time of a call, and 30 times its bytes where its argument types are new.
  // log.inlined() does it for one call.
  static constexpr bool inlined = false;
  // Ends a text that was cut.
  static constexpr text cut_mark = "...";
  // Where messages are built: on_stack, or pool<N> for small stacks.
  using storage = on_stack;
  // Whether threads, processors or interrupts share the logger. Without it the counters are plain words.
  static constexpr bool shared = true;
  // unset: no time. On an operating system derive from posix::options instead; clocks::none is no time on purpose.
  using clock = clocks::unset;
};

}  // namespace lineout
