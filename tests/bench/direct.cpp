// direct: log.warning(...) to complete framed bytes in memory, beside its floors and its peers.
#include "reference.hpp"

namespace {

using channel = lineout::framed<lineout::cached<lineout::rfc3164>, bench::delivering>;

lineout::logger<channel, bench::reference_options> log{channel{}, bench::origin};

}  // namespace

int main(int count, char** arguments) {
  bench::suite all{"direct", count, arguments};
  const bench::reference_arguments& a = bench::arguments;
  const auto line = [&a] {
    log.warning("Connect: {} <--> {} unit {} rx {} tx {}", a.from, a.to, a.unit, a.received, a.sent);
  };
  all.add("lineout", bench::kind::lineout, line).check([line] { return bench::not_the_line(line); });
  return all.run();
}
