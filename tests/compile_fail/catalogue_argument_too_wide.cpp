// expect: error__this_argument_is_not_of_the_type_that_the_event_was_declared_with
#include <lineout/catalogue/catalogue.hpp>
#include <lineout/values/mac_address.hpp>

using namespace lineout;

inline constexpr event<mac_address, unsigned> seen{"SEEN", severity::info, "dhcpd", "{} seen {} times", "a client"};
inline constexpr mac_address client{"00:11:22:33:44:55"};
logger<stubs::sink> out{{}, {"router1", "dhcpd"}};

void use();
void use() {
#ifdef REJECT
  emit(out, seen, client, 2ULL);
#else
  emit(out, seen, client, 2U);
#endif
}
