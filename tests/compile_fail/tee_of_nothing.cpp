// expect: lineout: a tee has at least one branch
#include <lineout/channels/tee.hpp>

#ifdef REJECT
lineout::tee<> channel;
#else
lineout::tee<lineout::stubs::channel> channel;
#endif
