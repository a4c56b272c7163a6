// needs: log4cplus/logger.h liblog4cplus-dev
// links: log4cplus
// log4cplus: a PatternLayout makes the line, an appender gets it in memory.
#include <log4cplus/appender.h>
#include <log4cplus/initializer.h>
#include <log4cplus/layout.h>
#include <log4cplus/logger.h>
#include <log4cplus/loggingmacros.h>

#include "../reference.hpp"

namespace {

using bench::kind;

const bench::reference_arguments& given = bench::arguments;

class memory : public log4cplus::Appender {
 public:
  ~memory() override { destructorImpl(); }
  void close() override { closed = true; }

 protected:
  void append(const log4cplus::spi::InternalLoggingEvent& event) override {
    const log4cplus::tstring& line = formatEvent(event);
    bench::deliver(line.data(), line.size());
  }
};

log4cplus::Logger& logger() {
  static log4cplus::Initializer initializer;
  static log4cplus::Logger made = [] {
    log4cplus::SharedAppenderPtr appender{new memory};
    appender->setLayout(std::make_unique<log4cplus::PatternLayout>("<132>%D{%b %d %H:%M:%S} router1 pppd[1234]: %m"));
    log4cplus::Logger one = log4cplus::Logger::getInstance("reference");
    one.setAdditivity(false);
    one.addAppender(appender);
    return one;
  }();
  return made;
}

void line() {
  static log4cplus::Logger& log = logger();
  LOG4CPLUS_WARN(log, "Connect: " << given.from << " <--> " << given.to << " unit " << given.unit << " rx "
                                  << given.received << " tx " << given.sent);
}

const bench::part log4cpluses{
    [](bench::suite& all) { all.add("log4cplus", kind::peer, line).check([] { return bench::not_the_line(line); }); }};

}  // namespace
