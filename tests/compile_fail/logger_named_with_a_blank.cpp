// expect: error__an_app_name_is_1_to_31_letters_digits_hyphens_and_underscores
#include <lineout/logger.hpp>
#include <lineout/logger_ref.hpp>

lineout::logger<lineout::stubs::sink> out{{}, {"router1", "diskd"}};

void use(const char* words);

void use([[maybe_unused]] const char* words) {
#ifdef REJECT
  out.named("the net").err("{}", words);
#else
  out.named("net").err("{}", words);
#endif
}
