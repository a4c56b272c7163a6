// needs: log4cplus/logger.h liblog4cplus-dev
// slow
#include <log4cplus/logger.h>
#include <log4cplus/loggingmacros.h>

extern log4cplus::Logger& log_;
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  LOG4CPLUS_WARN(log_, "Connect @: " << from << " <--> " << to << " unit " << unit << " rx " << received << " tx " << sent);
}
