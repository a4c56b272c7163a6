// expect: lineout: Options::clock is not a clock
#include <lineout/logger.hpp>

struct settings : lineout::options {
#ifdef REJECT
  using clock = int;
#else
  using clock = lineout::clocks::none;
#endif
};

lineout::logger<lineout::stubs::sink, settings> out{{}, {"router1", "diskd"}};
