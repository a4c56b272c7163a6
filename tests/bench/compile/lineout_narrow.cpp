// name: lineout, what is used
#include <lineout/logger.hpp>
#include <lineout/posix/udp_socket.hpp>

extern lineout::logger<lineout::posix::udp_socket> log_;
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  log_.warning("Connect @: {} <--> {} unit {} rx {} tx {}", from, to, unit, received, sent);
}
