// expect: lineout: this logger has no format_specs; refer to it with lineout::basic_logger_ref<false>
#include <lineout/logger.hpp>
#include <lineout/logger_ref.hpp>

struct small : lineout::options {
  static constexpr bool format_specs = false;
};
lineout::logger<lineout::stubs::sink, small> out{{}, {"router1", "diskd"}};

#ifdef REJECT
lineout::logger_ref reference{out};
#else
lineout::basic_logger_ref<false> reference{out};
#endif
