// name: lineout, what only logs
#include <lineout/log.hpp>

extern constinit lineout::logger_ref log_;
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  log_.warning("Connect @: {} <--> {} unit {} rx {} tx {}", from, to, unit, received, sent);
}
