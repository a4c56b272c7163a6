// needs: log4cplus/syslogappender.h liblog4cplus-dev
// links: log4cplus
// log4cplus' syslog appender, to a remote daemon.
#include <log4cplus/initializer.h>
#include <log4cplus/layout.h>
#include <log4cplus/logger.h>
#include <log4cplus/loggingmacros.h>
#include <log4cplus/syslogappender.h>

#include "udp.hpp"

namespace {

log4cplus::Logger made() {
  log4cplus::SharedAppenderPtr appender{new log4cplus::SysLogAppender{"pppd", "127.0.0.1", bench::the_receiver().port(),
                                                                      "local0", log4cplus::SysLogAppender::RSTUdp}};
  appender->setLayout(std::make_unique<log4cplus::PatternLayout>("%m"));
  log4cplus::Logger one = log4cplus::Logger::getInstance("reference");
  one.setAdditivity(false);
  one.addAppender(appender);
  return one;
}

void once() {
  static log4cplus::Initializer initializer;
  static log4cplus::Logger log = made();
  const bench::reference_arguments& a = bench::arguments;
  for (size_t number = 0; number < bench::datagrams; ++number)
    LOG4CPLUS_WARN(log, "Connect: " << a.from << " <--> " << a.to << " unit " << a.unit << " rx " << a.received
                                    << " tx " << a.sent);
}

const bench::part log4cpluses{
    [](bench::suite& all) { bench::add_udp(all, "log4cplus", bench::kind::peer, once, bench::reference_text); }};

}  // namespace
