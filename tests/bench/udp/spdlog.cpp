// needs: spdlog/sinks/udp_sink.h libspdlog-dev
// links: spdlog fmt
// spdlog's udp_sink.
#define SPDLOG_SHARED_LIB
#define SPDLOG_COMPILED_LIB
#include <spdlog/spdlog.h>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/udp_sink.h>

#include "udp.hpp"

namespace {

const bench::part spdlogs{[](bench::suite& all) {
  const auto sink = std::make_shared<spdlog::sinks::udp_sink_mt>(
      spdlog::sinks::udp_sink_config{"127.0.0.1", bench::the_receiver().port()});
  const auto log = std::make_shared<spdlog::logger>("reference", sink);
  log->set_formatter(std::make_unique<spdlog::pattern_formatter>("<132>%b %d %H:%M:%S router1 pppd[1234]: %v",
                                                                 spdlog::pattern_time_type::local, ""));
  const auto once = [log] {
    const bench::reference_arguments& a = bench::arguments;
    for (size_t number = 0; number < bench::datagrams; ++number)
      log->warn("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
  };
  bench::add_udp(all, "spdlog", bench::kind::peer, once, bench::reference_text);
}};

}  // namespace
