// expect: error__an_app_name_is_1_to_31_letters_digits_hyphens_and_underscores
#include <lineout/origin.hpp>

#ifdef REJECT
constexpr lineout::origin here{"router1", "disk:d"};
#else
constexpr lineout::origin here{"router1", "diskd"};
#endif

static_assert(here.hostname() == "router1");
