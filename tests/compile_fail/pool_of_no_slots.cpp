// expect: lineout: a pool has from 1 slot to as many as a word has bits
#include <lineout/pool.hpp>

#ifdef REJECT
using storage = lineout::pool<0>::of<64>;
#else
using storage = lineout::pool<1>::of<64>;
#endif

storage slots;
