// expect: error__a_blank_cannot_stand_in_a_selector.*[ <]9
#include <lineout/rules/selector.hpp>

#ifdef REJECT
constexpr lineout::selector which{"*.*;auth. none"};
#else
constexpr lineout::selector which{"*.*;auth.none"};
#endif

static_assert(!which.takes_mark());
