// expect: lineout: a format is a literal. For a text that is only known at run time write
#include <lineout/logger.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use(int number, const char* name, double fraction);

void use([[maybe_unused]] int number, [[maybe_unused]] const char* name, [[maybe_unused]] double fraction) {
#ifdef REJECT
  out.info(name);
#else
  out.info("{}", name);
#endif
}
