// expect: lineout: a logger is made with a channel or a sink
#include <lineout/logger.hpp>

struct not_a_sink {
  void write(lineout::text) {}
};

#ifdef REJECT
lineout::logger<not_a_sink> out{{}, {"router1", "diskd"}};
#else
lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};
#endif

void use();

void use() { out.info("up"); }
