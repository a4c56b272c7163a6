// expect: error__more_arguments_than_the_event_has
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

inline constexpr event<mac_address, unsigned> seen{"SEEN", severity::info, "dhcpd", "{} seen {} times", "a client"};
inline constexpr mac_address client{"00:11:22:33:44:55"};
logger<stubs::sink> out{{}, {"router1", "dhcpd"}};

void use();
void use() {
#ifdef REJECT
  emit(out, out.origin(), seen, client, 2, 3);
#else
  emit(out, out.origin(), seen, client, 2);
#endif
}
