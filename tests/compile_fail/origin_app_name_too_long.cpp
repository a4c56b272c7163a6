// expect: error__an_app_name_is_1_to_31_letters_digits_hyphens_and_underscores
#include <lineout/origin.hpp>

#ifdef REJECT
constexpr lineout::origin here{"router1", "abcdefghijklmnopqrstuvwxyz012345"};
#else
constexpr lineout::origin here{"router1", "abcdefghijklmnopqrstuvwxyz01234"};
#endif

static_assert(here.app_name().size() == 31);
