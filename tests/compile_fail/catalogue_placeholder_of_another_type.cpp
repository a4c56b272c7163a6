// expect: error__this_argument_does_not_take_this_letter
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

#ifdef REJECT
inline constexpr event<mac_address> one{"ONE", severity::info, "dhcpd", "Wrote {:d} leases",
                                        "the leases are on the disk"};
#else
inline constexpr event<unsigned> one{"ONE", severity::info, "dhcpd", "Wrote {} leases", "the leases are on the disk"};
#endif
