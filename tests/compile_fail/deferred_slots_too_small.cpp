// expect: lineout: the slots of this ring are too small for the arguments of a call
#include <lineout/channels/deferred.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/logger.hpp>
#include <lineout/sinks/null.hpp>

using channel = lineout::framed<lineout::rfc3164, lineout::null>;

#ifdef REJECT
lineout::message_ring<16, 40> ring;
#else
lineout::message_ring<16, 80> ring;
#endif
lineout::logger messages{lineout::deferred{channel{}, ring}, {"host", "app"}};

void call();

void call() { messages.info("{} {} {}", 1, 2, "three"); }
