// needs: glog/logging.h libgoogle-glog-dev
// links: glog
// glog makes its text; the line around it, which it cannot make, is put together in a sink, with the header made once a
// second.
#include <glog/logging.h>

#include "../reference.hpp"

namespace {

using bench::kind;

const bench::reference_arguments& given = bench::arguments;

class memory : public google::LogSink {
 public:
  void send(google::LogSeverity, const char*, const char*, int, const google::LogMessageTime&, const char* text,
            size_t size) override {
    char buffer[256];
    std::memcpy(buffer, prefix_.at(bench::prefix::coarse_second()), bench::prefix::size);
    std::memcpy(buffer + bench::prefix::size, text, std::min(size, sizeof buffer - bench::prefix::size));
    bench::deliver(buffer, bench::prefix::size + size);
  }

 private:
  bench::prefix prefix_;
};

void line() {
  static memory sink;
  LOG_TO_SINK_BUT_NOT_TO_LOGFILE(&sink, WARNING) << "Connect: " << given.from << " <--> " << given.to << " unit "
                                                 << given.unit << " rx " << given.received << " tx " << given.sent;
}

const bench::part glogs{[](bench::suite& all) {
  google::InitGoogleLogging("bench");
  FLAGS_log_prefix = false;
  all.add("glog", kind::peer, line).check([] { return bench::not_the_line(line); });
}};

}  // namespace
