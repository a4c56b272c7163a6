// expect: error__an_app_name_is_1_to_48_letters_digits_hyphens_underscores_dots_and_slashes_and_not_a_hyphen_alone
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
