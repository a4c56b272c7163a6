// expect: lineout: a ring's number of slots is a power of two, 2 or more
#include <lineout/channels/message_ring.hpp>

#ifdef REJECT
lineout::message_ring<12, 256> ring;
#else
lineout::message_ring<16, 256> ring;
#endif
