// A catalogue in firmware: its events emitted, and listed to a serial line.
#include <lineout/lineout.hpp>

bool firmware_write(const char* bytes, lineout::size_t size);

namespace {

constexpr lineout::event<lineout::interface_name, lineout::ipv4_prefix> routed{
    "ROUTED", lineout::severity::notice, "motor", "{} has {}", "an address was learnt"};
constexpr lineout::event<lineout::duration, lineout::error_number> stopped{
    "STOPPED", lineout::severity::err, "motor", "stopped after {}: {:s}", "the motor stands still"};
constexpr lineout::catalogue events{routed, stopped};

using uart = lineout::callback<bool (*)(const char*, lineout::size_t)>;
constinit lineout::logger log{uart{&firmware_write}, {"board-7", "motor"}};

}  // namespace

void firmware_use(lineout::int64_t milliseconds, int error) {
  lineout::emit(log, routed, "eth0", "10.0.0.0/8");
  lineout::emit(log, log.origin(), stopped, lineout::duration::of_milliseconds(milliseconds), error);
}

void firmware_list() {
  lineout::write_listing(events, lineout::listing::json, [](lineout::text piece) { firmware_write(piece.data(), piece.size()); });
}

bool firmware_read(lineout::text words) {
  return lineout::duration::parse(words) && lineout::error_number::parse(words) && lineout::interface_name::parse(words) &&
         lineout::ipv4_prefix::parse(words);
}
