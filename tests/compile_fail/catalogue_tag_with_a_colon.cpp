// expect: error__the_tag_of_an_event_is_empty_or_1_to_48_letters_digits_hyphens_and_underscores
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

#ifdef REJECT
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd:", "Wrote {} leases", "the leases are on the disk"};
#else
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd", "Wrote {} leases", "the leases are on the disk"};
#endif
