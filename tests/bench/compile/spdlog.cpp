// needs: spdlog/spdlog.h libspdlog-dev
// slow
#define SPDLOG_COMPILED_LIB
#define SPDLOG_FMT_EXTERNAL
#include <spdlog/spdlog.h>

extern spdlog::logger log_;
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  log_.warn("Connect @: {} <--> {} unit {} rx {} tx {}", from, to, unit, received, sent);
}
