// expect: error__a_hostname_is_1_to_63_letters_digits_dots_and_hyphens_and_begins_and_ends_with_a_letter_or_digit
#include <lineout/origin.hpp>

#ifdef REJECT
constexpr lineout::origin here{"router one", "diskd"};
#else
constexpr lineout::origin here{"router-1", "diskd"};
#endif

static_assert(here.app_name() == "diskd");
