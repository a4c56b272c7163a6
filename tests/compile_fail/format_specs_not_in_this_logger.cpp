// expect: error__this_logger_has_no_format_specs__see_options
#include <lineout/lineout.hpp>

struct tiny : lineout::options {
  static constexpr bool format_specs = false;
};

void test() {
  lineout::logger<lineout::null, tiny> log{lineout::null{}, lineout::origin{"host", "app"}};
#ifdef REJECT
  log.info("{:x}", 255);
#else
  log.info("{}", 255);
#endif
}
