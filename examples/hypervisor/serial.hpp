// serial: the first serial port as a sink, and the framing of the hypervisor's own lines there.
#pragma once

#include <lineout/lineout.hpp>

#include "machine.hpp"

namespace hypervisor {

inline constexpr uint16_t serial_base = 0x3f8;

// Waits for each byte, but not for ever.
struct serial_port : lineout::sink_base {
  outcome send(packet& bytes) {
    for (const char c : text{bytes.data(), bytes.size()}) {
      for (size_t budget = 100000; budget > 0 && (in8(serial_base + 5) & 0x20) == 0; --budget) pause();
      out8(serial_base, static_cast<uint8_t>(c));
    }
    return outcome::sent;
  }
};
static_assert(sink<serial_port>);

// A line of its own, between the guest's: it begins with a new one if a guest has left its last one unfinished.
class own_line {
 public:
  static constexpr text prefix = "hypervisor: ";
  static constexpr size_t headroom = 2 + prefix.size();
  static constexpr size_t tailroom = 2;

  void frame(packet& bytes, const message&) {
    __builtin_memcpy(bytes.prepend(prefix.size()), prefix.data(), prefix.size());
    if (in_a_line) __builtin_memcpy(bytes.prepend(2), "\r\n", 2);
    in_a_line = false;
    __builtin_memcpy(bytes.append(2), "\r\n", 2);
  }

  // What the guest has written last was not a newline.
  static constinit inline bool in_a_line = false;
};
static_assert(framing<own_line>);

}  // namespace hypervisor
