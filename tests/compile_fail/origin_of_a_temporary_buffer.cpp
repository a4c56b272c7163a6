// expect: deleted
#include <lineout/origin.hpp>

#ifdef REJECT
constexpr lineout::origin here = lineout::origin_buffer{"router1", "diskd"}.origin();
#else
constexpr lineout::origin_buffer buffer{"router1", "diskd"};
constexpr lineout::origin here = buffer.origin();
#endif

static_assert(here.hostname() == "router1");
