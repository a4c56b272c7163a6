// expect: error__this_filter_by_property_is_wrong
#include <lineout/rules/property_filter.hpp>

#ifdef REJECT
constexpr lineout::property_filter filter{":msg, contians, \"x\""};
#else
constexpr lineout::property_filter filter{":msg, contains, \"x\""};
#endif
