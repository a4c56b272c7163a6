// What a capture has in front of an IP packet, and what that says about it.
#pragma once

#include <lineout/net/packet_summary.hpp>

struct link_packet {
  lineout::text header{};
  lineout::text packet{};           // from its IP header on; empty: the frame has none
  bool is_translation = false;      // pf's nat, binat and rdr
  lineout::packet_record record{};  // views of the frame
};

// Whether read_link() knows what is in front of packets of such a capture.
bool is_known_link(unsigned link_type);

// Never reads behind the frame.
link_packet read_link(unsigned link_type, lineout::text frame);
