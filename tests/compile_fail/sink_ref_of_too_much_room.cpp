// expect: lineout: this sink needs more room than the reference has
#include <lineout/sinks/sink_ref.hpp>

struct deep : lineout::sink_base {
  static constexpr lineout::size_t headroom = 100;
  constexpr lineout::outcome send(lineout::packet&) { return lineout::outcome::sent; }
};

deep end;
#ifdef REJECT
lineout::basic_sink_ref<99, 0> reference{end};
#else
lineout::basic_sink_ref<100, 0> reference{end};
#endif
