// expect: error__the_description_of_an_event_is_one_line_of_utf8_and_not_empty
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

#ifdef REJECT
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd", "Wrote {} leases", ""};
#else
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd", "Wrote {} leases", "the leases are on the disk"};
#endif
