// expect: error__this_filter_by_property_is_wrong
#include <lineout/rules/property_filter.hpp>

#ifdef REJECT
[[maybe_unused]] constexpr lineout::property_filter filter{":msg, contians, \"x\""};
#else
[[maybe_unused]] constexpr lineout::property_filter filter{":msg, contains, \"x\""};
#endif
