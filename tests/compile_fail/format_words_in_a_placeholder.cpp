// expect: error__only_a_colon_and_a_specification_may_stand_in_a_placeholder
#include <lineout/logger.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use(int number, const char* name, double fraction);

void use([[maybe_unused]] int number, [[maybe_unused]] const char* name, [[maybe_unused]] double fraction) {
#ifdef REJECT
  out.info("{number}", number);
#else
  out.info("{}", number);
#endif
}
