// expect: ticks per second are 1 to 2\^31
#include <lineout/clocks/ticks.hpp>

lineout::uint64_t read();

#ifdef REJECT
constinit lineout::clocks::ticks<0x80000001> clock{read};
#else
constinit lineout::clocks::ticks<0x80000000> clock{read};
#endif
