// expect: error__an_app_name_is_1_to_48_letters_digits_hyphens_underscores_dots_and_slashes_and_not_a_hyphen_alone
#include <lineout/origin.hpp>

#ifdef REJECT
constexpr lineout::origin here{"router1", "disk:d"};
#else
constexpr lineout::origin here{"router1", "diskd"};
#endif

static_assert(here.hostname() == "router1");
