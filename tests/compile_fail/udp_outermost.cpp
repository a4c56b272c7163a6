// expect: the layer after udp in a stack is ipv4 or another IP
#include <lineout/sinks/udp_frame.hpp>

constexpr bool sends(auto layers) {
  char storage[64]{};
  lineout::packet bytes{storage, sizeof storage, 64};
  layers.prepend(bytes);
  return bytes.size() > 0;
}

#ifdef REJECT
static_assert(sends(lineout::stack{lineout::udp{}}));
#else
static_assert(sends(lineout::stack{lineout::udp{}, lineout::ipv4{}}));
#endif
