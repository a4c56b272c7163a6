// app [HOST[:PORT]]: a program's log lines to a syslog daemon.
#include <lineout/posix.hpp>

int main(int count, char** arguments) {
  const lineout::posix::identity me;
  lineout::logger log{lineout::posix::udp_socket{count > 1 ? arguments[1] : "127.0.0.1:514"}, me};

  log.info("{} disks found", 3);
  log.warning("disk {} at {}%", "sda", 91);
  log.err("disk {} gave status {:#04x}", "sdb", 0x51);

  return log.counts().lost == 0 ? 0 : 1;
}
