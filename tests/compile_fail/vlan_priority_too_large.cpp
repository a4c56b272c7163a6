// expect: error__a_vlan_id_is_0_to_4094_and_a_vlan_priority_is_0_to_7
#include <lineout/layers/vlan.hpp>

#ifdef REJECT
constexpr lineout::vlan tag{42, 8};
#else
constexpr lineout::vlan tag{42, 7};
#endif

static_assert(tag.id() == 42);
