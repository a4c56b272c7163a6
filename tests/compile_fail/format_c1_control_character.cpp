// expect: error__a_format_string_is_one_line_without_control_characters
#include <lineout/logger.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use();

void use() {
#ifdef REJECT
  out.info("a\xc2\x9b b");
#else
  out.info("a\xc2\xa0 b");
#endif
}
