// Everything that this router says: 323 messages of its daemons, each declared once in events/.
#pragma once

#include "events/address.hpp"
#include "events/bgp.hpp"
#include "events/ikev1.hpp"
#include "events/ikev2.hpp"
#include "events/l2tp.hpp"
#include "events/mobile.hpp"
#include "events/ppp.hpp"
#include "events/system.hpp"
#include "events/vrrp.hpp"
#include "events/watch.hpp"

namespace router {

// Calls action(events<...>) for each group of events, in the order of the manual.
template <typename Action> constexpr void for_each_group(Action action) {
  action(bgp_events{}), action(address_events{}), action(ikev1_events{}), action(ikev2_events{}),
      action(watch_events{});
  action(ppp_events{}), action(mobile_events{}), action(system_events{}), action(vrrp_events{}), action(l2tp_events{});
}

inline constexpr lineout::catalogue catalogue{
    bgp_events::lines, address_events::lines, ikev1_events::lines,  ikev2_events::lines, watch_events::lines,
    ppp_events::lines, mobile_events::lines,  system_events::lines, vrrp_events::lines,  l2tp_events::lines};

}  // namespace router
