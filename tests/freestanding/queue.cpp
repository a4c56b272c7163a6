// Messages queued in an interrupt, in rings of each kind, as texts and as arguments, and sent from the idle loop.
#include <lineout/lineout.hpp>

bool firmware_transmit(const char* frame, lineout::size_t size);
lineout::uint64_t firmware_ticks();

namespace {

struct overwriting : lineout::ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::overwrite_oldest;
};
struct waiting : lineout::ring_options {
  static constexpr lineout::when_full when_full = lineout::when_full::wait;
};

struct counting : lineout::options {
  using clock = lineout::clocks::ticks<1000000>;
};

using nic = lineout::framed<lineout::rfc3164, lineout::callback<bool (*)(const char*, lineout::size_t)>>;

constinit lineout::message_ring<8, 256> ring;
constinit lineout::message_ring<4, 256, overwriting> newest;
constinit lineout::message_ring<4, 256, waiting> patient;
constinit lineout::logger dropping_log{lineout::queued{nic{{}, &firmware_transmit}, ring}, {"board-7", "motor", 1}};
constinit lineout::logger newest_log{lineout::queued{nic{{}, &firmware_transmit}, newest}, {"board-7", "motor", 1}};
constinit lineout::logger patient_log{lineout::queued{nic{{}, &firmware_transmit}, patient}, {"board-7", "motor", 1}};

constinit lineout::message_ring<8, 96> arguments;
using deferred = lineout::deferred<nic, decltype(arguments), 128>;
constinit lineout::logger<deferred, counting> deferred_log{deferred{nic{{}, &firmware_transmit}, arguments},
                                                           {"board-7", "motor", 1},
                                                           lineout::clocks::ticks<1000000>{&firmware_ticks}};

}  // namespace

void firmware_interrupt(int speed) {
  dropping_log.warning("speed {}", speed);
  newest_log.warning("speed {}", speed);
  patient_log.warning("speed {}", speed);
  deferred_log.warning("speed {} of {} at {:#x}", speed, "left", lineout::uint64_t{1} << 40);
}

bool firmware_idle() {
  const lineout::size_t sent = dropping_log.channel().drain(1) + newest_log.channel().drain(1) +
                               patient_log.channel().drain(1) + deferred_log.channel().drain(1);
  return sent != 0 || ring.counts().queued != 0 || dropping_log.channel().poll(1);
}

void firmware_panic() {
  dropping_log.panic();
  newest_log.panic();
  patient_log.panic();
  deferred_log.panic();
  dropping_log.emerg("stopped");
}
