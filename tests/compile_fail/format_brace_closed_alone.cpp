// expect: error__a_closing_brace_alone_is_written_twice
#include <lineout/logger.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use(int number, const char* name, double fraction);

void use([[maybe_unused]] int number, [[maybe_unused]] const char* name, [[maybe_unused]] double fraction) {
#ifdef REJECT
  out.info("{} }", number);
#else
  out.info("{} }}", number);
#endif
}
