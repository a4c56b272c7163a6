// expect: not satisfied|constraints
#include <lineout/channels/framed.hpp>

#ifdef REJECT
using channel = lineout::framed<int, lineout::stubs::sink>;
#else
using channel = lineout::framed<lineout::stubs::framing, lineout::stubs::sink>;
#endif

static_assert(channel::headroom == 0);
