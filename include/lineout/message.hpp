// message: what flows through channels: a priority, a time, an origin, the text in a packet with room for headers, and
// what RFC 5424 adds to that.
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
  // The kind of message, as the program names it (MSGID): 1 to 32 printable ASCII characters without a blank, or empty.
  text id{};
  // Named values in the words of RFC 5424 section 6.3, as [disk@32473 name="sda"], escaped as it says there; or empty.
  // Framings that have no place for these two leave them out, and so do channels that keep messages for later.
  text structured_data{};

  constexpr text content() const { return {body.data(), body.size()}; }
};

// What became of a message, or of bytes.
enum class outcome : uint8_t {
  sent,    // everything that was asked for has been done
  queued,  // kept; it will be counted as sent or lost later, by the part that keeps it
  lost,    // gone; nothing of it was sent, or what was sent is recognisably incomplete
};

}  // namespace lineout
