// expect: error__a_parameters_name_is_1_to_32_printable_ascii_characters_without_blank_equals_sign_bracket_and_quote
#include <lineout/structured_data.hpp>

#ifdef REJECT
constexpr lineout::sd_name parameter{"disk name"};
#else
constexpr lineout::sd_name parameter{"disk_name"};
#endif

static_assert(lineout::text{parameter} == "disk_name");
