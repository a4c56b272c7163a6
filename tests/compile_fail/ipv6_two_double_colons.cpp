// expect: error__an_ipv6_address_is_eight_groups_of_1_to_4_hexadecimal_digits_or_fewer_around_one_double_colon
#include <lineout/values/ipv6_address.hpp>

#ifdef REJECT
constexpr lineout::ipv6_address address{"2001::db8::1"};
#else
constexpr lineout::ipv6_address address{"2001:db8::1"};
#endif

static_assert(address.octets[0] == 0x20);
