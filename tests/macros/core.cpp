// The core as firmware uses it; calls whose names are macros are in parentheses.
#include <lineout/lineout.hpp>
#include <lineout/net.hpp>
#include <lineout/values/floating.hpp>

bool transmit(const char* frame, lineout::size_t size);

lineout::logger frames{lineout::udp_frame{transmit, lineout::frame_addresses{}}, lineout::origin{"board7", "fw"}};
lineout::console<decltype(frames)> screen{frames};
lineout::message_ring<8, 256> ring;
lineout::logger<lineout::queued<lineout::framed<lineout::rfc3164, lineout::null>, decltype(ring)>> later{
    lineout::queued{lineout::framed<lineout::rfc3164, lineout::null>{}, ring}, lineout::origin{"board7", "fw"}};

void calls() {
  (frames.log)(lineout::severity::info, "disk {} at {}%", "sda", 91);
  (later.info)("disk {} at {}%", "sda", 91);
  (later.poll)(8);
  (frames.panic)();
  screen.put('x');
}
