// expect: lineout: this channel needs more room than the reference has
#include <lineout/channels/channel_ref.hpp>

struct deep : lineout::channel_base<deep> {
  static constexpr lineout::size_t headroom = 100;
  constexpr lineout::outcome submit(const lineout::message&) { return lineout::outcome::sent; }
};

deep end;
#ifdef REJECT
lineout::basic_channel_ref<99, 0> reference{end};
#else
lineout::basic_channel_ref<100, 0> reference{end};
#endif
