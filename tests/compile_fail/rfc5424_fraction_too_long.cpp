// expect: RFC 5424 section 6.2.3 allows at most 6 digits of a second
#include <lineout/framings/rfc5424.hpp>

struct options : lineout::rfc5424_options {
#ifdef REJECT
  static constexpr unsigned fraction_digits = 7;
#else
  static constexpr unsigned fraction_digits = 6;
#endif
};
constinit lineout::basic_rfc5424<options> framing;
