// expect: error__a_mac_address_is_six_pairs_of_hexadecimal_digits_separated_by_colons
#include <lineout/values/mac_address.hpp>

#ifdef REJECT
constexpr lineout::mac_address address{"00:11:22:33:44:5g"};
#else
constexpr lineout::mac_address address{"00:11:22:33:44:5f"};
#endif

static_assert(address.octets[1] == 0x11);
