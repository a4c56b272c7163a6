// expect: error__unknown_facility_in_this_selector.*[ <]10
#include <lineout/rules/selector.hpp>

#ifdef REJECT
constexpr lineout::selector which{"mail.crit;mial.err"};
#else
constexpr lineout::selector which{"mail.crit;mail.err"};
#endif

static_assert(!which.takes_mark());
