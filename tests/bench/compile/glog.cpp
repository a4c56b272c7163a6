// needs: glog/logging.h libgoogle-glog-dev
// slow
#include <glog/logging.h>
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  LOG(WARNING) << "Connect @: " << from << " <--> " << to << " unit " << unit << " rx " << received << " tx " << sent;
}
