// expect: lineout: a console has at least one context
#include <lineout/console.hpp>

struct settings : lineout::console_options {
#ifdef REJECT
  static constexpr lineout::size_t contexts = 0;
#else
  static constexpr lineout::size_t contexts = 1;
#endif
};

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};
lineout::console screen{out, settings{}};
