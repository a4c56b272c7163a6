// A message that a channel has to say itself, built on the caller's stack with the room that the next channel needs.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/format/writer.hpp>

namespace lineout::detail {

// write(writer) puts the text, of at most TextSize bytes. Not inlined: who has nothing to say must not pay with stack.
template <size_t TextSize, typename Channel, typename Write>
[[gnu::noinline]] constexpr outcome submit_notice(Channel& next, priority level, timestamp time, const origin& who,
                                                  bool is_mark, Write write) {
  constexpr size_t size = Channel::headroom + TextSize + Channel::tailroom;
  char bytes[size];
  char* const first = bytes + Channel::headroom;
  writer out{first, first + TextSize, control_characters::escape};
  write(out);
  out.finish("...");
  packet body{bytes, size, Channel::headroom};
  body.append(out.size());
  const message what{level, time, &who, body};
  return is_mark ? next.submit_mark(what) : next.submit(what);
}

}  // namespace lineout::detail
