// needs: spdlog/spdlog.h libspdlog-dev
// links: spdlog fmt
// spdlog's asynchronous logger, with its queue of 8192 places and one thread; a caller that finds it full waits.
#define SPDLOG_SHARED_LIB
#define SPDLOG_COMPILED_LIB
#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include "sustained.hpp"

namespace {

class counting : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  void sink_it_(const spdlog::details::log_msg& what) override {
    spdlog::memory_buf_t line;
    formatter_->format(what, line);
    bench::use(line.data(), line.size());
    bench::take(1);
  }
  void flush_() override {}
};

struct asynchronous {
  asynchronous()
      : pool{std::make_shared<spdlog::details::thread_pool>(8192, 1, [] { bench::pin(1); })},
        log{std::make_shared<spdlog::async_logger>("reference", std::make_shared<counting>(), pool)} {
    log->set_pattern("<132>%b %d %H:%M:%S router1 pppd[1234]: %v");
  }

  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> log;
};

void line(unsigned caller, size_t number) {
  static asynchronous made;
  const bench::reference_arguments& a = bench::arguments;
  made.log->warn("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, caller, number, a.sent);
}

const bench::part spdlogs{[](bench::suite& all) {
  for (const unsigned callers : {1U, 2U, 4U})
    bench::add_sustained(all, bench::with_callers("spdlog async", callers), bench::kind::peer, callers, 5'000, line,
                         nullptr);
}};

}  // namespace
