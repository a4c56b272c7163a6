// A file that only logs. It does not know where its lines go, and is compiled quickly.
#include "app_log.hpp"

void read_network(lineout::logger_ref log) {
  app_log.info("the network is up");
  log.info("{} interfaces found", 2);
  log.debug("{}: {} bytes received", "eth0", 1500);
}
