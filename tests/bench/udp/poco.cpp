// needs: Poco/Net/RemoteSyslogChannel.h libpoco-dev
// links: PocoNet PocoFoundation
// Poco's channel to a remote daemon, in the format of RFC 3164.
#include <Poco/AutoPtr.h>
#include <Poco/Logger.h>
#include <Poco/Net/RemoteSyslogChannel.h>

#include "udp.hpp"

namespace {

void once() {
  static Poco::Logger& log = []() -> Poco::Logger& {
    const Poco::AutoPtr<Poco::Channel> channel{
        new Poco::Net::RemoteSyslogChannel{bench::the_receiver().address(), "pppd", 16 << 3, true}};
    return Poco::Logger::create("reference", channel);
  }();
  const bench::reference_arguments& a = bench::arguments;
  for (size_t number = 0; number < bench::datagrams; ++number)
    log.warning("Connect: %s <--> %s unit %d rx %u tx %u", std::string{a.from}, std::string{a.to}, a.unit, a.received,
                a.sent);
}

const bench::part pocos{
    [](bench::suite& all) { bench::add_udp(all, "Poco", bench::kind::peer, once, bench::reference_text); }};

}  // namespace
