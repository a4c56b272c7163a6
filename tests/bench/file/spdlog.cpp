// needs: spdlog/sinks/basic_file_sink.h libspdlog-dev
// links: spdlog fmt
// spdlog's basic_file_sink, which keeps lines in a buffer of stdio's, and the same flushed after each line.
#define SPDLOG_SHARED_LIB
#define SPDLOG_COMPILED_LIB
#include <spdlog/spdlog.h>

#include <spdlog/sinks/basic_file_sink.h>

#include "file.hpp"

namespace {

void add(bench::suite& all, const bench::place& where, std::string_view name, spdlog::level::level_enum flushed) {
  const std::string path = bench::path_in(where, name);
  const auto log =
      std::make_shared<spdlog::logger>("reference", std::make_shared<spdlog::sinks::basic_file_sink_mt>(path));
  log->set_pattern("<132>%b %d %H:%M:%S router1 pppd[1234]: %v");
  log->flush_on(flushed);
  const auto once = [log] {
    const bench::reference_arguments& a = bench::arguments;
    for (size_t number = 0; number < bench::lines; ++number)
      log->warn("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
  };
  bench::add_file(all, name, where, bench::kind::peer, path, once, [log] { log->flush(); });
}

const bench::part spdlogs{[](bench::suite& all) {
  for (const bench::place& where : bench::places()) {
    add(all, where, "spdlog, kept by stdio", spdlog::level::off);
    add(all, where, "spdlog", spdlog::level::warn);
  }
}};

}  // namespace
