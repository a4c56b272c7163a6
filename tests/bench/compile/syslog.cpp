#include <syslog.h>
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  syslog(LOG_WARNING, "Connect @: %s <--> %s unit %d rx %u tx %u", from, to, unit, received, sent);
}
