// The reference line through a ring of eight slots: called in interrupt(), sent in idle(). DEFERRED: whether its
// arguments are kept, and not its text. TIMED: whether a counter tells the time.
#include <lineout/lineout.hpp>

#include "image.hpp"

extern "C" {
[[gnu::used]] volatile unsigned counter[2]{123456789, 1};
void interrupt();
void idle();
}

namespace {

struct read_counter {
  lineout::uint64_t operator()() const { return lineout::uint64_t{counter[1]} << 32 | counter[0]; }
};
using microseconds = lineout::clocks::ticks<1000000, read_counter>;

template <bool Timed> struct board_options : lineout::options {
  static constexpr auto facility = lineout::facility::local0;
  static constexpr lineout::size_t text_size = 128;
  static constexpr bool format_specs = false;
};
template <> struct board_options<true> : board_options<false> { using clock = microseconds; };

using sink = lineout::udp_frame<lineout::callback<bool (*)(const char*, lineout::size_t)>>;
using out = lineout::framed<lineout::rfc3164, sink>;
constexpr lineout::frame_addresses addresses{
    .from_mac = "02:00:00:00:00:01", .from = "192.168.0.7", .to = "192.168.0.23"};

// The texts of a queue need the rooms of the frame, and its arguments have 14 words and 16 characters.
template <bool Deferred> struct way {
  static constexpr lineout::size_t slot_size = out::headroom + 128 + out::tailroom;
  using channel = lineout::queued<out, lineout::message_ring<8, slot_size>>;
};
template <> struct way<true> {
  static constexpr lineout::size_t slot_size = 14 * sizeof(void*) + 16;
  using channel = lineout::deferred<out, lineout::message_ring<8, slot_size>, 128>;
};
using channel = way<DEFERRED>::channel;

[[gnu::used]] constinit lineout::message_ring<8, way<DEFERRED>::slot_size> ring;
constinit lineout::logger<channel, board_options<TIMED>> log{channel{out{{}, sink{&network_card, addresses}}, ring},
                                                             {"router1", "pppd", 1234}};

[[maybe_unused]] void learn_time(lineout::clocks::none) {}
[[maybe_unused]] void learn_time(microseconds& clock) {
  clock.set(lineout::timestamp::from_civil({2026, 11, 22, 7, 23, 16}));
}

}  // namespace

extern "C" {
[[gnu::noinline]] void interrupt() {
  log.warning("Connect: {} <--> {} unit {} rx {} tx {}", name, link_name, unit, received, sent);
}
[[gnu::noinline]] void idle() { log.channel().drain(); }
void reference() {
  learn_time(log.clock());
  interrupt();
  idle();
}
}
