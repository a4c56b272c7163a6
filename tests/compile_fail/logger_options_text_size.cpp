// expect: lineout: Options::text_size is at least 32
#include <lineout/logger.hpp>

struct settings : lineout::options {
#ifdef REJECT
  static constexpr lineout::size_t text_size = 31;
#else
  static constexpr lineout::size_t text_size = 32;
#endif
};

lineout::logger<lineout::stubs::sink, settings> out{{}, {"router1", "diskd"}};
