// null: a sink that takes everything and sends it nowhere.
#pragma once

#include <lineout/concepts.hpp>

namespace lineout {

// What it takes counts as sent. May be used anywhere.
struct null : sink_base {
  constexpr outcome send(packet&) { return outcome::sent; }
  constexpr void send_all(packet*, outcome* outcomes, size_t count) {
    for (size_t index = 0; index < count; ++index) outcomes[index] = outcome::sent;
  }
};

static_assert(sink<null>);

}  // namespace lineout
