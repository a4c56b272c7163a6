// The functions that are called here with a debug message must be as large as the empty one where debug is compiled
// out, and hold the call where it is not.
#include <lineout/lineout.hpp>

bool firmware_send(const char* bytes, lineout::size_t size);

namespace {

struct line : lineout::sink_base {
  lineout::outcome send(lineout::packet& bytes) {
    return firmware_send(bytes.data(), bytes.size()) ? lineout::outcome::sent : lineout::outcome::lost;
  }
};

struct settings : lineout::options {
#ifdef QUIET
  static constexpr auto compiled_threshold = lineout::severity::info;
#endif
};

using framed_line = lineout::framed<lineout::rfc3164, line>;
constinit lineout::logger<framed_line, settings> log{framed_line{}, {"router1", "diskd"}};

constexpr lineout::event<int> unmistakable{"UNMISTAKABLE", lineout::severity::debug, "diskd",
                                           "a third unmistakable text {}", "an event that is compiled out"};

}  // namespace

extern "C" {
void with_debug(int value) { log.debug("some unmistakable text {}", value); }
void with_log(int value) { log.log(lineout::severity::debug, "another unmistakable text {}", value); }
void with_event(int value) { lineout::emit(log, unmistakable, value); }
void with_nothing(int) {}
void with_info(int value) { log.info("text that stays {}", value); }
}
