// bare: the text and nothing else, for receivers that have a format of their own.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout {

// Neither priority, time nor origin arrives: a syslog receiver takes such a record for user.notice, or drops it.
struct bare {
  static constexpr size_t headroom = 0;
  static constexpr size_t tailroom = 0;
  static constexpr bool shows_seconds = true;

  constexpr void frame(packet&, const message&) const {}
};

static_assert(framing<bare>);

}  // namespace lineout
