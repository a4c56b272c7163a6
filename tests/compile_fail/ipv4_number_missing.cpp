// expect: error__an_ipv4_address_is_four_numbers_from_0_to_255_without_leading_zeros_separated_by_dots
#include <lineout/values/ipv4_address.hpp>

#ifdef REJECT
constexpr lineout::ipv4_address address{"192.168.1"};
#else
constexpr lineout::ipv4_address address{"192.168.0.1"};
#endif

static_assert(address.octets[0] == 192);
