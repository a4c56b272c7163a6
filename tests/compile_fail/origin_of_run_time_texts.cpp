// expect: lineout: an origin's names are literals. Names that are only known at run time are kept in a lineout::origin_buffer
#include <lineout/origin.hpp>

lineout::text app_name_of(lineout::text name);

lineout::text app_name_of(lineout::text name) {
#ifdef REJECT
  const lineout::origin here{"router1", name};
  return here.app_name();
#else
  const lineout::origin_buffer here{"router1", name};
  return here.origin().app_name().first(0);
#endif
}
