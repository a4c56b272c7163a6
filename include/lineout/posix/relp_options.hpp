// relp_options: what a relp_socket is asked for beside its destination and its memory.
#pragma once

#include <lineout/posix/tcp_options.hpp>

namespace lineout::posix {

struct relp_options {
  // Of the connection. Its patience is also how many microseconds a call may wait for room in the memory.
  tcp_options tcp{};
  // How many microseconds flush(), close() and the destructor may wait for the receiver to acknowledge everything.
  uint32_t flush_patience = 1000000;
  // How many records may be sent before the first of them is acknowledged.
  size_t window = 128;
  // For how many milliseconds the receiver may say nothing while records are unacknowledged, before the connection is
  // given up. 0: for ever.
  uint32_t answer_timeout = 30000;
};

}  // namespace lineout::posix
