// expect: error__an_ipv4_prefix_is_an_address_a_slash_and_a_number_from_0_to_32_without_leading_zeros
#include <lineout/values/ipv4_prefix.hpp>

#ifdef REJECT
constexpr lineout::ipv4_prefix value{"10.0.0.0/33"};
#else
constexpr lineout::ipv4_prefix value{"10.0.0.0/8"};
#endif

static_assert(value == lineout::ipv4_prefix{"10.0.0.0/8"});
