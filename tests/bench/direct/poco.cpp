// needs: Poco/Logger.h libpoco-dev
// links: PocoFoundation
// Poco: a PatternFormatter makes the line, a channel gets it in memory.
#include <Poco/AutoPtr.h>
#include <Poco/Channel.h>
#include <Poco/FormattingChannel.h>
#include <Poco/Logger.h>
#include <Poco/Message.h>
#include <Poco/PatternFormatter.h>

#include "../reference.hpp"

namespace {

using bench::kind;

const bench::reference_arguments& given = bench::arguments;

class memory : public Poco::Channel {
 public:
  void log(const Poco::Message& message) override {
    bench::deliver(message.getText().data(), message.getText().size());
  }
};

Poco::Logger& logger() {
  const Poco::AutoPtr<Poco::Channel> last{new memory};
  const Poco::AutoPtr<Poco::Formatter> pattern{
      new Poco::PatternFormatter{"<132>%b %d %H:%M:%S router1 pppd[1234]: %t"}};
  const Poco::AutoPtr<Poco::Channel> formatting{new Poco::FormattingChannel{pattern, last}};
  return Poco::Logger::create("reference", formatting);
}

void line() {
  static Poco::Logger& log = logger();
  log.warning("Connect: %s <--> %s unit %d rx %u tx %u", std::string{given.from}, std::string{given.to}, given.unit,
              given.received, given.sent);
}

const bench::part pocos{
    [](bench::suite& all) { all.add("Poco", kind::peer, line).check([] { return bench::not_the_line(line); }); }};

}  // namespace
