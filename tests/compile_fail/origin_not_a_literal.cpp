// expect: constant expression
#include <lineout/origin.hpp>

// A name that is only known at run time belongs into an origin_buffer.
lineout::text app_name_of(const char* name);

lineout::text app_name_of(const char* name) {
#ifdef REJECT
  const lineout::origin here{"router1", name};
  return here.app_name();
#else
  const lineout::origin_buffer here{"router1", name};
  return here.origin().app_name().first(0);
#endif
}
