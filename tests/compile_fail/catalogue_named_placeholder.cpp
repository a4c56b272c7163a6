// expect: error__only_a_colon_and_a_specification_may_stand_in_a_placeholder
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

#ifdef REJECT
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd", "Wrote {count} leases",
                                     "the leases are on the disk"};
#else
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd", "Wrote {} leases", "the leases are on the disk"};
#endif
