// name: Poco
// needs: Poco/Logger.h libpoco-dev
// slow
#include <Poco/Logger.h>

extern Poco::Logger& log_;
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  log_.warning("Connect @: %s <--> %s unit %d rx %u tx %u", std::string{from}, std::string{to}, unit, received, sent);
}
