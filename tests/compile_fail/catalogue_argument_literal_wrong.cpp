// expect: error__a_mac_address_is_six_pairs_of_hexadecimal_digits_separated_by_colons
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

inline constexpr event<mac_address, unsigned> seen{"SEEN", severity::info, "dhcpd", "{} seen {} times", "a client"};
inline constexpr mac_address client{"00:11:22:33:44:55"};
logger<stubs::sink> out{{}, {"router1", "dhcpd"}};

void use();
void use() {
#ifdef REJECT
  emit(out, seen, "00:11:22:33:44", 2);
#else
  emit(out, seen, "00:11:22:33:44:55", 2);
#endif
}
