// expect: lineout: a fan_out has at least one branch
#include <lineout/channels/fan_out.hpp>

#ifdef REJECT
lineout::fan_out<> channel;
#else
lineout::fan_out<lineout::stubs::channel> channel;
#endif
