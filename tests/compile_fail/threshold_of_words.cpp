// expect: lineout: a threshold is a lineout::severity; lineout::parse_severity reads words
#include <lineout/logger.hpp>
#include <lineout/logger_ref.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use(const char* words);

void use([[maybe_unused]] const char* words) {
#ifdef REJECT
  out.set_threshold("info");
#else
  out.set_threshold(lineout::severity::info);
#endif
}
