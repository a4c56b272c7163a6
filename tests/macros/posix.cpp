// A program's usual parts.
#include <lineout/posix.hpp>

void calls() {
  static const lineout::posix::identity me;
  static lineout::logger log{lineout::posix::udp_socket{"127.0.0.1:514"}, me};
  log.info("disk {} at {}%", "sda", 91);
  log.poll(8);
}
