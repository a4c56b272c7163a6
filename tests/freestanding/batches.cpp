// Records that leave many at a time: kept for a moment, and handed to a NIC that makes frames of them by itself.
#include <lineout/lineout.hpp>

bool firmware_transmit(const char* frame, lineout::size_t size);
bool firmware_transmit_segmented(const lineout::segmented_frame& frame);
lineout::uint32_t firmware_microseconds();

namespace {

struct nic : lineout::sink_base {
  lineout::outcome send(lineout::packet& bytes) {
    return firmware_transmit(bytes.data(), bytes.size()) ? lineout::outcome::sent : lineout::outcome::lost;
  }
  bool segments() const { return true; }
  lineout::size_t send_segmented(lineout::segmented_frame* frames, lineout::outcome* outcomes, lineout::size_t count) {
    for (lineout::size_t index = 0; index < count; ++index)
      outcomes[index] = firmware_transmit_segmented(frames[index]) ? lineout::outcome::sent : lineout::outcome::lost;
    return count;
  }
};

struct uptime {
  lineout::uint32_t microseconds() { return firmware_microseconds(); }
};
struct few : lineout::batched_options {
  static constexpr lineout::size_t records = 8;
  static constexpr lineout::size_t bytes = 2048;
};

using frames = lineout::udp_frame<nic>;
using kept = lineout::batched<frames, uptime, few>;
constinit lineout::locked<kept, lineout::locks::interrupts<lineout::locks::spin>> out{
    frames{nic{}, lineout::frame_addresses{.from = "10.0.0.2", .to = "10.0.0.1"}, lineout::padding::to_60_bytes,
           lineout::batch_order::by_length}};
constinit lineout::logger log{lineout::shared{out}, {"board-7", "motor"}};

}  // namespace

bool firmware_use(lineout::uint32_t speed) {
  log.info("speed {}", speed);
  if (speed > 9000) log.panic();
  return log.poll(8);
}
void firmware_sleep() { log.flush(); }
