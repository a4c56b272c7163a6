// needs: spdlog/sinks/syslog_sink.h libspdlog-dev
// links: spdlog fmt
// spdlog's syslog_sink, which calls syslog(3).
#define SPDLOG_SHARED_LIB
#define SPDLOG_COMPILED_LIB
#include <spdlog/spdlog.h>

#include <spdlog/sinks/syslog_sink.h>

#include "emission.hpp"

namespace {

const bench::part spdlogs{[](bench::suite& all) {
  if (bench::dev_log == nullptr) return;
  const auto sink = std::make_shared<spdlog::sinks::syslog_sink_mt>("pppd", LOG_PID, LOG_LOCAL0, false);
  const auto log = std::make_shared<spdlog::logger>("reference", sink);
  bench::add_to_dev_log(all, "spdlog syslog_sink", [log] {
    const bench::reference_arguments& a = bench::arguments;
    log->warn("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
  });
}};

}  // namespace
