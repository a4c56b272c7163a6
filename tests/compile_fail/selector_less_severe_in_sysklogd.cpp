// expect: error__the_sysklogd_dialect_compares_only_by_one_exclamation_mark_and_one_equals_sign.*[ <]5
#include <lineout/rules/selector.hpp>

#ifdef REJECT
constexpr lineout::selector which{"mail.<err", lineout::selector_dialect::sysklogd};
#else
constexpr lineout::selector which{"mail.=err", lineout::selector_dialect::sysklogd};
#endif

static_assert(!which.takes_mark());
