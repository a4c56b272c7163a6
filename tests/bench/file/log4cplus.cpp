// needs: log4cplus/fileappender.h liblog4cplus-dev
// links: log4cplus
// log4cplus' file appender, which flushes after each line.
#include <log4cplus/fileappender.h>
#include <log4cplus/initializer.h>
#include <log4cplus/layout.h>
#include <log4cplus/logger.h>
#include <log4cplus/loggingmacros.h>

#include "file.hpp"

namespace {

const bench::part log4cpluses{[](bench::suite& all) {
  static log4cplus::Initializer initializer;
  for (const bench::place& where : bench::places()) {
    const std::string path = bench::path_in(where, "log4cplus");
    log4cplus::SharedAppenderPtr appender{new log4cplus::FileAppender{path, std::ios_base::app}};
    appender->setLayout(std::make_unique<log4cplus::PatternLayout>("<132>%D{%b %d %H:%M:%S} router1 pppd[1234]: %m%n"));
    log4cplus::Logger log = log4cplus::Logger::getInstance("reference" + where.words);
    log.setAdditivity(false);
    log.addAppender(appender);
    const auto once = [log]() mutable {
      const bench::reference_arguments& a = bench::arguments;
      for (size_t number = 0; number < bench::lines; ++number)
        LOG4CPLUS_WARN(log, "Connect: " << a.from << " <--> " << a.to << " unit " << a.unit << " rx " << a.received
                                        << " tx " << a.sent);
    };
    bench::add_file(all, "log4cplus", where, bench::kind::peer, path, once);
  }
}};

}  // namespace
