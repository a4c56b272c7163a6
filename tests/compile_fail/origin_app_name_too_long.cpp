// expect: error__an_app_name_is_1_to_48_letters_digits_hyphens_underscores_dots_and_slashes_and_not_a_hyphen_alone
#include <lineout/origin.hpp>

#ifdef REJECT
constexpr lineout::origin here{"router1", "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklm"};
#else
constexpr lineout::origin here{"router1", "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijkl"};
#endif

static_assert(here.app_name().size() == 48);
