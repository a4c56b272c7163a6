// expect: error__two_events_of_a_catalogue_have_the_same_id
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

#ifdef REJECT
inline constexpr event<> one{"TWO", severity::info, "dhcpd", "one", "the first"};
#else
inline constexpr event<> one{"ONE", severity::info, "dhcpd", "one", "the first"};
#endif
inline constexpr event<> two{"TWO", severity::info, "dhcpd", "two", "the second"};
inline constexpr catalogue some{one};
inline constexpr catalogue all{some, two};
