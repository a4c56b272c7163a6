// direct: log.warning(...) to complete framed bytes in memory, beside its floors and its peers.
#include "reference.hpp"

namespace {

using bench::kind;

const bench::reference_arguments& given = bench::arguments;

template <typename Sink> using channel = lineout::framed<lineout::cached<lineout::rfc3164>, Sink>;
using frame_sink = lineout::udp_frame<bench::delivering>;

struct not_shared : bench::reference_options {
  static constexpr bool shared = false;
};
struct without_clock : bench::reference_options {
  using clock = bench::stored_clock;
};
struct from_the_system : bench::reference_options {
  using clock = lineout::posix::system_clock;
};

constexpr lineout::frame_addresses addresses{
    .from_mac = "02:00:00:00:00:01", .from = "192.168.0.7", .to = "192.168.0.23"};
constexpr size_t headers_size = 42;

struct inlining : bench::reference_options {
  static constexpr bool inlined = true;
};
struct inlining_without_clock : without_clock {
  static constexpr bool inlined = true;
};

lineout::logger<channel<bench::delivering>, bench::reference_options> coarse{{}, bench::origin};
lineout::logger<channel<bench::delivering>, inlining> in_place{{}, bench::origin};
lineout::logger<channel<bench::delivering>, inlining_without_clock> in_place_timeless{{}, bench::origin};
lineout::logger_ref reference{coarse};
lineout::logger<channel<bench::delivering>, not_shared> alone{{}, bench::origin};
lineout::logger<channel<bench::delivering>, without_clock> timeless{{}, bench::origin};
lineout::logger<channel<bench::delivering>, from_the_system> precise{{}, bench::origin};
lineout::logger<lineout::framed<lineout::rfc3164, bench::delivering>, bench::reference_options> uncached{{},
                                                                                                         bench::origin};
lineout::logger<channel<frame_sink>, bench::reference_options> framed{
    channel<frame_sink>{frame_sink{bench::delivering{}, addresses}}, bench::origin};

// The reference call, and what it must deliver.
template <typename Logger> void add(bench::suite& all, const char* name, const Logger& log, size_t skip = 0) {
  const auto line = [&log] {
    log.warning("Connect: {} <--> {} unit {} rx {} tx {}", given.from, given.to, given.unit, given.received,
                given.sent);
  };
  all.add(name, kind::lineout, line).check([&log, line, skip] {
    // Never made: a function that is called with one format only would be compiled for that one.
    if (given.unit < 0) log.warning("{}{}{}{}{}", given.from, given.to, given.unit, given.received, given.sent);
    return bench::not_the_line(line, skip);
  });
}

}  // namespace

int main(int count, char** arguments) {
  bench::suite all{"direct", count, arguments};
  add(all, "lineout", coarse);
  add(all, "lineout, by logger_ref", reference);
  add(all, "lineout, inlined", in_place);
  add(all, "lineout, inlined, no clock", in_place_timeless);
  add(all, "lineout, not shared", alone);
  add(all, "lineout, no clock", timeless);
  add(all, "lineout, system_clock", precise);
  add(all, "lineout, rfc3164 not cached", uncached);
  add(all, "lineout, frame", framed, headers_size);
  const auto from_c = [] {
    coarse.warning("Connect: {} <--> {} unit {} rx {} tx {}", given.from_c(), given.to_c(), given.unit, given.received,
                   given.sent);
  };
  all.add("lineout, C strings", kind::lineout, from_c).check([from_c] { return bench::not_the_line(from_c); });
  return all.run();
}
