// expect: lineout: a memory sink of this size cannot hold any record
#include <lineout/sinks/memory.hpp>

#ifdef REJECT
lineout::memory<3> kept;
#else
lineout::memory<4> kept;
#endif
