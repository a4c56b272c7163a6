// transports [DESTINATION]: one program, and every way out by one string. --help lists them.
#include <lineout/posix.hpp>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

namespace {

constexpr char help[] =
    "usage: transports [DESTINATION]\n"
    "\n"
    "Sends three lines to one of these (stderr: if none is named):\n"
    "  udp:HOST[:PORT]     a syslog daemon, in datagrams (port 514 if none)\n"
    "  tcp:HOST[:PORT]     a syslog daemon, over a connection\n"
    "  unix:PATH  unix:    the daemon of this machine, as /dev/log\n"
    "  file:PATH           a file, a FIFO or a device\n"
    "  stderr:  stdout:    a terminal\n"
    "\n"
    "Exit status: 0 all was sent, 1 something was not, and the system says why, 2 that is no destination.\n";

int refuse(const char* where, lineout::text why, int status) {
  fprintf(stderr, "transports: %s: %.*s\n", where, static_cast<int>(why.size()), why.data());
  return status;
}

}  // namespace

int main(int count, char** arguments) {
  const char* const where = count > 1 ? arguments[1] : "stderr:";
  if (strcmp(where, "--help") == 0) return fputs(help, stdout), 0;

  const lineout::posix::identity me;
  lineout::posix::destination out{where};
  if (!out) return refuse(where, out.error(), 2);
  out.set_patience(1000000);  // microseconds: a connection takes its time

  lineout::logger log{lineout::shared{out}, me};
  log.info("{} disks found", 3);
  log.warning("disk {} at {}%", "sda", 91);
  usleep(10000);  // a network that refuses a datagram says so a moment later
  log.err("disk {} gave status {:#04x}", "sdb", 0x51);

  const lineout::text wrong = out.error();  // what is wrong now
  const lineout::counts seen = log.counts();
  if (!wrong.empty()) return refuse(where, wrong, 1);
  return seen.lost + seen.lost_later == 0 ? 0 : refuse(where, strerror(out.last_error()), 1);
}
