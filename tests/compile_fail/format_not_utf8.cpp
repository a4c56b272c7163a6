// expect: error__a_format_string_is_not_utf8
#include <lineout/logger.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use(int number, const char* name, double fraction);

void use([[maybe_unused]] int number, [[maybe_unused]] const char* name, [[maybe_unused]] double fraction) {
#ifdef REJECT
  out.info("caf\xe9");
#else
  out.info("caf\xc3\xa9");
#endif
}
