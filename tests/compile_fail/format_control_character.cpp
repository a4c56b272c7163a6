// expect: error__a_format_string_is_one_line_without_control_characters
#include <lineout/logger.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use(int number, const char* name, double fraction);

void use([[maybe_unused]] int number, [[maybe_unused]] const char* name, [[maybe_unused]] double fraction) {
#ifdef REJECT
  out.info("done\n");
#else
  out.info("done");
#endif
}
