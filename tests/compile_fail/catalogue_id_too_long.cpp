// expect: error__the_id_of_an_event_is_1_to_32_printable_ascii_characters_without_blanks
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

#ifdef REJECT
inline constexpr event<unsigned> one{"THIRTY_THREE_CHARACTERS_ARE_TOO_MA", severity::info, "dhcpd", "Wrote {} leases",
                                     "the leases are on the disk"};
#else
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd", "Wrote {} leases", "the leases are on the disk"};
#endif
