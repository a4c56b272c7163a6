// expect: this stack has no such layer
#include <lineout/layers/ethernet.hpp>
#include <lineout/layers/ipv4.hpp>
#include <lineout/layers/stack.hpp>
#include <lineout/layers/vlan.hpp>

void change(lineout::stack<lineout::ipv4, lineout::ethernet>& network) {
#ifdef REJECT
  network.get<lineout::vlan>() = {};
#else
  network.get<lineout::ipv4>() = {};
#endif
}
