// expect: error__fewer_arguments_than_placeholders
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

#ifdef REJECT
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd", "Wrote {} leases to {}",
                                     "the leases are on the disk"};
#else
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd", "Wrote {} leases", "the leases are on the disk"};
#endif
