// expect: error__this_argument_does_not_take_the_alternate_form
#include <lineout/logger.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use(int number, const char* name, double fraction);

void use([[maybe_unused]] int number, [[maybe_unused]] const char* name, [[maybe_unused]] double fraction) {
#ifdef REJECT
  out.info("{:#}", name);
#else
  out.info("{:#x}", number);
#endif
}
