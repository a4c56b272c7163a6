// message: what flows through channels: a priority, a time, an origin, and the text in a packet with room for headers.
#pragma once

#include <lineout/origin.hpp>
#include <lineout/packet.hpp>
#include <lineout/priority.hpp>
#include <lineout/timestamp.hpp>

namespace lineout {

// Everything in it is a view that is valid during the call it is passed to; whoever keeps a message copies it.
struct message {
  lineout::priority priority;
  timestamp time;
  const lineout::origin* origin;  // never null
  packet body;                    // the text: valid for every framing (no NUL, LF or CR)

  constexpr text content() const { return {body.data(), body.size()}; }
};

// What became of a message, or of bytes.
enum class outcome : uint8_t {
  sent,    // everything that was asked for has been done
  queued,  // kept; it will be counted as sent or lost later, by the part that keeps it
  lost,    // gone; nothing of it was sent, or what was sent is recognisably incomplete
};

}  // namespace lineout
