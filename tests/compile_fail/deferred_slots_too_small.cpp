// expect: lineout: the slots of this ring are too small for the arguments of this call
#include <lineout/channels/deferred.hpp>
#include <lineout/channels/framed.hpp>
#include <lineout/framings/rfc3164.hpp>
#include <lineout/logger.hpp>
#include <lineout/sinks/null.hpp>

using channel = lineout::framed<lineout::rfc3164, lineout::null>;

lineout::message_ring<16, 64> ring;
lineout::logger messages{lineout::deferred{channel{}, ring}, {"host", "app"}};

void call() {
#ifdef REJECT
  messages.info("{} {} {} {} {}", 1, 2, 3, 4, "five");
#else
  messages.info("{} {} {}", 1, 2, "three");
#endif
}
