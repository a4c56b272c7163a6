#include <lineout/lineout.hpp>
struct board_options : lineout::options {
  static constexpr lineout::size_t text_size = 128;
  static constexpr bool format_specs = false;
  using clock = lineout::clocks::none;
};
using sink = lineout::udp_frame<lineout::callback<bool (*)(const char*, lineout::size_t)>>;
extern lineout::logger<sink, board_options> program;
