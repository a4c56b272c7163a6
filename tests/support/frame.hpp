// What a framing makes of a message.
#pragma once

#include <lineout/concepts.hpp>
#include <lineout/detail/copy.hpp>

#include <cstdio>

// Gives the framing exactly the room that it says it needs.
template <lineout::framing Framing>
constexpr bool framed_as(lineout::text expected, lineout::priority level, lineout::timestamp time,
                         const lineout::origin& from, lineout::text words) {
  char storage[512]{};
  lineout::packet body{storage, Framing::headroom + words.size() + Framing::tailroom, Framing::headroom};
  lineout::detail::copy(body.append(words.size()), words.data(), words.size());
  Framing framing;
  framing.frame(body, lineout::message{level, time, &from, body});
  return lineout::text{body.data(), body.size()} == expected;
}
