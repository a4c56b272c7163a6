// log_settings: how a log_file is kept.
#pragma once

#include <sys/types.h>
#include <lineout/types.hpp>

namespace lineout::posix {

struct log_settings {
  // The permissions of a file that is created, less the umask. After a rotation it has those of the file before.
  mode_t mode = 0640;
  // A line that would make the file longer than so many bytes goes into the next file. 0: no limit.
  uint64_t size_limit = 0;
  // Seconds (86400: a day). A line does not follow one of an earlier period: it goes into the next file. Days begin at
  // local midnight, as the latest tick() tells it, or at midnight UTC. 0: time does not matter.
  uint32_t period = 0;
  // How many older files are kept, at least 1. PATH.0 is the latest.
  unsigned keep = 8;
  // After a failure, send() and poll() try again when so many seconds have passed.
  unsigned retry = 10;
  // The most microseconds that a call waits for other threads and programs that write to the file.
  uint32_t patience = 1000000;
};

}  // namespace lineout::posix
