// expect: shortest is for float, double and long double
#include <lineout/standard/shortest.hpp>

#ifdef REJECT
constexpr lineout::shortest load{1};
#else
constexpr lineout::shortest load{1.0};
#endif

static_assert(load.value == 1);
