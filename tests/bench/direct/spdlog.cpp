// needs: spdlog/spdlog.h libspdlog-dev
// links: spdlog fmt
// spdlog, synchronous: its own pattern makes the line, a sink gets it in memory.
#define SPDLOG_COMPILED_LIB
#define SPDLOG_FMT_EXTERNAL
#include <spdlog/details/null_mutex.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>

#include <mutex>

#include "../reference.hpp"

namespace {

using bench::kind;

const bench::reference_arguments& given = bench::arguments;

template <typename Mutex> class memory : public spdlog::sinks::base_sink<Mutex> {
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    this->formatter_->format(message, line);
    bench::deliver(line.data(), line.size());
  }
  void flush_() override {}
};

template <typename Sink> void (*line_to())() {
  static spdlog::logger log = [] {
    spdlog::logger made{"reference", std::make_shared<Sink>()};
    made.set_formatter(std::make_unique<spdlog::pattern_formatter>("<132>%b %d %H:%M:%S router1 pppd[1234]: %v",
                                                                   spdlog::pattern_time_type::local, ""));
    return made;
  }();
  return [] {
    log.warn("Connect: {} <--> {} unit {} rx {} tx {}", given.from, given.to, given.unit, given.received, given.sent);
  };
}

const bench::part spdlogs{[](bench::suite& all) {
  const auto shared = line_to<memory<std::mutex>>();
  all.add("spdlog", kind::peer, shared).check([shared] { return bench::not_the_line(shared); });
  const auto alone = line_to<memory<spdlog::details::null_mutex>>();
  all.add("spdlog, not shared", kind::peer, alone).check([alone] { return bench::not_the_line(alone); });
  // Formats the text and never a line.
  all.add("spdlog, null sink", kind::peer, line_to<spdlog::sinks::null_sink_mt>());
}};

}  // namespace
