// needs: spdlog/spdlog.h libspdlog-dev
// links: spdlog fmt
// spdlog's asynchronous logger, with its queue of 8192 places and one thread, dropping the oldest or waiting when full.
#define SPDLOG_SHARED_LIB
#define SPDLOG_COMPILED_LIB
#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include "queued.hpp"

namespace {

using bench::kind;

class memory : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  void sink_it_(const spdlog::details::log_msg& what) override {
    spdlog::memory_buf_t line;
    formatter_->format(what, line);
    bench::deliver(line.data(), line.size());
    bench::count_delivered();
  }
  void flush_() override {}
};

struct asynchronous {
  explicit asynchronous(spdlog::async_overflow_policy policy)
      : pool{std::make_shared<spdlog::details::thread_pool>(8192, 1, [] { bench::pin(1); })},
        log{std::make_shared<spdlog::async_logger>("reference", std::make_shared<memory>(), pool, policy)} {
    log->set_pattern("<132>%b %d %H:%M:%S router1 pppd[1234]: %v");
  }
  void line() {
    const bench::reference_arguments& a = bench::arguments;
    log->warn("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
  }

  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> log;
};

template <spdlog::async_overflow_policy Policy> void line() {
  static asynchronous made{Policy};
  made.line();
}

void check_and_add(bench::suite& all, std::string_view name, void (*line)()) {
  bench::add_queued(all, name, kind::peer, line, nullptr).check([line] {
    return bench::not_the_line([line] {
      const size_t before = bench::delivered_count.load();
      line();
      bench::eventually([before] { return bench::delivered_count.load() > before; });
    });
  });
}

const bench::part spdlogs{[](bench::suite& all) {
  check_and_add(all, "spdlog async, drops the oldest", line<spdlog::async_overflow_policy::overrun_oldest>);
  check_and_add(all, "spdlog async, waits", line<spdlog::async_overflow_policy::block>);
}};

}  // namespace
