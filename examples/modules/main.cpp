// modules [DESTINATION]: two files with one logger. DESTINATION is udp:HOST:PORT, tcp:HOST:PORT, unix:/dev/log,
// file:PATH or stderr:, and otherwise udp:127.0.0.1:514. LINEOUT_LEVELS="info,net=debug" says which lines leave.
#include <lineout/posix.hpp>

#include <stdio.h>

#include "app_log.hpp"

// Before it refers to a logger its messages are counted as lost.
constinit lineout::logger_ref app_log;

int main(int count, char** arguments) {
  const lineout::posix::identity me;
  lineout::posix::destination out{count > 1 ? arguments[1] : "udp:127.0.0.1:514"};
  if (!out) return fprintf(stderr, "modules: %.*s\n", static_cast<int>(out.error().size()), out.error().data()), 2;

  lineout::logger log{lineout::shared{out}, me};
  log.set_threshold(lineout::severity::info);
  const auto net = log.named("net");  // a tag and a threshold of its own, and the same way out
  const lineout::text wrong = lineout::posix::read_thresholds(log, net);
  if (!wrong.empty()) log.warning("LINEOUT_LEVELS: {}", wrong);

  app_log = log;
  app_log.notice("started");
  read_network(net);
  return log.counts().lost == 0 ? 0 : 1;
}
