// expect: error__an_interface_name_is_1_to_15_printable_characters_without_blanks_slashes_and_colons
#include <lineout/values/interface_name.hpp>

#ifdef REJECT
constexpr lineout::interface_name value{"eth0:1"};
#else
constexpr lineout::interface_name value{"eth0"};
#endif

static_assert(value == lineout::interface_name{"eth0"});
