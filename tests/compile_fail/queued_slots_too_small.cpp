// expect: lineout: the slots of a ring hold the channel's rooms and 32 bytes or more
#include <lineout/channels/framed.hpp>
#include <lineout/channels/queued.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/sinks/null.hpp>

using channel = lineout::framed<lineout::rfc3164, lineout::null>;

#ifdef REJECT
lineout::message_ring<16, 64> ring;
#else
lineout::message_ring<16, 256> ring;
#endif

lineout::queued queue{channel{}, ring};
