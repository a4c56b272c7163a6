// expect: lineout: a format is a literal. For a text that is only known at run time write
#include <lineout/logger.hpp>
#include <lineout/logger_ref.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use(const char* words);

void use([[maybe_unused]] const char* words) {
#ifdef REJECT
  lineout::logger_ref{out}.err(words);
#else
  lineout::logger_ref{out}.err("{}", words);
#endif
}
