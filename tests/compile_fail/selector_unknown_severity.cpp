// expect: error__unknown_severity_in_this_selector.*[ <]5
#include <lineout/rules/selector.hpp>

#ifdef REJECT
constexpr lineout::selector which{"mail.crti;*.err"};
#else
constexpr lineout::selector which{"mail.crit;*.err"};
#endif

static_assert(!which.takes_mark());
