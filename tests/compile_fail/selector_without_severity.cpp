// expect: error__a_dot_and_a_severity_are_missing_behind_a_facility_in_this_selector.*[ <]4
#include <lineout/rules/selector.hpp>

#ifdef REJECT
constexpr lineout::selector which{"mail"};
#else
constexpr lineout::selector which{"mail.err"};
#endif

static_assert(!which.takes_mark());
